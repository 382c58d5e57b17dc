import { wordsOf } from '../../languages/words.ts';
import { avalanche, emptyHash, extended } from '../matcher/hash.ts';
import { sourcesOf } from '../matcher/outlet.ts';
import type { MatchInput } from '../rule.ts';

/**
 * A key is a 32-bit number for something that an article has and a query can need. Words are cut to their first letters: inflection
 * changes the end of a word, so that all its forms have few keys, and a concept of a thousand terms not many more than terms.
 */
export type SearchKey = number;

/**
 * Which keys an article gets, and which figures are read of it. Raise it when folding, keys or the reader of figures change: what was
 * indexed before is then searched without the index until it is indexed anew.
 */
export const searchIndexVersion = 1;

export const keyLetters = 5;
export const beginningLetters = 3;

/** The key of an article with so many words that it is looked at whatever a query needs. */
export const everyQuery: SearchKey = 0;
const mostKeys = 20_000;

export const wordKey = (folded: string): SearchKey => keyOf('w', folded.slice(0, keyLetters));
export const titleKey = (folded: string): SearchKey => keyOf('t', folded.slice(0, keyLetters));
/** Words shorter than the beginning have none. */
export const beginningKey = (folded: string): SearchKey => keyOf('b', folded.slice(0, beginningLetters));
export const langKey = (lang: string): SearchKey => keyOf('l', lang);
export const sourceKey = (source: string): SearchKey => keyOf('s', source);
export const figureKey = (kind: string): SearchKey => keyOf('f', kind);
/** Feeds are renamed; what was saved under the old name is found by the new one. */
export const feedKey = (feedId: number): SearchKey => keyOf('d', String(feedId));

/** The day (UTC) on which it was saved. */
export const dayKey = (savedAt: Date): SearchKey => keyOf('y', savedAt.toISOString().slice(0, 10));

/** What the keys of an article are made of. */
export interface IndexedText extends Pick<MatchInput, 'title' | 'body' | 'lang' | 'outlet' | 'figures'> {
  readonly feedId: number;
  readonly savedAt: Date;
}

/** Every key of an article, each once. */
export function searchKeysOf({
  title,
  body,
  lang,
  outlet,
  figures,
  feedId,
  savedAt,
}: IndexedText): readonly SearchKey[] {
  const keys = new Set<SearchKey>([feedKey(feedId), dayKey(savedAt)]);
  if (lang !== null) keys.add(langKey(lang));
  for (const source of sourcesOf({ outlet })) keys.add(sourceKey(source));
  for (const { kind } of figures) keys.add(figureKey(kind));
  for (const word of distinctWords(title)) {
    keys.add(titleKey(word));
    addWord(keys, word);
  }
  for (const word of distinctWords(body)) {
    addWord(keys, word);
    if (keys.size > mostKeys) return [everyQuery, dayKey(savedAt)];
  }
  return [...keys];
}

const distinctWords = (text: string): ReadonlySet<string> => new Set(wordsOf(text).map(({ folded }) => folded));

function addWord(keys: Set<SearchKey>, folded: string): void {
  keys.add(wordKey(folded));
  if (folded.length >= beginningLetters) keys.add(beginningKey(folded));
}

function keyOf(kind: string, text: string): SearchKey {
  let hash = extended(emptyHash, kind.charCodeAt(0));
  for (let at = 0; at < text.length; at++) hash = extended(hash, text.charCodeAt(at));
  return avalanche(hash) | 0;
}
