import fc from 'fast-check';
import { figureKinds, type StatedFigure } from '../../src/domain/figures/figure.ts';
import type { MatchInput } from '../../src/domain/rules/rule.ts';
import type { TextField } from '../../src/domain/rules/span.ts';

/** Few words, so that queries meet texts: with forms, scripts, marks, look-alikes and what lies between words. */
const words = [
  ...['riot', 'riots', 'rioted', 'riotous', 'fire', 'fires', 'Fire', 'US', 'us', 'Us', 'state', 'of', 'emergency'],
  ...[
    'emergencies',
    'Nur-Sultan',
    'Nur',
    'Sultan',
    'café',
    'cafe',
    'cafe\u0301',
    'Almaty',
    'Aktau',
    'протест',
    'протесты',
  ],
  ...['протестов', 'Протест', 'войска', 'войск', 'корабль', 'корабли', 'Алматы', 'Алматыдағы', 'Алматыға', 'көмек'],
  ...[
    'көмегімен',
    'халық',
    'халқы',
    'ұсталды',
    'ұсталғандардың',
    'тапты',
    'тауып',
    'табады',
    'әскерлер',
    'әскері',
    'про\u00adтест',
    'ещё',
    'еще',
    'й',
    'и\u0306',
    '12',
    '1,200',
    'o’brien',
    '𝒜𝓁',
    '𐐷𐐷',
    '\ud800',
    'ﬁre',
  ],
];
const queryWords = words.filter((word) => !/[,\ud800\u00ad]/.test(word)).map((word) => word.replace('’', "'"));

const gaps = [' ', ' ', ' ', ' ', ', ', '. ', '-', '\n', '\u200b', ' — ', "'s "];

const text = (maxLength: number) =>
  fc
    .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...gaps)), { maxLength })
    .map((parts) => parts.flat().join(''));

const figuresOf = (input: Omit<MatchInput, 'figures'>): fc.Arbitrary<readonly StatedFigure[]> =>
  fc.array(
    fc
      .record({
        kind: fc.constantFrom(...figureKinds.slice(0, 2)),
        min: fc.nat(3),
        field: fc.constantFrom<TextField>('title', 'body'),
        from: fc.double({ min: 0, max: 1, noNaN: true }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ kind, min, field, from, share }) => {
        const start = Math.floor(from * input[field].length);
        return { kind, min, span: [field, start, start + Math.ceil(share * 20)] as const };
      }),
    { maxLength: 3 },
  );

/** An article of those words; the figures that it states are made up. */
export const anyArticle: fc.Arbitrary<MatchInput> = fc
  .record({
    title: text(8),
    body: text(60),
    lang: fc.constantFrom('en', 'ru', 'kk', null),
    outlet: fc.constantFrom(
      { name: 'Steppe Wire', domain: 'news.steppe-wire.example' },
      { name: 'Azattyq', domain: null },
      { name: '', domain: 'reuters.com' },
    ),
    feedName: fc.constantFrom('Reuters Wire', 'World desk'),
  })
  .chain((input) => figuresOf(input).map((figures) => ({ ...input, figures })));

const word = fc.constantFrom(...queryWords);
const mark = fc
  .tuple(word, fc.constantFrom('', '', '', '', '=', '~', '*'))
  .map(([text, sign]) => (sign === '=' ? `=${text}` : `${text}${sign}`));
const phrase = fc
  .tuple(fc.constantFrom('', '', '='), fc.array(word, { minLength: 2, maxLength: 4 }))
  .map(([sign, parts]) => `${sign}"${parts.join(' ')}"`);
const term = fc.oneof(
  { weight: 5, arbitrary: mark },
  { weight: 2, arbitrary: phrase },
  fc.constantFrom('@place', '@sea'),
);
const group = fc.array(term, { minLength: 2, maxLength: 4 }).map((terms) => `(${terms.join(' OR ')})`);
const side = fc.oneof({ weight: 3, arbitrary: term }, group);
const near = fc
  .tuple(side, fc.constantFrom('NEAR', 'BEFORE'), fc.nat(6), side)
  .map(([left, operator, distance, right]) => `${left} ${operator}/${distance} ${right}`);
const figure = fc
  .tuple(fc.constantFrom('killed', 'injured'), fc.constantFrom('>=', '<', '=', '!=', '>', '<='), fc.nat(3))
  .map((parts) => parts.join(' '));
const outside = fc.constantFrom('lang:ru', 'lang:en', 'source:reuters.com', 'source:"steppe wire"', 'source:azattyq');

/** Any query of the language; a few are refused, as an OR with a bare NOT. */
export const anyQuery: fc.Arbitrary<string> = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 6, arbitrary: term },
    { weight: 3, arbitrary: near },
    {
      weight: 1,
      arbitrary: fc.tuple(near, fc.constantFrom('NEAR/2', 'BEFORE/3'), term).map((parts) => parts.join(' ')),
    },
    { weight: 2, arbitrary: figure },
    { weight: 1, arbitrary: outside },
    { weight: 3, arbitrary: joined(tie('query'), ' AND ') },
    { weight: 3, arbitrary: joined(tie('query'), ' OR ') },
    { weight: 2, arbitrary: fc.tuple(tie('query'), tie('query')).map(([a, b]) => `((${a}) AND NOT (${b}))`) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('title', 'body'), group).map(([field, terms]) => `${field}:${terms}`),
    },
    { weight: 2, arbitrary: listed(tie('query')).map(({ least, items }) => `${least} OF (${items.join(', ')})`) },
    { weight: 2, arbitrary: weighed(tie('query')) },
  ),
})).query;

function joined(query: fc.Arbitrary<string>, operator: string): fc.Arbitrary<string> {
  return fc
    .array(query, { minLength: 2, maxLength: 4 })
    .map((parts) => `(${parts.map((part) => `(${part})`).join(operator)})`);
}

function listed(query: fc.Arbitrary<string>) {
  return fc
    .array(query, { minLength: 2, maxLength: 4 })
    .chain((items) => fc.integer({ min: 1, max: items.length }).map((least) => ({ least, items })));
}

function weighed(query: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const weights = fc.constantFrom('', '^2', '^0.1', '^0.2', '^5', '^-3');
  return fc
    .tuple(fc.constantFrom(0.3, 1, 2, 5), fc.array(fc.tuple(query, weights), { minLength: 1, maxLength: 4 }))
    .map(([least, items]) => `SCORE ${least} (${items.map(([item, weight]) => `(${item})${weight}`).join(', ')})`);
}
