import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import { compileRuleSet } from '../../../src/domain/rules/matcher/compile.ts';
import { createExplainer } from '../../../src/domain/rules/matcher/explain.ts';
import { type Concepts, type MatchInput, mostShown } from '../../../src/domain/rules/rule.ts';

const outlet = { name: 'Steppe Wire', domain: 'news.steppe-wire.example' };
const article = (body: string, title = '', lang: string | null = 'en'): MatchInput => ({
  title,
  body,
  lang,
  outlet,
  figures: [],
});

function matchOf(query: string, input: MatchInput, concepts: Concepts = {}) {
  const rule = {
    id: 1,
    ruleId: 'rule',
    revision: 1,
    name: 'rule',
    query,
    alert: { on: 'article' as const },
    owner: null,
    concepts,
  };
  const set = compileRuleSet({ number: 1, rules: [rule] });
  expect(set.refused).toEqual([]);
  return set.match(input)[0] ?? null;
}

const holds = (query: string, input: MatchInput, concepts?: Concepts): boolean =>
  matchOf(query, input, concepts) !== null;

describe('a query holds', () => {
  it.each([
    ['riot', 'Two riots broke out.', true],
    ['riot', 'A patriot spoke.', false],
    ['=WHO', 'Who was it?', false],
    ['=WHO', 'The WHO said so.', true],
    ['prot*', 'Protesters came.', true],
    ['"rose to power"', 'He rose to power.', true],
    ['"rose to power"', 'Power to him who rose.', false],
    ['riot -film', 'A film about a riot.', false],
    ['fire NEAR/2 hall', 'The fire destroyed the hall.', true],
    ['fire NEAR/1 hall', 'The fire destroyed the hall.', false],
    ['hall BEFORE/5 fire', 'The fire destroyed the hall.', false],
    ['2 OF (fire, hall, riot)', 'The hall, the hall!', false],
    ['2 OF (fire, hall, riot)', 'The hall is on fire.', true],
    ['SCORE 5 (fire^3, hall^2, drill^-4)', 'The hall is on fire.', true],
    ['SCORE 5 (fire^3, hall^2, drill^-4)', 'A fire drill in the hall.', false],
    ['cafe', 'The café burned.', true],
    ['=café', 'The cafe burned.', false],
    ["o'neill", 'Mr O’Neill left.', true],
    ['alma-ata', 'Flights to Alma‑Ata.', true],
    ['ала', 'Алан ушёл.', false],
  ])('%s in "%s": %s', (query, body, expected) => {
    expect(holds(query, article(body))).toBe(expected);
  });

  it('in the field that it names, never over the border of two', () => {
    expect(holds('title:riot', article('A riot.', 'Calm'))).toBe(false);
    expect(holds('"on fire"', article('fire again', 'A hall on'))).toBe(false);
    expect(holds('title:(riot OR fire)', article('', 'Fire'))).toBe(true);
  });

  it('for the outlet by name, domain, or a domain above it', () => {
    for (const source of ['steppe-wire.example', 'news.steppe-wire.example', '"steppe wire"']) {
      expect(holds(`source:${source} riot`, article('A riot.'))).toBe(true);
    }
    expect(holds('source:wire.example riot', article('A riot.'))).toBe(true);
    expect(holds('source:reuters.com riot', article('A riot.'))).toBe(false);
  });

  it('for the name that the list of feeds gives the feed, beside the outlet, and for no part of it', () => {
    const listed = { ...article('A riot.'), feedName: 'Alerts, Central Asia' };
    for (const source of ['"alerts central asia"', '"Alerts, Central Asia"', '"steppe wire"', 'wire.example'])
      expect(holds(`source:${source} riot`, listed)).toBe(true);
    expect(holds('source:alerts riot', listed)).toBe(false);
    expect(holds('source:"alerts central asia" riot', article('A riot.'))).toBe(false);
  });

  it('for any term of a concept, also through another concept', () => {
    const concepts = { city: ['Aktau', 'Nur-Sultan'], place: ['@city', 'steppe'] };
    expect(holds('@place', article('Snow in Nur Sultan.'), concepts)).toBe(true);
    expect(holds('@city NEAR/1 troops', article('Nur-Sultan: troops arrive'), concepts)).toBe(true);
  });
});

describe('a match says where', () => {
  it('in code units of its field, in reading order, each place once', () => {
    const match = matchOf('riot OR (riot fire)', article('Fire and 🔥 riot.', 'Riot'));
    expect(match?.spans).toEqual([
      ['title', 0, 4],
      ['body', 0, 4],
      ['body', 12, 16],
    ]);
  });

  it('the same whether letters are composed or not, and past what nobody sees', () => {
    const body = 'В Актобе́ и Байқоңыр: про\u00adтесты, unrest\u200b.';
    for (const form of ['NFC', 'NFD'] as const) {
      const text = body.normalize(form);
      const spans = matchOf('актобе байқоңыр протест unrest', article(text))?.spans ?? [];
      expect(spans.map(([, start, end]) => text.slice(start, end).normalize('NFC'))).toEqual([
        'Актобе́',
        'Байқоңыр',
        'про\u00adтесты',
        'unrest\u200b',
      ]);
    }
  });
});

describe('a match says what it shows of its rule', () => {
  const concepts = { place: ['Almaty', 'Aktau', '@country'], country: ['Kazakhstan'] };

  it.each([
    ['riot', 'Rioting; riots.', ['riot']],
    ['Riots', 'A riot.', ['riots']],
    ['protester~ OR =WHO OR unre*', 'WHO: protests, unrest', ['=WHO', 'protester~', 'unre*']],
    [
      '"state of emergency" AND nur-sultan',
      'A state of emergency in Nur-Sultan',
      ['"nur sultan"', '"state of emergency"'],
    ],
    ['@place', 'From Aktau to Almaty, all over Kazakhstan', ['@place']],
    ['@place AND riot', 'A riot in Kazakhstan', ['@place', 'riot']],
    ['riot OR (fire AND flood)', 'A riot; a fire.', ['fire', 'riot']],
    ['(riot AND fire) OR (riot AND flood)', 'Riot, fire, flood', ['fire', 'flood', 'riot']],
    ['(riot OR fire) NEAR/1 (flood OR hall)', 'A riot in the hall. Much later the fire.', []],
    ['(riot OR fire) NEAR/2 (flood OR hall)', 'A riot in the hall. Much later the fire.', ['fire', 'hall', 'riot']],
    ['riot AND NOT (film OR NOT fire)', 'Riot, fire', ['riot']],
    ['SCORE 2 (riot^2, fire, flood^0, film^-1)', 'riot, flood', ['flood', 'riot']],
    ['SCORE 2 (riot^4, fire, film^-1)', 'A riot film', ['riot']],
    ['2 OF (riot, fire, @place)', 'Riot in Aktau', ['@place', 'riot']],
    ['riot AND (lang:en OR source:reuters.com)', 'Riot', ['riot']],
  ])('the terms that are there, as in %s of "%s"', (query, body, shown) => {
    expect(matchOf(query, article(body), concepts)?.shown ?? []).toEqual(shown);
  });

  it('each where the query looks for it, and under one name wherever that is', () => {
    const query = 'title:(riot OR fire) AND (body:riot OR hall OR title:flood)';
    expect(matchOf(query, article('hall, flood, fire', 'Riot'))?.shown).toEqual(['hall', 'riot']);
    expect(matchOf(query, article('riot', 'Fire'))?.shown).toEqual(['fire', 'riot']);
  });

  it('by the first of their names where they are very many', () => {
    const words = Array.from({ length: 200 }, (_, index) => `word${1000 + index}`);
    const match = matchOf([...words].reverse().join(' OR '), article(words.join(' ')));
    expect(match?.shown).toEqual(words.slice(0, mostShown));
  });

  it('the same after rules came and went in its place', () => {
    const rule = (id: number, query: string) => ({
      ...{ id, ruleId: `rule-${id}`, revision: 1, name: 'rule', query, owner: null, concepts: {} },
      alert: { on: 'article' as const },
    });
    const set = compileRuleSet({ number: 1, rules: [rule(1, 'riot OR fire'), rule(2, 'fire OR hall')] });
    set.change({ number: 2, added: [rule(3, 'flood OR fire')], removed: [1] });
    const shown = set.match(article('Riot, fire, flood, hall')).map((match) => [match.ruleRevisionId, match.shown]);
    expect(Object.fromEntries(shown)).toEqual({ 2: ['fire', 'hall'], 3: ['fire', 'flood'] });
  });
});

describe('the matcher agrees with logic', () => {
  type Formula = { readonly query: string; readonly holds: (words: ReadonlySet<string>) => boolean };
  const words = ['alpha', 'bravo', 'delta', 'gamma'];
  const word = fc.constantFrom(...words).map((name): Formula => ({ query: name, holds: (text) => text.has(name) }));
  const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.tuple(tie('formula'), tie('formula')).map(
        ([a, b]): Formula => ({
          query: `(${a.query} AND ${b.query})`,
          holds: (text) => a.holds(text) && b.holds(text),
        }),
      ),
      fc.tuple(tie('formula'), tie('formula')).map(
        ([a, b]): Formula => ({
          query: `(${a.query} OR ${b.query})`,
          holds: (text) => a.holds(text) || b.holds(text),
        }),
      ),
      tie('formula').map((a): Formula => ({ query: `(NOT ${a.query})`, holds: (text) => !a.holds(text) })),
    ),
  }));

  it('for every formula of AND, OR and NOT over a few words', () => {
    fc.assert(
      fc.property(formula, fc.subarray(words), (tested, text) => {
        const query = `zulu ${tested.query}`;
        if (parseQuery(query, { concepts: {} }).kind === 'refused') return;
        expect(holds(query, article(`zulu ${text.join(' ')}`))).toBe(tested.holds(new Set(text)));
      }),
      { numRuns: 1000 },
    );
  });
});

it('explains each clause: what held and where, and what did not', () => {
  const query = 'riot AND (fire OR flood)';
  const parsed = parseQuery(query, { concepts: {} });
  if (parsed.kind === 'refused') throw new Error('refused');
  const [explained] = createExplainer([{ query, node: parsed.node }])(article('A riot.'), []);
  expect(explained?.clauses.map(({ clause, holds }) => [clause, holds])).toEqual([
    ['riot', true],
    ['(fire OR flood)', false],
  ]);
});

it('explains several queries at once, article by article, as each would be by itself', () => {
  const queries = ['riot AND title:fire', '"state of emergency" OR @place', 'riot NEAR/1 fire'].map((query) => {
    const parsed = parseQuery(query, { concepts: { place: ['Aktau'] } });
    if (parsed.kind === 'refused') throw new Error('refused');
    return { query, node: parsed.node };
  });
  const articles = [article('A riot in Aktau; fire.'), article('A riot.', 'Fire'), article('State of emergency')];
  const together = createExplainer(queries);
  const alone = queries.map((query) => createExplainer([query]));
  for (const each of articles) expect(together(each, [])).toEqual(alone.flatMap((explain) => explain(each, [])));
  expect(articles.map((each) => together(each, []).map(({ holds }) => holds))).toEqual([
    [false, true, false],
    [true, false, false],
    [false, true, false],
  ]);
});

it('is not held up by a letter under a million marks', () => {
  expect(holds('riot', article(`a${'\u0302'.repeat(1_000_000)} riot`))).toBe(true);
});

it('stays quick on a long text, on one repeated word, and with ten thousand terms', () => {
  const long = 'riot '.repeat(200_000);
  expect(matchOf('riot NEAR/3 riot', article(long))).not.toBeNull();
  const query = Array.from({ length: 10_000 }, (_, index) => `word${index}`).join(' OR ');
  expect(holds(`${query} OR riot`, article(long.slice(0, 50_000)))).toBe(true);
});
