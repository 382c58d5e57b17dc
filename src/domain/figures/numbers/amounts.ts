import { isSign, type Token } from '../tokens.ts';

/** A number as it stands: tokens `from` to `to` of its sentence, both included. */
export interface Amount {
  readonly value: number;
  readonly from: number;
  readonly to: number;
  /** "dozens", "несколько": the value is the least of it. */
  readonly isVague: boolean;
  /** "two dozen", "half a million", "1.5 million" are no exact counts. */
  readonly isRound: boolean;
  readonly isWords: boolean;
  /** "6.1": no count, unless a scale word follows. */
  readonly isFraction: boolean;
}

/** What a number is, by its words and those around it. */
export type Test = (tokens: readonly Token[], amount: Amount) => boolean;

export function amountAt(tokens: readonly Token[], at: number): Amount | null {
  const token = tokens[at];
  if (token?.kind === 'digits') return digitsAt(tokens, at);
  if (token?.text === 'another' && /^(participle|state)$/.test(tokens[at + 1]?.entry?.trigger?.form ?? ''))
    return { value: 1, from: at, to: at, isVague: false, isRound: false, isWords: true, isFraction: false };
  return token?.entry?.number ? wordsAt(tokens, at) : null;
}

/** `3,800`, `3.800`, `3 800` are thousands; `2,5 тыс.` and `1.5 million` fractions of the scale behind them. */
function digitsAt(tokens: readonly Token[], at: number): Amount {
  const { digits, last } = groupsAt(tokens, at);
  const fraction =
    isSign(tokens[last + 1], '.,') &&
    tokens[last + 1]?.gap === 'none' &&
    tokens[last + 2]?.kind === 'digits' &&
    tokens[last + 2]?.gap === 'none'
      ? tokens[last + 2]
      : undefined;
  const end = fraction === undefined ? last : last + 2;
  const scale = scaleAt(tokens, end + 1);
  const value = Number(digits) + (fraction === undefined ? 0 : Number(`0.${fraction.text.slice(0, 6)}`));
  return {
    value: scale === null ? value : Math.round(value * scale.value),
    from: at,
    to: scale?.to ?? end,
    isVague: false,
    isRound: false,
    isWords: false,
    isFraction: scale === null && fraction !== undefined,
  };
}

function groupsAt(tokens: readonly Token[], at: number): { digits: string; last: number } {
  let digits = tokens[at]?.text ?? '';
  let last = at;
  if (digits.length > 3 || digits.startsWith('0')) return { digits, last };
  for (;;) {
    const step = groupStep(tokens, last);
    const group = tokens[last + step];
    if (step === 0 || group === undefined) return { digits, last };
    if (step === 2 && last === at && scaleAt(tokens, last + 3) !== null) return { digits, last };
    digits += group.text;
    last += step;
    if (digits.length > 12) return { digits, last };
  }
}

/** How many tokens on the next group of three digits stands; 0 where none follows. */
function groupStep(tokens: readonly Token[], last: number): 0 | 1 | 2 {
  const [next, group] = [tokens[last + 1], tokens[last + 2]];
  if (next?.kind === 'digits') return next.text.length === 3 && next.gap === 'space' ? 1 : 0;
  if (!isSign(next, ".,'’") || next?.gap !== 'none' || group?.kind !== 'digits') return 0;
  if (
    group.text.length !== 3 ||
    (isSign(tokens[last + 3], '.,') &&
      tokens[last + 4]?.kind === 'digits' &&
      tokens[last + 4]?.gap === 'none' &&
      tokens[last + 4]?.text.length !== 3)
  )
    return 0;
  return group.gap === 'none' || group.text === '000' ? 2 : 0;
}

/** `thousand`, `тыс.`, `мың` behind a number; "12 hundred" too. */
function scaleAt(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  const start = isSign(tokens[at], '-') ? at + 1 : at;
  const token = tokens[start];
  const isThousands =
    token?.entry?.number === 'vague' && (token.entry.value ?? 0) === 1000 && token.text.startsWith('тыс');
  const isHundred = token?.entry?.number === 'hundred' && token.text === 'hundred';
  if (token?.entry?.number === 'dozen') return { value: token.entry.value ?? 1, to: start };
  if (token?.entry?.number === 'vague' && token.text.startsWith('десятк')) return { value: 10, to: start };
  if (token?.entry?.number !== 'scale' && !isThousands && !isHundred) return null;
  const value = token?.entry?.value ?? 1;
  const isDotted = isSign(tokens[start + 1], '.') && token?.text.length === 3;
  const to = isDotted && !(tokens[start + 2]?.isCapital ?? true) ? start + 1 : start;
  return { value, to };
}

/** "twenty-one", "half a million", "one and a half thousand", "двадцать пять", "tens of thousands". */
function wordsAt(tokens: readonly Token[], at: number): Amount | null {
  const first = tokens[at]?.entry;
  if (first?.number === 'vague') return vagueAt(tokens, at);
  if (first?.number === 'half') return halfAt(tokens, at);
  const run = runAt(tokens, at);
  return {
    value: run.value,
    from: at,
    to: run.to,
    isVague: false,
    isRound: run.isRound,
    isWords: true,
    isFraction: false,
  };
}

function vagueAt(tokens: readonly Token[], at: number): Amount {
  const value = tokens[at]?.entry?.value ?? 0;
  const of = tokens[at + 1]?.text === 'of' ? at + 2 : at + 1;
  const scale = tokens[of]?.entry;
  const isScaled =
    scale?.number === 'vague' || scale?.number === 'scale' || scale?.number === 'hundred' || scale?.number === 'dozen';
  return {
    ...{ from: at, isVague: true, isRound: false, isWords: true, isFraction: false },
    ...(isScaled ? { value: value === 12 ? value : value * (scale?.value ?? 1), to: of } : { value, to: at }),
  };
}

/** `half a million`, `half dozen`, `полтора десятка`, `полторы тысячи`. */
function halfAt(tokens: readonly Token[], at: number): Amount | null {
  const half = tokens[at]?.entry?.value ?? 0.5;
  if (tokens[at]?.text === 'полмиллиона')
    return { value: 500_000, from: at, to: at, isVague: false, isRound: true, isWords: true, isFraction: false };
  const place = /^an?$/.test(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1;
  const scale = scaleAt(tokens, place);
  if (scale === null) return null;
  return {
    value: half * scale.value,
    from: at,
    to: scale.to,
    isVague: false,
    isRound: true,
    isWords: true,
    isFraction: false,
  };
}

function runAt(tokens: readonly Token[], at: number): { value: number; to: number; isRound: boolean } {
  let [total, part, to, isRound] = [0, 0, at, false];
  let smallest = Number.POSITIVE_INFINITY;
  for (let place = at; place < tokens.length; place++) {
    const token = tokens[place];
    const entry = token?.entry;
    if (token === undefined) break;
    if (place > at && isSign(token, '-') && tokens[place + 1]?.entry?.number === 'unit') continue;
    if (place > at && token.text === 'and' && isHalf(tokens, place)) {
      part += 0.5;
      place += 2;
      to = place;
      isRound = true;
      continue;
    }
    if (
      place > at &&
      token.text === 'and' &&
      part >= 100 &&
      tokens[place + 1]?.entry?.number &&
      tokens[place + 1]?.entry?.number !== 'vague'
    )
      continue;
    const value = entry?.value ?? 0;
    const isThousands = entry?.number === 'vague' && value === 1000 && token.text.startsWith('тыс');
    if (entry?.number === 'unit' || entry?.number === 'ten') {
      if (value >= smallest) break;
      part += value;
      smallest = entry.number === 'ten' && value < 100 ? 10 : magnitude(value);
    } else if (entry?.number === 'hundred') {
      if (part >= 10 && value === 100 && token.text !== 'hundred') break;
      part = part === 0 ? value : part * value;
      smallest = 100;
    } else if (
      entry?.number === 'dozen' ||
      (entry?.number === 'vague' && token.text.startsWith('десятк') && part > 0)
    ) {
      part = Math.max(part, 1) * value;
      isRound = true;
      smallest = 1;
    } else if (entry?.number === 'scale' || isThousands) {
      if (isThousands && part === 0) break;
      total += Math.max(part, part === 0 ? 1 : 0) * value;
      if (part > 0 && part < 1) total += part * value;
      part = 0;
      smallest = Number.POSITIVE_INFINITY;
    } else break;
    to = place;
  }
  return { value: Math.round(total + part), to, isRound };
}

const isHalf = (tokens: readonly Token[], at: number): boolean =>
  tokens[at + 1]?.text === 'a' && tokens[at + 2]?.text === 'half';

const magnitude = (value: number): number => (value < 10 ? 1 : value < 20 ? 1 : value < 100 ? 10 : 100);
