import { wordsOf } from '../../languages/words.ts';
import { stemOf } from '../../rules/inflection/stems.ts';
import { caseless } from '../kazakhCases.ts';
import { stopWords } from '../stopWords.ts';
import { bringsNumber, numbersIn } from './statedNumbers.ts';

/** The stems that tell something, of whatever language. */
export function tellingWords(text: string): ReadonlySet<string> {
  const words = wordsOf(text).map(({ folded }) => folded);
  const telling = words.filter((word) => word.length > 1 && !isStopWord(word));
  return new Set(telling.map((word) => stemOf(word) ?? caseless(word)));
}

const allStopWords: ReadonlySet<string> = new Set(Object.values(stopWords).flatMap((words) => [...words]));
const isStopWord = (word: string): boolean => allStopWords.has(word);

/** Whether two headlines say the same, but for the order of their words and their endings. */
export function isSameHeadline(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && isPartOf(a, b);
}

export const isPartOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].every((word) => b.has(word));

/**
 * Whether a text is what the headline stands over: it has some of its words. A notice that stands under every headline ("Subscribe
 * to read on") has none.
 */
export function speaksOf(text: ReadonlySet<string>, headline: ReadonlySet<string>): boolean {
  const said = [...headline].filter((word) => text.has(word)).length;
  return headline.size <= 2 ? said > 0 : said >= 2 && said >= headline.size / 3;
}

/** A sentence or a line. */
const sentence = /[^.!?\n]+[.!?\n]*/g;

/** The sentences of a text that have a telling word of its headline. */
export function sentencesOf(title: string, body: string): string {
  const headline = tellingWords(title);
  const speaks = (text: string) => [...tellingWords(text)].some((word) => headline.has(word));
  return (body.match(sentence) ?? []).filter(speaks).join('');
}

/** A number in the headline that the earlier article does not state: the toll is the news, though the text below stays. */
export const headlineBringsNumber = (title: string, earlierTitle: string, earlierNumbers: readonly string[]): boolean =>
  bringsNumber(numbersIn(title), [...numbersIn(earlierTitle), ...earlierNumbers]);
