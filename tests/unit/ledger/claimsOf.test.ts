import { expect, it } from 'vitest';
import { type ClaimedFigure, claimsOf, type LedgerArticle } from '../../../src/domain/ledger/claimsOf.ts';

const article: LedgerArticle = {
  ...{ articleId: 'a', outlet: 'Steppe Wire', title: '', publishedOn: '2022-01-07' },
  body: 'The ministry revised the toll down to 17. It had said 18. The dam broke on Thursday.',
  publishedAt: new Date('2022-01-07T10:00:00Z'),
};

function figure(min: number, more: Partial<ClaimedFigure> = {}): ClaimedFigure {
  const plain = { kind: 'killed', bound: 'exact', status: 'stated', attribution: null, asOf: null } as const;
  return { ...plain, min, max: min, quote: `${min} dead`, span: ['body', 60, 63], ...more };
}

it('claims the total that stands in the article, on the word that it names', () => {
  const figures = [figure(18), figure(18, { attribution: 'the Interior Ministry' }), figure(3, { status: 'part' })];
  expect(claimsOf(article, figures, { killed: { min: 18, max: 18 } })).toMatchObject([
    { min: 18, max: 18, attribution: 'the Interior Ministry', isComputed: false, quote: '18 dead' },
  ]);
});

it('marks a sum of groups as computed, and quotes each of them once', () => {
  const figures = [
    figure(26, { span: ['title', 0, 20], quote: '26 of one side dead, 18 of the other' }),
    figure(18, { span: ['title', 12, 20] }),
    figure(26),
    figure(9, { span: ['body', 70, 76] }),
  ];
  expect(claimsOf(article, figures, { killed: { min: 53, max: 53 } })).toMatchObject([
    { min: 53, isComputed: true, quote: '26 of one side dead, 18 of the other + 9 dead' },
  ]);
});

it('claims nothing by vague counts, parts, and other events', () => {
  const figures = [figure(12, { bound: 'vague', max: null }), figure(5, { status: 'historical' })];
  expect(claimsOf(article, figures, { killed: { min: 12, max: null } })).toEqual([]);
});

it('takes the day of publication as its instant, and an earlier day as its end', () => {
  const asOf = (day: string | null) =>
    claimsOf(article, [figure(1, { asOf: day })], { killed: { min: 1, max: 1 } })[0]?.asOf;
  expect(asOf(null)).toEqual(article.publishedAt);
  expect(asOf('2022-01-07')).toEqual(article.publishedAt);
  expect(asOf('2022-01-06')).toEqual(new Date('2022-01-06T23:59:59Z'));
});

it('hears that an earlier count is taken back, in that sentence only', () => {
  const isCorrection = (start: number) =>
    claimsOf(article, [figure(17, { span: ['body', start, start + 2] })], { killed: { min: 17, max: 17 } })[0]
      ?.isCorrection;
  expect(isCorrection(38)).toBe(true);
  expect(isCorrection(54)).toBe(false);
});
