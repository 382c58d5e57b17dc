import { wordsOf } from '../languages/words.ts';
import { type ArticleText, bodyOf, type FullText } from './article.ts';

/** What an article is matched by once its page was read. */
export type PageVerdict =
  | { readonly kind: 'taken'; readonly fullText: FullText }
  /** The feed's own text stays. */
  | { readonly kind: 'left'; readonly note: string };

/** No article is shorter. */
export const leastPageChars = 250;
const leastShared = 0.4;

/**
 * Whether the text of a page is the article that the feed sums up. Consent walls, stubs before a paywall, front pages and
 * error pages are not: they are shorter than what the feed says, ask for something, or share few words with it.
 */
export function judgePage(article: Pick<ArticleText, 'title' | 'summary' | 'contentText'>, page: string): PageVerdict {
  const own = bodyOf(article);
  if (page.length < leastPageChars || page.length < own.length) return left('the page has less text than the feed');
  if (page.length < own.length + longestStub && asksForSomething(page))
    return left('the page asks readers to subscribe, sign in or agree to something before it shows the article');
  const pageWords = comparedWords(page);
  if (sharedPart(comparedWords(`${article.title}\n${own}`), new Set(pageWords.map(stem))) < leastShared)
    return left('the page shares few words with what the feed says');
  const lead = missingSentences(own, pageWords);
  return { kind: 'taken', fullText: { text: lead + page, pageStart: lead.length } };
}

const left = (note: string): PageVerdict => ({ kind: 'left', note });

/** An article that goes on that much beyond its summary was shown, whatever else stands below it. */
const longestStub = 900;

const asksForSomething = (page: string): boolean =>
  /\b(subscribe|sign in|log in|register|create an account) (now )?(to|and) (continue|keep|read|access|view)|\balready a subscriber\b|\b(enable|turn on) (javascript|cookies)\b|\b(accept|agree to|use of) (all )?cookies\b|\bverify (that )?you are (a )?human\b|\baccess denied\b|оформите подписку|подпишитесь, чтобы|войдите, чтобы|включите javascript|файлов cookie|тіркеліңіз/i.test(
    page,
  );

/** Words as they are compared; what is shorter than three letters is in every text. */
const comparedWords = (text: string): readonly string[] =>
  wordsOf(text)
    .map(({ folded }) => folded)
    .filter((word) => word.length > 2);

/** English, Russian and Kazakh inflect at the end of the word. */
const stem = (word: string): string => word.slice(0, 5);

function sharedPart(words: readonly string[], among: ReadonlySet<string>): number {
  const stems = new Set(words.map(stem));
  if (stems.size === 0) return 1;
  return [...stems].filter((each) => among.has(each)).length / stems.size;
}

/** What the feed alone says must not be lost to its rules. Each sentence on a line; those beyond the first hundred are not compared. */
function missingSentences(own: string, pageWords: readonly string[]): string {
  const page = ` ${pageWords.join(' ')} `;
  const isMissing = (sentence: string, index: number): boolean => {
    const words = comparedWords(sentence);
    // The last word of a cut sentence may be cut itself.
    const whole = words.length > 3 ? words.slice(0, -1) : words;
    return whole.length > 0 && (index >= mostCompared || !page.includes(` ${whole.join(' ')} `));
  };
  return sentencesOf(own)
    .filter(isMissing)
    .map((sentence) => `${sentence}\n`)
    .join('');
}

const mostCompared = 100;

const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/\n|(?<=[.!?…][»"”)]?)\s(?=\S)/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
