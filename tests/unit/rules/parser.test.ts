import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuery } from '../../../src/domain/rules/language/formatQuery.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';

const concepts = {
  city: ['Almaty', 'Алматы', 'Nur-Sultan'],
  latin: ['Almaty'],
  loop: ['@knot'],
  knot: ['@loop'],
  all: ['@city', 'Aktau'],
};
const parse = (query: string) => parseQuery(query, { concepts });

function refusalOf(query: string) {
  const parsed = parse(query);
  if (parsed.kind === 'query') throw new Error(`"${query}" was not refused`);
  return parsed.findings[0];
}

describe('a query is refused at the place of its mistake', () => {
  it.each([
    ['', 1],
    ['   ', 1],
    ['riot AND', 9],
    ['riot OR fire AND flood', 14],
    ['riot OR fire flood', 14],
    ['riot AND fire OR flood', 15],
    ['riot AND (fire', 10],
    ['riot)', 5],
    ['"state of', 1],
    ['NOT riot', 1],
    ['riot OR NOT fire', 9],
    ['titel:riot', 1],
    ['body:(riot title:fire)', 12],
    ['lang:xx', 1],
    ['@nowhere', 1],
    ['@loop', 1],
    ['ri*', 1],
    ['*riot', 1],
    ['riot NEAR fire', 6],
    ['riot NEAR/ fire', 6],
    ['(riot AND fire) NEAR/3 flood', 1],
    ['3 OF (riot, fire)', 1],
    ['SCORE 9 (riot^2, fire^3)', 1],
    ['SCORE 0 (riot^2)', 1],
    ['kiled >= 10', 1],
    ['killed >= many', 11],
    ['killed >= 1,000', 12],
    ['killed > 20%', 10],
    ['title:(riot AND changed(killed))', 17],
    ['rise(killed)', 1],
    ['rise(kiled) >= 20%', 6],
    ['changed(killed) >= 3', 17],
    ['fall(killed) = 3', 1],
    ['fire AND riot AND NOT fire', 19],
    ['@city AND NOT (@city)', 11],
    ['lang:ru AND riot AND lang:en', 22],
    ['2 OF (riot, fire, riot)', 19],
    ['SCORE 5 (riot^3, riot^3)', 18],
    ['...', 1],
    ['riot && fire', 6],
    ['riot | fire', 6],
    ['riot !fire', 6],
    ['riot near/5 fire', 6],
    ['riot w/5 fire', 6],
    ['"state emergency"~5', 18],
    ['"state emerg*"', 1],
    ['pro*est', 1],
    ['ri?t', 1],
    ['riot~2', 1],
  ])('%s → column %i', (query, column) => {
    expect(refusalOf(query)).toMatchObject({ severity: 'error', column });
  });

  it('offers both readings where AND and OR stand side by side', () => {
    expect(refusalOf('riot OR fire AND flood')?.suggestion).toBe(
      '(riot OR fire) AND flood   or   riot OR (fire AND flood)',
    );
    expect(refusalOf('title:(riot OR fire -(a1 OR b1)) AND flood')?.suggestion).toBe(
      '(riot OR fire) AND -(a1 OR b1)   or   riot OR (fire AND -(a1 OR b1))',
    );
  });

  it('offers only readings that are queries, and all of a longer mix', () => {
    expect(refusalOf('riot AND fire OR flood AND NOT storm')?.suggestion).toBe(
      '(riot AND fire) OR (flood AND NOT storm)   or   riot AND (fire OR flood) AND NOT storm',
    );
    expect(refusalOf('NOT riot AND fire OR flood')?.suggestion).toBe(
      '(NOT riot AND fire) OR flood   or   NOT riot AND (fire OR flood)',
    );
    expect(refusalOf('riot AND fire OR NOT flood')?.suggestion).toBe('riot AND (fire OR NOT flood)');
    expect(refusalOf('riot AND fire OR (flood')?.suggestion).toBeNull();
    const joint = fc.constantFrom(' AND ', ' OR ', ' ');
    const mix = fc.array(fc.tuple(fc.constantFrom('riot', '-fire', 'NOT (a1 b1)', 'title:x1', '('), joint)).map(String);
    fc.assert(
      fc.property(mix, (query) => {
        const parsed = parse(query.replaceAll(',', ''));
        if (parsed.kind === 'query' || !parsed.findings[0]?.message.includes('side by side')) return;
        const readings = parsed.findings[0].suggestion?.split('   or   ') ?? [];
        expect(readings.filter((reading) => parse(reading).kind === 'refused')).toEqual([]);
      }),
    );
  });

  it.each(['lang:en OR lang:ru OR lang:kk', 'lang:en OR NOT lang:en', '1 OF (lang:en, lang:ru, lang:kk)'])(
    '%s matches nearly every article, and is refused',
    (query) => {
      expect(refusalOf(query)?.message).toMatch(/nearly every article/);
    },
  );

  it.each([
    ['titel:riot', 'title:'],
    ['@citi', '@city'],
    ['kiled >= 10', 'killed'],
    ['riot && fire', 'AND'],
    ['riot !fire', 'NOT fire'],
    ['riot w/5 fire', 'NEAR/5'],
  ])('%s → was %s meant?', (query, suggestion) => {
    expect(refusalOf(query)?.suggestion).toBe(suggestion);
  });
});

describe('a query is read', () => {
  it.each([
    'riot',
    'riot fire -flood',
    '(riot OR fire) AND NOT title:flood',
    '=US OR ="the US"',
    'protest~ protest*',
    '"state of emergency" NEAR/5 (almaty OR aktau)',
    '2 OF (riot, fire, "state of emergency")',
    'SCORE 10 (coup^6, riot^4, film^-5)',
    'title:(riot OR fire) source:reuters.com lang:ru',
    '@all BEFORE/3 troops',
    'killed >= 10',
    'killed=26 OR killed =26',
    'title:(killed != 0)',
    'police =26',
    'changed (killed)',
    'riot AND changed(killed)',
    'SCORE 3 (riot^2, rise(killed) >= 20%^2, fall(arrested) >= 100)',
    'riot AND NOT changed(injured)',
  ])('%s', (query) => {
    expect(parse(query).kind).toBe('query');
  });

  it('warns of an operator in lower case, and of a concept in one script', () => {
    const parsed = parse('riot and @latin');
    expect(parsed.kind === 'query' && parsed.warnings.map(({ column }) => column)).toEqual([6, 10]);
  });

  it.each([
    ['riot AND Аlmaty', 'alike'],
    ['rio*', 'hundreds'],
    ['lang:ru', 'every article in ru'],
    ['2 OF (protest, riot, protests)', 'forms of the same word'],
  ])('warns of %s', (query, message) => {
    const parsed = parse(query);
    expect(parsed.kind === 'query' && parsed.warnings.map((each) => each.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it('takes = behind a kind of figure as a comparison, elsewhere as: to the letter', () => {
    const formatted = (query: string) => {
      const parsed = parse(query);
      return parsed.kind === 'query' ? formatQuery(parsed.node) : null;
    };
    expect(formatted('killed =26')).toBe('killed = 26');
    expect(formatted('killed =US')).toBe('killed AND =US');
    expect(formatted('police =26')).toBe('police AND =26');
  });
});

describe('any text is a query or a finding', () => {
  const piece = fc.constantFrom(
    'riot',
    'AND',
    'OR',
    'NOT',
    '(',
    ')',
    '"',
    '-',
    '@city',
    'title:',
    'NEAR/3',
    '2 OF (',
    ',',
    '^3',
    'SCORE 4 (',
    '=',
    '*',
    '~',
    '>=',
    '\ud800',
    'ж',
  );

  it('whatever it is made of', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((pieces) => pieces.join(' ')),
        ),
        (query) => {
          const parsed = parse(query);
          const columns = parsed.kind === 'query' ? [] : parsed.findings.map(({ column }) => column);
          expect(columns.every((column) => column >= 1 && column <= query.length + 1)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('nested a thousand deep, or with ten thousand terms', () => {
    expect(parse(`${'('.repeat(900)}riot${')'.repeat(900)}`).kind).toBe('query');
    expect(refusalOf(`${'('.repeat(5000)}riot${')'.repeat(5000)}`)?.message).toContain('nested');
    expect(parse(Array.from({ length: 10_000 }, (_, index) => `word${index}`).join(' OR ')).kind).toBe('query');
  });
});
