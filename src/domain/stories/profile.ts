import type { StatedFigure } from '../figures/figure.ts';
import { fold } from '../languages/fold.ts';
import { type Language, languageOf } from '../languages/language.ts';
import { stemOf } from '../rules/inflection/stems.ts';
import { withoutFurniture } from './furniture.ts';
import { happeningNamed } from './happenings.ts';
import { caseless, saysWhere } from './kazakhCases.ts';
import { nameKey } from './latin.ts';
import { placeNamed } from './placeNames.ts';
import { caselessName } from './russianCases.ts';
import { stopWords } from './stopWords.ts';

/** A figure that the article states. */
export type Counted = Pick<StatedFigure, 'kind' | 'min' | 'span'>;

/** So far into a text its figures are of the event; after that they are mostly background. */
export const figuresLength = 1000;

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
  /** What reads alike in every language: sounds of names, places, numbers, kinds of events, figures. */
  readonly bridge: Weights;
  /** The names and numbers of the title, as in `words`: what the article says that it is about. */
  readonly headline: readonly string[];
}

/** The event is in the lead; the rest of a long text is background, which ties it to older stories. */
const leadLength = 3000;

/** No headline is longer, but some texts have no other place. */
const titleLength = 500;

/** Said in the title is said twice; names and numbers tell events of one kind apart. */
const titleWeight = 2;
const nameWeight = 1.5;

/** Between languages: what happened, and how many, tell less than where and who. */
const happeningWeight = 0.4;
const figureWeight = 0.4;

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

/** Two names in a row: somebody's full name, or a place of two words. */
interface FullName {
  readonly first: Seen;
  readonly second: Seen;
  count: number;
}

interface Reading {
  readonly language: Language;
  readonly seen: Map<string, Seen>;
  readonly fullNames: Map<string, FullName>;
  /** Numbers with what they count ("6 killed", "27 year"), and how often each is said. */
  readonly counts: Map<string, number>;
}

export function profileOf({ title, body, lang }: StoryText, figures: readonly Counted[] = []): Profile {
  const headline = title.slice(0, titleLength);
  const lead = withoutFurniture(body.slice(0, 2 * leadLength)).slice(0, leadLength);
  const language = languageOf(`${headline} ${lead}`, lang);
  const reading: Reading = { language, seen: new Map(), fullNames: new Map(), counts: new Map() };
  readInto(reading, headline, true);
  readInto(reading, lead, false);
  const all = [...reading.seen.values()];
  return {
    language,
    words: scaled([
      ...all.map((each) => [each.stem, weightOf(each)] as const),
      ...[...reading.counts].map(([key, count]) => [key, tf(count)] as const),
    ]),
    bridge: scaled([
      ...all.flatMap((each) => bridgeOf(each, language).map((key) => [key, bridgeWeightOf(each)] as const)),
      ...[...reading.fullNames.values()].flatMap((each) => soundOf(each, language)),
      ...keysOfFigures(figures).map((key) => [key, figureWeight] as const),
    ]),
    headline: all.filter((each) => each.inTitle && (isName(each) || isNumber(each))).map(({ stem }) => stem),
  };
}

function readInto({ language, seen, fullNames, counts }: Reading, text: string, inTitle: boolean): void {
  const found = [...text.matchAll(word)];
  const capitalsTell = !inTitle || found.filter(([letters]) => capital.test(letters)).length <= found.length * 0.6;
  const times = inTitle ? titleWeight : 1;
  let [end, before]: [number, Seen | null] = [-1, null];
  for (const match of found) {
    const [letters] = match;
    const between = end < 0 ? '\n' : text.slice(end, match.index);
    end = match.index + letters.length;
    const first: Seen | null = between === ' ' || between === '-' ? before : null;
    before = null;
    const folded = fold(letters);
    if (first !== null && isNumber(first)) {
      const key = `${first.stem} ${stemIn(language, folded)}`;
      counts.set(key, (counts.get(key) ?? 0) + times);
    }
    if (folded.length < 2 || stopWords[language].has(folded)) continue;
    const each = entryOf(seen, folded, language);
    each.count += times;
    each.inTitle ||= inTitle;
    if (!capital.test(letters)) each.isSmall = true;
    else if (capitalsTell && (!sentenceEnd.test(between) || (language === 'kk' && saysWhere(folded))))
      each.isCapital = true;
    if (first !== null && first !== each) addFullName(fullNames, first, each, times);
    before = each;
  }
}

function addFullName(fullNames: Map<string, FullName>, first: Seen, second: Seen, times: number): void {
  const key = `${first.stem} ${second.stem}`;
  const known = fullNames.get(key) ?? { first, second, count: 0 };
  fullNames.set(key, known);
  known.count += times;
}

function entryOf(seen: Map<string, Seen>, folded: string, language: Language): Seen {
  const stem = stemIn(language, folded);
  const known = seen.get(stem);
  if (known !== undefined) return known;
  const entry = { stem, folded, count: 0, inTitle: false, isCapital: false, isSmall: false };
  seen.set(stem, entry);
  return entry;
}

const isName = ({ isCapital, isSmall }: Seen): boolean => isCapital && !isSmall;
const isNumber = ({ folded }: Seen): boolean => digits.test(folded);
const stemIn = (language: Language, folded: string): string =>
  (language === 'kk' ? caseless(folded) : stemOf(folded)) ?? folded;
const tf = (count: number): number => 1 + Math.log(count);
const weightOf = (each: Seen): number => tf(each.count) * (isName(each) || isNumber(each) ? nameWeight : 1);

/** Between languages a name tells more than a number. */
const bridgeWeightOf = (each: Seen): number =>
  (isNumber(each) ? 0.5 : isName(each) ? 1 : happeningWeight) * weightOf(each);

function bridgeOf(each: Seen, language: Language): readonly string[] {
  if (isNumber(each)) return [each.folded.replace(/[.,](?=\d{3}$)/, '')];
  const happening = happeningNamed(each.stem);
  if (happening !== null) return [`${happeningMark}${happening}`];
  const place = placeNamed(each.stem);
  if (!isName(each) && (place === null || language !== 'kk' || each.isSmall)) return [];
  if (place !== null) return [`@${place}`];
  const key = nameKey(bareName(each, language));
  return key === null ? [] : [key];
}

const bareName = ({ folded, stem }: Seen, language: Language): string =>
  language === 'kk' ? stem : language === 'ru' ? caselessName(folded) : folded;

/** What two names in a row sound like, where both tell. */
function soundOf({ first, second, count }: FullName, language: Language): readonly (readonly [string, number])[] {
  if (!isName(first) || !isName(second)) return [];
  const [one, other] = [bridgeOf(first, language)[0], bridgeOf(second, language)[0]];
  return one === undefined || other === undefined ? [] : [[`${one} ${other}`, tf(count)]];
}

const happeningMark = '!';
const figureMark = '#';

/** Whether a key is a kind of event, or a figure. */
export const isHappening = (key: string): boolean => key.startsWith(happeningMark);
export const isFigure = (key: string): boolean => key.startsWith(figureMark);

/** Each count once, in the order of the text. */
const keysOfFigures = (figures: readonly Counted[]): readonly string[] => [
  ...new Set(figures.filter(isOfLead).map(({ kind, min }) => `${figureMark}${kind}:${min}`)),
];

const isOfLead = ({ min, span: [field, start] }: Counted): boolean =>
  min > 0 && (field === 'title' || start < figuresLength);

/** Whether a key of the bridge is of two names in a row. */
export const isFullName = (key: string): boolean => key.includes(' ');

/** Of length 1, in thousandths; equal keys are added up. */
function scaled(entries: readonly (readonly [string, number])[]): Weights {
  const sums = new Map<string, number>();
  for (const [key, weight] of entries) sums.set(key, (sums.get(key) ?? 0) + weight);
  const length = Math.sqrt([...sums.values()].reduce((sum, weight) => sum + weight * weight, 0));
  return new Map([...sums].map(([key, weight]) => [key, Math.max(1, Math.round((scale * weight) / length))]));
}
