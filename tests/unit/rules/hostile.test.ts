import { beforeEach, describe, expect, it } from 'vitest';
import type { FeedItem } from '../../../src/domain/articles/article.ts';
import { identityKeys } from '../../../src/domain/articles/identity.ts';
import { brokenTerms } from '../../../src/domain/rules/language/checkConcepts.ts';
import { conceptsUsed } from '../../../src/domain/rules/language/conceptsUsed.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import { compileRuleSet } from '../../../src/domain/rules/matcher/compile.ts';
import { coveredTerms } from '../../../src/domain/rules/matcher/coveredTerms.ts';
import { createExplainer } from '../../../src/domain/rules/matcher/explain.ts';
import { type Concepts, type MatchInput, mostSpans, type RuleRevision } from '../../../src/domain/rules/rule.ts';
import { createTermCensus } from '../../../src/domain/rules/termCensus.ts';
import { signatureOf } from '../../../src/domain/stories/copies/signature.ts';
import { processorClock } from '../../support/processorTime.ts';
import { hostileLength } from '../../support/soak.ts';

/** Processor time of one test. What is guarded against takes minutes. */
const mostSeconds = 30;

beforeEach(() => {
  const taken = processorClock();
  return () => expect(taken()).toBeLessThan(mostSeconds);
});

const article = (body: string, title = ''): MatchInput => ({
  title,
  body,
  lang: 'en',
  outlet: { name: 'Steppe Wire', domain: null },
  figures: [],
});

const rule = (query: string, concepts: Concepts = {}): RuleRevision => ({
  ...{ id: 1, ruleId: 'rule', revision: 1, name: 'rule', owner: null, alert: { on: 'article' } },
  query,
  concepts,
});

function spansOf(query: string, input: MatchInput, concepts?: Concepts): readonly string[] {
  const set = compileRuleSet({ number: 1, rules: [rule(query, concepts)] });
  expect(set.refused).toEqual([]);
  return set.match(input).flatMap(({ spans }) => spans.map(([field, start, end]) => `${field} ${start}-${end}`));
}

function explanationOf(query: string, input: MatchInput, concepts: Concepts = {}) {
  const parsed = parseQuery(query, { concepts });
  if (parsed.kind === 'refused') throw new Error(parsed.findings[0]?.message);
  const [clause] = createExplainer([{ query, node: parsed.node }])(input, []);
  if (clause === undefined) throw new Error('a query is one clause at least');
  return clause;
}

const blankItem: FeedItem = {
  ...{ guid: null, link: null, title: 'Riot', summary: null, contentText: null, author: null },
  ...{ outlet: { name: 'Wire', domain: null }, publishedAt: null, updatedAt: null, lang: null, enclosures: [] },
};

/** Words of which no two are alike. */
function distinctWords(): string {
  const words = Array.from({ length: hostileLength / 10 }, (_, index) => `w${(index + 36 ** 5).toString(36)}xyz`);
  return words.join(' ');
}

describe('a hostile text is matched in time, with the right spans', () => {
  it.each([
    ['of megabytes of one word', 'riot '.repeat(hostileLength / 5), mostSpans],
    ['that is one word of megabytes', `riot ${'r'.repeat(hostileLength)} riots`, 2],
    ['of megabytes of distinct words', `riot ${distinctWords()} riots`, 2],
    ['of marks of two classes, which normalising sorts', `riot a${'\u0301\u0316'.repeat(hostileLength / 2)} riots`, 2],
    ['of halves of pairs', `riot ${'\ud800'.repeat(hostileLength / 2)} riots \udc00`, 2],
    ['of zero-width characters within a word', `ri${'\u200b'.repeat(hostileLength)}ot riots`, 2],
    ['that is one Cyrillic word of megabytes', `riot ${'ы'.repeat(hostileLength)} riots`, 2],
    ['of mixed scripts', `riot ${'riоt рiot 暴动 riο𝓉 '.repeat(hostileLength / 20)} riots`, 2],
  ])('%s', (_, body, places) => {
    const found = spansOf('(riot OR =absent OR rioter~ OR abs* OR Алматы) AND NOT "riot absent"', article(body));
    expect(found).toHaveLength(places);
    expect(found[0]).toMatch(/^body 0-/);
  });

  it.each([
    ['marks of two classes', `a${'\u0301\u0316'.repeat(hostileLength / 2)}`],
    ['one word', 'ы'.repeat(hostileLength)],
    ['what is no word', `ы${'\u200b'.repeat(hostileLength)}`],
  ])('of %s, where it is told apart from others and explained too', (_, text) => {
    expect(signatureOf(text)).toHaveLength(128);
    expect(identityKeys({ ...blankItem, summary: text }).link).toBeNull();
    expect(explanationOf('riot AND =Riot', article(text)).holds).toBe(false);
  });
});

it('gives the first two hundred places of a concept, also where two of its terms stand at one', () => {
  const places = { place: ['"state emergency"', '="state emergency"'] };
  expect(spansOf('@place', article('state emergency, '.repeat(250)), places)).toHaveLength(mostSpans);
});

describe('hostile concepts', () => {
  const diamond: Concepts = Object.fromEntries([
    ['c0', ['riot', 'fire']],
    ...Array.from({ length: 40 }, (_, level) => [`c${level + 1}`, [`@c${level}`, `@c${level} `, `level${level}`]]),
  ]);

  it('that name each other forty levels deep, twice each, cost no more than their terms', () => {
    expect(spansOf('@c40 AND NOT absent', article('a fire on level7'), diamond)).toHaveLength(2);
    const parsed = parseQuery('@c40', { concepts: diamond });
    if (parsed.kind === 'refused') throw new Error('refused');
    expect(parsed.warnings).toEqual([]);
    expect(Object.keys(conceptsUsed(parsed.node, diamond))).toHaveLength(41);
    expect(explanationOf('@c40', article('calm'), diamond).miss).toBe('none of its terms is there');
    const census = createTermCensus([{ id: 'rule', query: '@c40', node: parsed.node, concepts: diamond }]);
    expect(census.terms).toHaveLength(42);
    expect(parseQuery('@c40 OR NOT riot', { concepts: diamond }).kind).toBe('refused');
    expect(brokenTerms(diamond)).toEqual([]);
    expect(coveredTerms(diamond).length).toBeLessThan(100);
  });

  it('in a chain of ten thousand are refused, in whatever order they are read', () => {
    const chain: Concepts = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, level) => [`c${level}`, [level === 0 ? 'riot' : `@c${level - 1}`]]),
    );
    expect(parseQuery('@c9999', { concepts: chain }).kind).toBe('refused');
    const kinds = Object.keys(chain)
      .slice(0, 1000)
      .map((name) => parseQuery(`@${name}`, { concepts: chain }).kind);
    expect(kinds.filter((kind) => kind === 'query')).toHaveLength(100);
  });
});

describe('a hostile query is read, matched and explained in time', () => {
  const words = Array.from({ length: 10_000 }, (_, index) => `word${index}`);
  const long = article(`riot ${distinctWords().slice(0, 500_000)} riots`);

  it.each([
    ['of ten thousand terms that must all be there', words.join(' AND '), false],
    [
      'of ten thousand terms, half of them denied',
      words.map((word, at) => (at % 2 ? `-${word}` : word)).join(' '),
      false,
    ],
    ['that counts ten thousand terms', `2 OF (${words.join(', ')}, riot)`, false],
    ['of ten thousand terms, one of which is there', `riot OR ${words.join(' OR ')}`, true],
    ['in nearly a thousand brackets', `${'('.repeat(999)}riot${')'.repeat(999)}`, true],
    ['of nearly a thousand NOTs', `riot AND ${'NOT '.repeat(998)}riot`, true],
  ])('%s', (_, query, holds) => {
    const parsed = parseQuery(query, { concepts: {} });
    if (parsed.kind === 'refused') throw new Error(parsed.findings[0]?.message);
    expect(parsed.warnings).toEqual([]);
    expect(spansOf(query, long).length > 0).toBe(holds);
    expect(explanationOf(query, long).holds).toBe(holds);
  });

  it('in a thousand brackets too many is refused', () => {
    expect(parseQuery(`${'('.repeat(100_000)}riot`, { concepts: {} }).kind).toBe('refused');
  });

  it('of NEARs within NEARs, over words that stand everywhere', () => {
    const names = words.slice(0, 20);
    const query = names.reduce((chain, word) => `(${chain}) NEAR/5 ${word}`);
    const everywhere = article(`${names.join(' ')} `.repeat(10_000));
    expect(spansOf(query, everywhere)).toHaveLength(mostSpans);
    expect(explanationOf(query, everywhere).spans).toHaveLength(mostSpans);
  });

  it('of hundreds of NEARs over two words that stand everywhere', () => {
    const query = Array.from({ length: 300 }, (_, distance) => `(riot NEAR/${distance} fire)`).join(' OR ');
    expect(spansOf(query, article('riot fire '.repeat(300_000), 'riot fire'))).toHaveLength(mostSpans);
  });
});
