import { describe, expect, it } from 'vitest';
import { createFoldIndex, type FoldIndex } from '../../../src/domain/stories/copies/foldIndex.ts';
import { signatureOf, similarity } from '../../../src/domain/stories/copies/signature.ts';
import { numbersIn } from '../../../src/domain/stories/copies/statedNumbers.ts';

const report =
  'Demonstrators broke into the city administration on Wednesday afternoon and smoke rose from the building. Soldiers withdrew from the square after an hour of clashes. Health workers said that at least ninety people were injured, among them many police officers. There was no word of deaths, and the internet was down in most districts of the city until late in the evening.';
const shortened = report.replace(/ There was no word.*$/, '');
const other =
  'Witnesses say the crowd stormed the mayor’s office on Wednesday. The building was on fire by the evening. Doctors counted dozens of wounded, many of them policemen, but nobody could confirm that anyone had died. Mobile phones did not work, residents told reporters by landline from several parts of town.';
const seenAt = new Date('2022-01-05T00:00:00Z');
const shapeOf = (text: string, articleId = 9) => ({
  ...{ articleId, title: '', body: text, outlet: null, publishedAt: null, isReissue: false },
  signature: signatureOf(text),
  numbers: numbersIn(text),
});
type Shape = ReturnType<typeof shapeOf>;
const indexOf = (...texts: readonly string[]) => {
  const index = createFoldIndex();
  for (const [place, text] of texts.entries())
    index.add({ ...shapeOf(text, place + 1), foldGroupId: place + 100, storyId: 1, seenAt });
  return index;
};
const groupOf = (index: FoldIndex, text: Shape): number | null => index.find(text)?.foldGroupId ?? null;

describe('near-duplicates fold', () => {
  it('the same text, whatever its case and punctuation', () => {
    expect(similarity(signatureOf(report), signatureOf(report.toUpperCase().replace(/[.,]/g, ' ')))).toBe(1);
  });

  it('an agency report with its last paragraph cut', () => {
    expect(groupOf(indexOf(report), shapeOf(shortened))).toBe(100);
  });

  it('a later revision, however much it changed', () => {
    expect(groupOf(indexOf(report), shapeOf(other, 1))).toBe(100);
  });

  it('to the most alike', () => {
    expect(groupOf(indexOf(shortened, report), shapeOf(report))).toBe(101);
  });
});

describe('others do not fold', () => {
  it('two reports of one event in words of their own', () => {
    expect(groupOf(indexOf(report), shapeOf(other))).toBeNull();
  });

  it('the same words with another number: the toll is the news', () => {
    const withToll = (toll: string) => report.replace('no word of deaths', `word of ${toll} deaths`);
    expect(groupOf(indexOf(withToll('13')), shapeOf(withToll('18')))).toBeNull();
    expect(groupOf(indexOf(withToll('13')), shapeOf(withToll('18'), 1))).toBeNull();
    expect(groupOf(indexOf(withToll('13')), shapeOf(withToll('13')))).toBe(100);
    expect(groupOf(indexOf(withToll('13')), shapeOf(report))).toBe(100);
  });

  it('short texts that differ in a word', () => {
    expect(groupOf(indexOf('Eight killed in riots'), shapeOf('Nine killed in riots'))).toBeNull();
  });

  it('what was seen too long ago', () => {
    const index = indexOf(report);
    index.forgetBefore(new Date(seenAt.getTime() + 1));
    expect([index.find(shapeOf(report)), index.size]).toEqual([null, 0]);
  });
});

describe('numbers of a text', () => {
  it.each([
    ['More than 3,800 were held, 18 killed', ['18', '3800']],
    ['3 800 и 3.800 и 2,5 тыс.', ['2.5', '3800']],
    ['At 14:30 on Friday, as in 2011', []],
  ])('%s', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });
});

it('is not held up by a table of a million numbers', () => {
  const table = Array.from({ length: 300_000 }, (_, index) => String(index * 7)).join(' ');
  expect(groupOf(indexOf(table), shapeOf(table))).toBe(100);
});
