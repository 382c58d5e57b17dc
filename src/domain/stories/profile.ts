import { stemOf } from '../rules/inflection/stems.ts';
import { fold } from '../rules/text/fold.ts';
import { type Language, languageOf } from '../rules/text/language.ts';
import { caseless } from './kazakhCases.ts';
import { nameKey } from './latin.ts';
import { placeNamed } from './places.ts';
import { stopWords } from './stopWords.ts';

export interface StoryText {
  readonly title: string;
  readonly body: string;
  /** BCP 47, or null where nobody says. */
  readonly lang: string | null;
}

/** Integers, so that sums do not depend on their order. */
export type Weights = ReadonlyMap<string, number>;

/** What of an article decides its story. Small, and kept in the store, so that a take-over reads no text again. */
export interface Profile {
  readonly language: Language;
  /** The stems of the article's language and its numbers. */
  readonly words: Weights;
  /** What reads alike in every language: sounds of names, places, numbers. */
  readonly bridge: Weights;
  /** The names and numbers of the title, as in `words`: what the article says that it is about. */
  readonly headline: readonly string[];
}

/** The event is in the lead; the rest of a long text is background, which ties it to older stories. */
const leadLength = 3000;

/** Said in the title is said twice; names and numbers tell events of one kind apart. */
const titleWeight = 2;
const nameWeight = 1.5;

/** A profile's weights, squared, add up to about a million: their rounding does not matter. */
const scale = 1000;

const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad]*(?:[.,]\d+)?/gu;
const sentenceEnd = /[.!?\n:]/;
const capital = /^\p{Lu}/u;
const digits = /^\d/;

interface Seen {
  readonly stem: string;
  readonly folded: string;
  count: number;
  inTitle: boolean;
  /** Written with a capital where none was due. */
  isCapital: boolean;
  isSmall: boolean;
}

export function profileOf({ title, body, lang }: StoryText): Profile {
  const lead = body.slice(0, leadLength);
  const language = languageOf(`${title} ${lead}`, lang);
  const seen = new Map<string, Seen>();
  readInto(seen, title, language, true);
  readInto(seen, lead, language, false);
  const all = [...seen.values()];
  return {
    language,
    words: scaled(all.map((each) => [each.stem, weightOf(each)])),
    bridge: scaled(all.flatMap((each) => bridgeOf(each, language).map((key) => [key, bridgeWeightOf(each)] as const))),
    headline: all.filter((each) => each.inTitle && (isName(each) || isNumber(each))).map(({ stem }) => stem),
  };
}

function readInto(seen: Map<string, Seen>, text: string, language: Language, inTitle: boolean): void {
  const found = [...text.matchAll(word)];
  const capitalsTell = !inTitle || found.filter(([letters]) => capital.test(letters)).length <= found.length * 0.6;
  let end = -1;
  for (const match of found) {
    const [letters] = match;
    const begins = end < 0 || sentenceEnd.test(text.slice(end, match.index));
    end = match.index + letters.length;
    const folded = fold(letters);
    if (folded.length < 2 || stopWords[language].has(folded)) continue;
    const each = entryOf(seen, folded, language);
    each.count += inTitle ? titleWeight : 1;
    each.inTitle ||= inTitle;
    if (!capital.test(letters)) each.isSmall = true;
    else if (!begins && capitalsTell) each.isCapital = true;
  }
}

function entryOf(seen: Map<string, Seen>, folded: string, language: Language): Seen {
  const stem = (language === 'kk' ? caseless(folded) : stemOf(folded)) ?? folded;
  const known = seen.get(stem);
  if (known !== undefined) return known;
  const entry = { stem, folded, count: 0, inTitle: false, isCapital: false, isSmall: false };
  seen.set(stem, entry);
  return entry;
}

const isName = ({ isCapital, isSmall }: Seen): boolean => isCapital && !isSmall;
const isNumber = ({ folded }: Seen): boolean => digits.test(folded);
const weightOf = (each: Seen): number => (1 + Math.log(each.count)) * (isName(each) || isNumber(each) ? nameWeight : 1);

/** Between languages a name tells more than a number. */
const bridgeWeightOf = (each: Seen): number => (isNumber(each) ? 0.5 : 1) * weightOf(each);

function bridgeOf(each: Seen, language: Language): readonly string[] {
  if (isNumber(each)) return [each.folded.replace(/[.,](?=\d{3}$)/, '')];
  if (!isName(each)) return [];
  const place = placeNamed(each.stem);
  if (place !== null) return [`@${place}`];
  const key = nameKey(language === 'en' ? each.folded : each.stem);
  return key === null ? [] : [key];
}

/** Of length 1, in thousandths; equal keys are added up. */
function scaled(entries: readonly (readonly [string, number])[]): Weights {
  const sums = new Map<string, number>();
  for (const [key, weight] of entries) sums.set(key, (sums.get(key) ?? 0) + weight);
  const length = Math.sqrt([...sums.values()].reduce((sum, weight) => sum + weight * weight, 0));
  return new Map([...sums].map(([key, weight]) => [key, Math.max(1, Math.round((scale * weight) / length))]));
}
