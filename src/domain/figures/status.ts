import type { Pair } from './assign.ts';
import { type Denied, denialsIn, isSetRight } from './denials.ts';
import { partWords } from './distance.ts';
import type { FigureKind, FigureStatus } from './figure.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { isReached } from './numbers/calendar.ts';
import { isNamedBy, isPartitive } from './outcome.ts';
import { dashes, is, isSign, type Token } from './tokens.ts';

/** The words of a sentence that bear on the status of its figures, found once however many it has. */
export interface Circumstances {
  readonly denials: readonly Denied[];
  readonly modals: readonly number[];
  readonly futures: readonly number[];
  /** Years of other events. */
  readonly years: readonly number[];
  readonly isHistorical: boolean;
  readonly isPeriod: boolean;
}

export function circumstancesOf(tokens: readonly Token[], publishedYear: number | null): Circumstances {
  const found = { modals: [] as number[], futures: [] as number[], years: [] as number[] };
  let isHistorical = false;
  tokens.forEach((token, at) => {
    if (is(token, roles.maybe) && !isMonthOfMay(tokens, at) && !isLifeThreatening(tokens, at)) found.modals.push(at);
    if (is(token, roles.future)) found.futures.push(at);
    if (token.kind === 'digits' && isYearOfOther(tokens, at, publishedYear)) found.years.push(at);
    isHistorical ||= recalls(tokens, at);
  });
  return { ...found, denials: denialsIn(tokens), isHistorical, isPeriod: isPeriod(tokens) };
}

/** What else the sentence says of a figure, by the first test that holds. */
export function statusOf(
  tokens: readonly Token[],
  circumstances: Circumstances,
  pair: Pair,
  wholes: ReadonlySet<FigureKind>,
): FigureStatus {
  if (pair.link === 'part') return 'part';
  if (isSetRight(tokens, pair.phrase) || circumstances.denials.some((denied) => isWithin(denied, pair)))
    return 'denied';
  if (circumstances.modals.some((at) => isDoubted(tokens, at, pair))) return 'hypothetical';
  if (circumstances.futures.some((at) => isPlanned(at, pair))) return 'planned';
  if (circumstances.isHistorical || circumstances.years.some((at) => isDated(tokens, at, pair))) return 'historical';
  if (circumstances.isPeriod) return 'period';
  if (isOfNamed(tokens, pair) || isInCare(tokens, pair)) return 'part';
  return wholes.has(pair.spot.kind) && isPart(tokens, pair) ? 'part' : 'stated';
}

const firstOf = ({ phrase, spot }: Pair): number => Math.min(phrase.from, spot.from);
const lastOf = ({ phrase, spot }: Pair): number => Math.max(phrase.end, spot.to);
const isWithin = ([from, to]: Denied, pair: Pair): boolean => from < lastOf(pair) && pair.phrase.numberFrom <= to;

/** "could kill", "may have died", "feared dead", "если": a modal shortly before the trigger, or an if before all. */
function isDoubted(tokens: readonly Token[], at: number, pair: Pair): boolean {
  const { spot } = pair;
  const text = tokens[at]?.text ?? '';
  if (/^(if|если|егер|unless)$/.test(text)) return at < firstOf(pair) && (at === 0 || firstOf(pair) - at < 12);
  return (
    (at < spot.from && spot.from - at <= 4) ||
    (/^(мүмкін|ықтимал)$/.test(text) && at > spot.to && at - spot.to < 5) ||
    mayStillRise(tokens, at, pair)
  );
}

/** "The toll could rise to 20": a modal between what is counted and the number. */
function mayStillRise(tokens: readonly Token[], at: number, { phrase, spot }: Pair): boolean {
  if (at <= spot.to || at >= phrase.from || phrase.from - at > 4) return false;
  const isModal = /^(could|may|might|can|would|мог(ла|ло|ли|ут)?|может)$/.test(tokens[at]?.text ?? '');
  return isModal && !tokens.slice(at, phrase.from).some((token) => isSign(token, ',;'));
}

const isMonthOfMay = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.text === 'may' &&
  (tokens[at + 1]?.kind === 'digits' || tokens[at - 1]?.kind === 'digits' || tokens[at - 1]?.text === 'in');

/** "non-life-threatening injuries": those are certain. */
const isLifeThreatening = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.text === 'threatening' &&
  (tokens[at - 1]?.text === 'life' || (isSign(tokens[at - 1], dashes) && tokens[at - 2]?.text === 'life'));

const isPlanned = (at: number, { phrase, spot }: Pair): boolean => {
  const isForce = spot.kind === 'troops' || spot.kind === 'aircraft';
  return isForce ? Math.abs(at - phrase.numberFrom) < 9 : at < spot.from && spot.from - at <= 3;
};

/** "Напомним", "on the anniversary", "two years ago": another event. */
function recalls(tokens: readonly Token[], at: number): boolean {
  const text = tokens[at]?.text ?? '';
  if (text === 'напомним' || /^(anniversary|годовщин|тогда$|еске)/.test(text)) return true;
  if (text === 'ago') return /^(years?|months?|decades?)$/.test(tokens[at - 1]?.text ?? '');
  if (text === 'назад') return /^(год|года|лет|месяц|месяца|месяцев|десятилети[ея])$/.test(tokens[at - 1]?.text ?? '');
  if (text === 'бұрын') return /^(жыл|ай)$/.test(tokens[at - 1]?.text ?? '');
  if (text === 'last') return tokens[at + 1]?.text === 'year' || tokens[at + 1]?.text === 'century';
  return text.startsWith('прошл') && /^(год|век)/.test(tokens[at + 1]?.text ?? '');
}

/** "in 2011", "January 5, 2020": before the year of publication. */
function isYearOfOther(tokens: readonly Token[], at: number, publishedYear: number | null): boolean {
  const { text = '' } = tokens[at] ?? {};
  if (!/^(1[89]|20)\d\d$/.test(text) || is(tokens[at + 1], roles.person) || isReached(tokens, at)) return false;
  const [before, next] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  const isOfDate =
    is(tokens[at - 1], roles.month) || is(tokens[at - 2], roles.month) || is(tokens[at - 3], roles.month);
  const isBare =
    /^(in|since|в|до|the)$/.test(before) ||
    /^(году|года|годы|жылы|жылғы)$/.test(next) ||
    (/^(a|an)$/.test(before) && event.test(next));
  if (!isOfDate && !isBare) return false;
  if (before === 'the' && !event.test(next)) return false;
  return publishedYear === null ? !isOfDate : Number(text) < publishedYear;
}

const event =
  /^(slayings?|killings?|murders?|massacre|attacks?|bombings?|shootings?|war|siege|riots?|clashes|unrest|uprising|(earth)?quake|blast|explosion|crash|accident|disaster|fire|floods?|avalanche|landslide|storm)$/;

const isDated = (tokens: readonly Token[], at: number, pair: Pair): boolean =>
  Math.max(firstOf(pair) - at, at - lastOf(pair)) <= 14 && !isOtherClause(tokens, at, pair);

/** "… war, which ended in 2002, and tens of thousands are missing": a year of its own clause. One that opens the sentence rules it. */
function isOtherClause(tokens: readonly Token[], at: number, pair: Pair): boolean {
  if (at < 5 || /^(when|когда)$/.test(tokens[at + 2]?.text ?? '')) return false;
  const [from, to] = at < firstOf(pair) ? [at, firstOf(pair)] : [lastOf(pair), at];
  return tokens.slice(from, to).some((token) => isSign(token, ',;'));
}

const periods = [
  'this year',
  'so far this',
  'since the start',
  'since the beginning',
  'in the past year',
  'с начала',
  'за год',
  'за неделю',
  'за месяц',
  'за весь',
  'за время',
  'за последний',
  'жыл басынан',
  'бір жылда',
  'every year',
  'each year',
  'per year',
  'a year',
  'since january',
  'in all of',
  'за минувш',
  'ежегодно',
  'начиная с',
].map((words) => words.split(' '));

const periodsByFirst = new Map<string, (readonly string[])[]>();
for (const words of periods) periodsByFirst.set(words[0] ?? '', [...(periodsByFirst.get(words[0] ?? '') ?? []), words]);

const isPeriod = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }, at) =>
    periodsByFirst.get(text)?.some((words) => words.every((word, index) => tokens[at + index]?.text === word)),
  ) || isCityWeekend(tokens);

/** "12 people were shot across the city over the weekend", "in two separate shootings": a total over several events. */
const isCityWeekend = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }, at) => {
    if (text === 'citywide') return true;
    if (text === 'weekend') return tokens.some((token) => token.text === 'shootings' || token.text === 'across');
    const isSeveral = text === 'separate' || (text === 'pair' && tokens[at + 1]?.text === 'of');
    return isSeveral && tokens.slice(at + 1, at + 5).some((token) => events.has(token.text));
  });

const events = new Set(['shootings', 'stabbings', 'incidents', 'accidents', 'crashes']);

/** "Four of the injured", "two of the six arrested"; of the dead a short text may name no more than some. */
const isOfNamed = (tokens: readonly Token[], pair: Pair): boolean =>
  pair.spot.kind !== 'killed' &&
  ((pair.phrase.hasSet && isNamedBy(tokens, pair)) || isPartitive(tokens, pair.phrase.to, pair.spot.from));

/** «Четверо пострадавших находятся в реанимации», "four injured men are in critical condition": those of the injured who are worst off. */
function isInCare(tokens: readonly Token[], pair: Pair): boolean {
  if (pair.spot.kind !== 'injured' || !isNamedBy(tokens, pair)) return false;
  const from = lastOf(pair) + 1;
  const isState =
    is(tokens[from], roles.be | roles.aux) || /^(находятся|остаются|лежат)$/.test(tokens[from]?.text ?? '');
  const behind = tokens.slice(from, from + 6);
  const care = behind.findIndex(({ text }) =>
    /^(intensive|critical|serious|grave|реанимац|тяж[её]л|критическ|жансақтау|ауыр)/.test(text),
  );
  return (
    care >= 0 && (isState || pair.spot.form === 'last') && behind.slice(0, care).every(({ kind }) => kind === 'word')
  );
}

/** "including five policemen", "19 of them", "в том числе двое детей". */
function isPart(tokens: readonly Token[], { phrase }: Pair): boolean {
  for (let at = phrase.from - 1; at >= Math.max(0, phrase.from - 12); at--) {
    const token = tokens[at];
    if (token === undefined || isSign(token, ';') || token.entry?.trigger?.form === 'participle') break;
    if (partWords.has(token.text) || token.text === 'among' || token.text === 'среди') return true;
    if (
      /^(числе|них|которых|ішінде|арасында)$/.test(token.text) &&
      /^(том|из|среди|числе|в|оның|соның|олардың)$/.test(tokens[at - 1]?.text ?? '')
    )
      return true;
  }
  const [of, whom] = [tokens[phrase.to + 1]?.text ?? '', tokens[phrase.to + 2]?.text ?? ''];
  return (of === 'of' && /^(them|whom|those|the)$/.test(whom)) || (of === 'из' && /^(них|которых)$/.test(whom));
}
