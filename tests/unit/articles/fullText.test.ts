import { describe, expect, it } from 'vitest';
import { bodyOf, pageMark } from '../../../src/domain/articles/article.ts';
import { isCut, pageNeeded } from '../../../src/domain/articles/needsPage.ts';
import { judgePage } from '../../../src/domain/articles/pageText.ts';
import { processorTime } from '../../support/processorTime.ts';

const link = 'https://wire.example/a';
const item = (changes = {}) => ({ link, summary: 'A riot began.', contentText: null, ...changes });
const whole = 'Nothing of this is cut, and it goes on. '.repeat(30);

describe('the page of an article is needed', () => {
  it.each([
    ['a summary only', {}],
    ['a title only', { summary: null }],
    ['a short content', { contentText: 'A riot began in the city.' }],
    ['a long text that is cut', { contentText: `${whole}The police…` }],
    ['a long text that ends in an invitation', { contentText: `${whole}Continue reading on Wire` }],
    ['an invitation in Russian', { contentText: `${whole}Читать далее` }],
  ])('where the feed gives %s', (_what, changes) => {
    expect(pageNeeded(item(changes))).toBe('wire.example');
  });

  it('from a host as holds know it', () => {
    expect(pageNeeded(item({ link: 'HTTPS://Wire.Example.:8443/a' }))).toBe('wire.example');
  });

  it.each([
    ['the feed has the whole text', { contentText: whole }],
    ['the summary is the whole text', { summary: whole }],
    ['there is no link', { link: null }],
    ['the link is no address', { link: 'not a link' }],
    ['the link is not of the web', { link: 'mailto:desk@wire.example' }],
  ])('but not where %s', (_what, changes) => {
    expect(pageNeeded(item(changes))).toBeNull();
  });
});

it.each([
  ['He said […]', true],
  ['He said [...]', true],
  ['Read more »', true],
  ['Read the full story', true],
  ['Continue reading...', true],
  ['Подробнее', true],
  ['Толығырақ →', true],
  ['He said that they read more books.', false],
  ['It was over. The end.', false],
  ['', false],
])('"%s" is cut: %s', (text, cut) => {
  expect(isCut(text)).toBe(cut);
});

const title = 'Riot in the capital';
const summary = 'A riot began in the capital on Thursday, the ministry said.';
const pageText =
  'A riot began in the capital on Thursday, the ministry said. Police closed the square and sent reinforcements. ' +
  'The airport was taken over by protesters in the evening, and all flights were cancelled until further notice. ' +
  'The president asked the country to stay calm and promised to answer the demands of the people by Monday.';
const article = { title, summary, contentText: null };
const notes = (text: string, about = article) => {
  const verdict = judgePage(about, text);
  return verdict.kind === 'left' ? verdict.note : verdict.fullText;
};

describe('the text of a page', () => {
  it('is taken where it tells what the feed sums up, in whatever forms of the words', () => {
    expect(notes(pageText)).toEqual({ text: pageText, pageStart: 0 });
    const russian = {
      ...{ title: 'Беспорядки в столице: погибли десять человек', contentText: null },
      summary: 'Десять человек погибли в беспорядках в столице страны.',
    };
    const page =
      'В столице страны продолжаются беспорядки. По данным министерства внутренних дел, погибших уже десять, ранены больше сорока человек. ' +
      'Власти перекрыли центральную площадь и стянули подкрепление. Президент призвал людей сохранять спокойствие и обещал ответить на требования.';
    expect(judgePage(russian, page).kind).toBe('taken');
  });

  it('comes behind the sentences that only the feed has, and each offset knows whose it is', () => {
    const verdict = judgePage({ ...article, summary: `${summary} Forty are missing.` }, pageText);
    if (verdict.kind === 'left') throw new Error(verdict.note);
    const { fullText } = verdict;
    expect(fullText.text).toBe(`Forty are missing.\n${pageText}`);
    expect(
      [0, fullText.pageStart - 1, fullText.pageStart].map(
        (at) => pageMark(fullText.pageStart, ['body', at, at]).textFrom,
      ),
    ).toEqual([undefined, undefined, 'page']);
    expect([pageMark(undefined, ['body', 5, 6]), pageMark(0, ['title', 5, 6])]).toEqual([{}, {}]);
    expect(bodyOf({ summary, contentText: null, fullText })).toBe(fullText.text);
  });

  it('holds a summary that is cut in the middle of a word without it being said twice', () => {
    expect(notes(pageText, { ...article, summary: 'A riot began in the capital on Thursday, the minis…' })).toEqual({
      ...{ text: pageText, pageStart: 0 },
    });
  });

  const around = 'Some words about the riot in the capital, the ministry said on Thursday, began. '.repeat(4);
  it.each([
    [
      'of consent',
      'We value your privacy. We and our 842 partners store and access information on your device. '.repeat(4),
      /few words/,
    ],
    ['before a paywall', `${around}Subscribe to continue reading.`, /asks readers to subscribe/],
    ['that wants scripts', `${around}Please enable JavaScript and cookies to continue.`, /asks readers to subscribe/],
    ['before a paywall, in Russian', `${around}Чтобы читать дальше, оформите подписку.`, /asks readers to subscribe/],
    [
      'of a front page',
      'Weather. Sport: the cup final is on Sunday. Markets fell. Ten recipes for the summer. '.repeat(5),
      /few words/,
    ],
    ['that is shorter than the feed', 'A riot began.', /less text/],
    ['of nothing', '', /less text/],
  ])('%s is left', (_what, text, note) => {
    expect(notes(text)).toMatch(note);
  });

  it('of a whole article is taken although somewhere below it asks to subscribe', () => {
    expect(
      judgePage(article, `${pageText} ${pageText} ${pageText} Already a subscriber? Log in to read more from us.`).kind,
    ).toBe('taken');
  });

  it.each([
    ['sentences', 'A b c. '.repeat(15_000)],
    ['short lines', 'abc\n'.repeat(25_000)],
    ['full stops', '.'.repeat(100_000)],
    ['spaces', ' '.repeat(100_000)],
    ['one word', 'a'.repeat(100_000)],
  ])('is judged in no time, whatever the feed says: %s', async (_what, text) => {
    const [, seconds] = await processorTime(() => {
      judgePage({ title: 'A', summary: text, contentText: null }, `${'word and another word '.repeat(4600)}${text}`);
      pageNeeded(item({ contentText: text }));
    });
    expect(seconds).toBeLessThan(1.5);
  });
});
