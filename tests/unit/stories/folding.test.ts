import { describe, expect, it } from 'vitest';
import { type ComparedText, createFoldIndex, type FoldIndex } from '../../../src/domain/stories/copies/foldIndex.ts';
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
const indexOf = (...texts: readonly string[]) => {
  const index = createFoldIndex();
  for (const [place, text] of texts.entries())
    index.add({ ...shapeOf(text, place + 1), foldGroupId: place + 100, storyId: 1, seenAt });
  return index;
};
const groupOf = (index: FoldIndex, text: ComparedText): number | null => index.find(text)?.foldGroupId ?? null;

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

/** A text under a headline of its outlet. */
const article = (articleId: number, title: string, body: string, at = 0, outlet = 'wire.example') => ({
  ...shapeOf(body, articleId),
  ...{ title, outlet, publishedAt: new Date(seenAt.getTime() + at * 60_000) },
});
type Article = ReturnType<typeof article>;
const indexOfArticles = (...articles: readonly Article[]) => {
  const index = createFoldIndex();
  for (const each of articles) index.add({ ...each, foldGroupId: each.articleId + 100, storyId: 1, seenAt });
  return index;
};

const notice =
  'Subscribe today to keep on reading this story and all others, on each of your devices and without advertising. You can cancel whenever you like. If you have an account already, please sign in above.';
const hall = 'Crowd storms the city administration';
const ninety = 'At least ninety injured in clashes on the square';

describe('under different headlines', () => {
  it('a report is one article: it speaks of both', () => {
    expect(groupOf(indexOfArticles(article(1, hall, report)), article(2, ninety, shortened))).toBe(101);
    expect(groupOf(indexOfArticles(article(1, hall, report)), article(2, ninety, report, 5, 'b.example'))).toBe(101);
  });

  it('a notice is none of them: it speaks of neither', () => {
    const index = indexOfArticles(article(1, hall, notice));
    expect(groupOf(index, article(2, ninety, notice))).toBeNull();
    expect(groupOf(index, article(2, ninety, notice, 5, 'b.example'))).toBeNull();
    expect(index.isBoilerplate(article(2, ninety, notice))).toBe(true);
    expect(index.isBoilerplate(article(2, ninety, notice, 5, 'b.example'))).toBe(true);
    expect(index.isBoilerplate(article(2, ninety, shortened))).toBe(false);
    expect(groupOf(index, article(2, 'City administration stormed by the crowds', notice))).toBe(101);
  });

  it('a text that stands under two others already is only the same article under the same one', () => {
    const about = (place: string) => `${hall} in ${place}`;
    const index = indexOfArticles(article(1, 'Wages rise in spring', notice), article(2, 'A ferry is late', notice));
    index.add({ ...article(3, about('Aktau'), `${hall}. ${notice}`), foldGroupId: 103, storyId: 1, seenAt });
    expect(groupOf(index, article(4, about('Taraz'), `${hall}. ${notice}`))).toBeNull();
    expect(groupOf(index, article(4, about('Aktau'), `${hall}. ${notice}`))).toBe(103);
  });

  it('a short text has to be more alike', () => {
    const [one, other] = [report.slice(0, 180), report.slice(19, 195)];
    expect(similarity(signatureOf(one), signatureOf(other))).toBeGreaterThan(0.6);
    const index = indexOfArticles(article(1, 'Smoke over the city administration', one));
    expect(groupOf(index, article(2, 'Demonstrators in the city administration', other))).toBeNull();
    expect(groupOf(index, article(2, 'Demonstrators in the city administration', one))).toBe(101);
  });

  it('a new number in the headline is news, though the text stays', () => {
    const index = indexOfArticles(article(1, '31 injured in city clashes', report));
    expect(groupOf(index, article(2, '33 injured in city clashes', report))).toBeNull();
    expect(groupOf(index, article(2, 'City clashes: 31 injured', report))).toBe(101);
  });
});

describe('what an outlet publishes again', () => {
  const again = (at: number, outlet = 'wire.example') => article(9, hall, report, at, outlet);

  it('more than an hour later is no copy of what it published before, nor of the copies of that', () => {
    const index = indexOfArticles(article(1, hall, report));
    index.add({ ...article(2, hall, report, 30, 'b.example'), foldGroupId: 101, storyId: 1, seenAt });
    expect(groupOf(index, again(90))).toBeNull();
    expect(groupOf(index, again(90, 'c.example'))).toBe(101);
    expect(groupOf(index, again(45))).toBe(101);
  });

  it('is a copy of what another outlet has published again', () => {
    const first = article(1, hall, report);
    const index = indexOfArticles(first, article(3, hall, report, 1500, 'b.example'));
    index.add({ ...article(2, hall, report, 30, 'b.example'), foldGroupId: 101, storyId: 1, seenAt });
    expect(groupOf(index, again(1510))).toBe(103);
  });

  it('undated is a copy', () => {
    const index = indexOfArticles(article(1, hall, report));
    expect(groupOf(index, { ...again(90), publishedAt: null })).toBe(101);
  });
});

describe('a revision', () => {
  const alarm = (at: number) => article(1, 'Flood alarm in the old town', 'Leave your houses at once.', at);
  const fair = (at: number) => article(1, 'Spring fair opens on Sunday', 'Buses run until midnight.', at);

  it('that says something else altogether, an hour later, is another notice', () => {
    expect(groupOf(indexOfArticles(alarm(0)), fair(90))).toBeNull();
    expect(groupOf(indexOfArticles(alarm(0)), fair(30))).toBe(101);
    expect(groupOf(indexOfArticles(alarm(0)), { ...fair(90), publishedAt: alarm(0).publishedAt })).toBe(101);
  });

  it('that goes back to an earlier text is news where the feed dates it later', () => {
    const index = indexOfArticles(alarm(0));
    index.add({ ...fair(10), foldGroupId: 101, storyId: 1, seenAt });
    expect(groupOf(index, alarm(20))).toBe(101);
    expect(groupOf(index, { ...alarm(20), isReissue: true })).toBeNull();
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
