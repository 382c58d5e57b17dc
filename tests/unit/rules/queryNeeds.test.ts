import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stemOf } from '../../../src/domain/rules/inflection/stems.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import { RuleIndex } from '../../../src/domain/rules/matcher/ruleIndex.ts';
import type { MatchInput } from '../../../src/domain/rules/rule.ts';
import { needsOf, type QueryNeeds } from '../../../src/domain/rules/search/queryNeeds.ts';
import { feedKey, type SearchKey, searchKeysOf } from '../../../src/domain/rules/search/searchKeys.ts';
import { anyArticle, anyQuery } from '../../oracle/samples.ts';
import { rounds } from '../../support/soak.ts';

const concepts = {
  place: ['Almaty', 'Алматы', '"Nur-Sultan"', '@sea'],
  sea: ['Aktau', 'корабль', '=US', 'көмек'],
};

const saved = new Date('2022-01-06T12:00:00Z');

const nodeOf = (query: string) => {
  const parsed = parseQuery(query, { concepts });
  return parsed.kind === 'query' ? parsed.node : null;
};

/** Feed 7 has the name that the article knows. */
const needs = (query: string, feedName?: string): QueryNeeds => {
  const node = nodeOf(query);
  if (node === null) throw new Error(`${query} is refused`);
  const feedsNamed = (source: string) => (feedName?.toLowerCase() === source ? [feedKey(7)] : []);
  return needsOf(node, { shareOf: () => 0.001, feedsNamed });
};

const isFound = (lists: QueryNeeds, keys: readonly SearchKey[]): boolean => {
  const own = new Set(keys);
  return lists.every((list) => list.some((key) => own.has(key)));
};

const article = (changes: Partial<MatchInput>): MatchInput => ({
  ...{ title: '', body: '', lang: null, outlet: { name: 'Wire', domain: 'wire.example' }, figures: [] },
  ...changes,
});

const finds = (query: string, changes: Partial<MatchInput>): boolean =>
  isFound(needs(query), searchKeysOf({ ...article(changes), feedId: 1, savedAt: saved }));

describe('what a query needs', () => {
  it('is had by every article that the matcher takes, whatever the query', () => {
    let matched = 0;
    fc.assert(
      fc.property(anyQuery, fc.array(anyArticle, { minLength: 1, maxLength: 6 }), (query, articles) => {
        const node = nodeOf(query);
        if (node === null) return;
        const index = new RuleIndex();
        index.add(node);
        for (const each of articles) {
          if (index.match(each).count === 0) continue;
          matched++;
          expect(isFound(needs(query, each.feedName), searchKeysOf({ ...each, feedId: 7, savedAt: saved }))).toBe(true);
        }
      }),
      { numRuns: rounds({ short: 1000, long: 100_000, setting: 'TOCSIN_SEARCHES' }) },
    );
    expect(matched).toBeGreaterThan(300);
  });

  it.each([
    ['riot', { body: 'Rioting went on' }, { body: 'A quiet day' }],
    ['Алматы', { body: 'Алматыдағы наразылық' }, { body: 'Астанадағы наразылық' }],
    ['протест', { title: 'Протестующие и протесты' }, { title: 'Войска и корабли' }],
    ['көмек', { body: 'Оның көмегімен' }, { body: 'Оның әскері' }],
    ['title:riot', { title: 'A riot' }, { body: 'A riot' }],
    ['riot*', { body: 'Riotous' }, { body: 'Right' }],
    ['possible~', { body: 'A possibility' }, { body: 'A probability' }],
    ['@place', { body: 'ships: корабли' }, { body: 'лодки' }],
    ['"state of emergency"', { body: 'states of emergency' }, { body: 'a state of affairs' }],
    [
      'riot AND killed >= 1',
      { body: 'riot', figures: [{ kind: 'killed', min: 0, span: ['body', 0, 4] }] },
      { body: 'riot' },
    ],
    ['2 OF (riot, fire, flood)', { body: 'flood and fire' }, { body: 'snow' }],
    ['lang:kk AND riot', { lang: 'kk', body: 'riot' }, { lang: 'ru', body: 'riot' }],
    [
      'source:wire.example AND riot',
      { body: 'riot' },
      { body: 'riot', outlet: { name: 'Post', domain: 'post.example' } },
    ],
  ] as const)('%s narrows', (query, with_, without) => {
    expect([finds(query, with_), finds(query, without)]).toEqual([true, false]);
  });

  it('is nothing where nothing must be there', () => {
    expect(needs('(riot OR changed(killed))')).toEqual([]);
    expect(finds('riot AND NOT fire', { body: 'a riot without fire' })).toBe(true);
  });

  it('is asked of no article with more words than are indexed', () => {
    const body = Array.from({ length: 30_000 }, (_, index) => `${index}x`).join(' ');
    expect(searchKeysOf({ ...article({ body }), feedId: 1, savedAt: saved })).toHaveLength(2);
    expect(finds('riot', { body })).toBe(true);
  });

  it('of a looser word is what all words of the stem begin with', () => {
    const endings = [
      '',
      's',
      'es',
      'ed',
      'ing',
      'y',
      'ies',
      'ility',
      'ibility',
      'able',
      'ational',
      'ization',
      'fully',
      'ness',
    ];
    const english = [
      'possib',
      'happ',
      'organ',
      'relat',
      'riot',
      'nob',
      'abl',
      'hop',
      'fatal',
      'cris',
      'abnorm',
      'conspir',
    ];
    const russian = ['протест', 'организ', 'возможн', 'спас'].flatMap((root) =>
      ['', 'а', 'ами', 'ация', 'ость', 'остью', 'ный', 'нейший', 'овать', 'ующий'].map((end) => root + end),
    );
    const words = [...english.flatMap((root) => endings.map((end) => root + end)), ...russian];
    for (const word of words) {
      for (const other of words)
        if (stemOf(word) === stemOf(other)) expect(finds(`${word}~`, { body: other }), `${word} ${other}`).toBe(true);
    }
  });
});
