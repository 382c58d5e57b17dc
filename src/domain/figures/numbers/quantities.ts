import type { Bound } from '../figure.ts';
import { roles } from '../lexicon/lexiconEntry.ts';
import { dashes, is, isSign, type Token } from '../tokens.ts';
import { type Amount, amountAt } from './amounts.ts';
import { boundBefore, boundBehind } from './bounds.ts';
import { type Distraction, distractionOf } from './distractors.ts';

/** A number of the text with its bound: tokens `from` to `to`, bound words included. */
export interface Quantity {
  readonly min: number;
  readonly max: number | null;
  readonly bound: Bound;
  readonly from: number;
  readonly to: number;
  /** Where the number itself stands. */
  readonly numberFrom: number;
  readonly numberTo: number;
  /** The number that a revision replaces ("from 18 to 26"): stated of an earlier hour. */
  readonly isPrevious: boolean;
  /** A revision with both its numbers ("from 18 to 26"): counts what it rose or fell to. */
  readonly isRevised: boolean;
  readonly distraction: Distraction | null;
  /** For `--explain`. */
  readonly rule: string;
}

export function quantitiesIn(tokens: readonly Token[]): readonly Quantity[] {
  const found: Quantity[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const amount = amountAt(tokens, at);
    if (amount === null) continue;
    const quantity = rangeFrom(tokens, amount) ?? single(tokens, amount);
    found.push(quantity);
    at = quantity.numberTo;
  }
  return revised(tokens, found);
}

function single(tokens: readonly Token[], amount: Amount): Quantity {
  const suffixed = afterSuffix(tokens, amount.to);
  const lead = isSign(tokens[amount.from - 1], '~≈')
    ? ({ bound: 'about', length: 1 } as const)
    : (boundBefore(tokens, amount.from) ?? boundBeforeArticle(tokens, amount));
  const behind = boundBehind(tokens, suffixed);
  const bound = boundOf(tokens, amount, lead?.bound ?? null, behind?.bound ?? null);
  const isOpen = bound === 'at-least' || bound === 'vague';
  return {
    min: bound === 'at-most' ? 0 : amount.value,
    max: isOpen ? null : amount.value,
    bound,
    from: amount.from - (lead?.length ?? 0),
    to: suffixed + (behind?.length ?? 0),
    numberFrom: amount.from,
    numberTo: suffixed,
    isPrevious: false,
    isRevised: false,
    distraction: distractionOf(tokens, amount),
    rule: amount.isWords ? 'number-words' : 'number-digits',
  };
}

/** "more than a dozen", "over a thousand". */
function boundBeforeArticle(tokens: readonly Token[], { from, isWords }: Amount): ReturnType<typeof boundBefore> {
  if (!isWords || !/^an?$/.test(tokens[from - 1]?.text ?? '')) return null;
  const lead = boundBefore(tokens, from - 1);
  return lead === null ? null : { bound: lead.bound, length: lead.length + 1 };
}

/** "до 20 возросло", "rose to about 20": what follows a rise is no limit. */
function boundOf(tokens: readonly Token[], amount: Amount, lead: Bound | null, behind: Bound | null): Bound {
  if (amount.isVague) return 'vague';
  const bound = lead ?? behind;
  if (bound === 'at-most' && (isRisen(tokens, amount) || isTollUp(tokens, amount))) return 'exact';
  return bound ?? (amount.isRound ? 'about' : 'exact');
}

/** "death toll up to 6", "toll is now up to 6". */
const isTollUp = (tokens: readonly Token[], { from }: Amount): boolean =>
  tokens[from - 2]?.text === 'up' &&
  tokens.slice(Math.max(0, from - 5), from - 2).some((token) => is(token, roles.counter));

const isRisen = (tokens: readonly Token[], { from, to }: Amount): boolean =>
  tokens.slice(Math.max(0, from - 12), from).some((token) => is(token, roles.rise) && token.text !== 'до') ||
  tokens.slice(to + 1, to + 4).some((token) => is(token, roles.rise));

/** "32-ге", "20-дан", "5-ти", "3-х": a case ending of the number. */
function afterSuffix(tokens: readonly Token[], to: number): number {
  const [dash, suffix] = [tokens[to + 1], tokens[to + 2]];
  if (tokens[to]?.kind !== 'digits' || !isSign(dash, dashes) || dash?.gap !== 'none' || suffix?.gap !== 'none')
    return to;
  return suffix.kind === 'word' &&
    /^(ға|ге|қа|ке|на|не|дан|ден|тан|тен|нан|нен|ды|ді|ты|ті|ны|ні|да|де|та|те|ның|нің|дың|дің|тың|тің|ти|ю|мя|х|ми)$/.test(
      suffix.text,
    )
    ? to + 2
    : to;
}

const betweenWords = new Set(['between', 'from', 'от', 'с', 'со', 'между']);
const toWords = new Set(['to', 'and', 'or', 'до', 'и', 'или']);

/** "20-30", "between 20 and 30", "10 to 15", "от 15 до 20", "two or three", "две-три". */
function rangeFrom(tokens: readonly Token[], low: Amount): Quantity | null {
  const link = low.to + 1;
  const isDash = isSign(tokens[link], dashes);
  const linkText = tokens[link]?.text ?? '';
  if (!isDash && !toWords.has(linkText)) return null;
  const high = amountAt(tokens, link + 1);
  if (high === null || high.isVague || low.isVague || high.value <= low.value) return null;
  const lead = tokens[low.from - 1]?.text ?? '';
  const isFramed = betweenWords.has(lead);
  if (!isDash && !isFramed && linkText !== 'to' && linkText !== 'or' && linkText !== 'или') return null;
  if (isDash && (tokens[low.to]?.kind !== tokens[high.from]?.kind || (low.isFraction && !high.isFraction))) return null;
  if ((linkText === 'and' || linkText === 'и') && lead !== 'between' && lead !== 'между') return null;
  const scaled =
    high.value >= 1000 && low.value < 100 && isScaleWord(tokens, high) ? low.value * scaleOf(high.value) : low.value;
  const isRevised = (lead === 'from' || lead === 'с' || lead === 'со') && isRisenAround(tokens, low.from, high.to);
  const from = isFramed ? low.from - 1 : low.from - (boundBefore(tokens, low.from)?.length ?? 0);
  const whole: Amount = { ...high, from: low.from };
  const distraction =
    distractionOf(tokens, { ...low, to: high.to }) ??
    distractionOf(tokens, whole) ??
    distractionOf(tokens, { ...high, isWords: true });
  const common = {
    from,
    to: high.to,
    numberFrom: low.from,
    numberTo: high.to,
    isPrevious: false,
    isRevised,
    distraction,
  };
  if (isRevised) return { ...common, min: high.value, max: high.value, bound: 'exact', rule: 'revision-from-to' };
  return { ...common, min: Math.min(scaled, high.value), max: high.value, bound: 'range', rule: 'range' };
}

const isScaleWord = (tokens: readonly Token[], high: Amount): boolean =>
  high.to > high.from && tokens[high.to]?.kind !== 'digits';
const scaleOf = (value: number): number =>
  value >= 1_000_000_000 ? 1_000_000_000 : value >= 1_000_000 ? 1_000_000 : 1000;

const isRisenAround = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(Math.max(0, from - 10), from).some((token) => is(token, roles.rise)) ||
  tokens.slice(to + 1, to + 6).some((token) => is(token, roles.rise));

/** "to 21 from 11", "down to 9, from 14", "from 14 announced earlier": the number behind `from` was replaced. */
function revised(tokens: readonly Token[], quantities: readonly Quantity[]): readonly Quantity[] {
  return quantities.map((quantity, index) => {
    const lead = tokens[quantity.from - 1]?.text;
    const isFrom =
      lead === 'from' ||
      lead === 'с' ||
      lead === 'со' ||
      lead === 'против' ||
      isAblative(tokens, quantity, quantities[index + 1]) ||
      (lead === 'of' && tokens[quantity.from - 2]?.text === 'instead');
    const hasOther = quantities[index - 1] !== undefined || (quantities[index + 1] !== undefined && lead !== 'from');
    if (!isFrom || !hasOther || quantity.isRevised || quantity.bound === 'range') return quantity;
    return isRisenAround(tokens, quantity.from, quantity.to) ? { ...quantity, isPrevious: true } : quantity;
  });
}

/** «20-дан 12-ге азайды». */
const isAblative = (tokens: readonly Token[], { to }: Quantity, next: Quantity | undefined): boolean =>
  next?.from === to + 1 && /[днт][ае]н$/.test(tokens[to]?.text ?? '');
