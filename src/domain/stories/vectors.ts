/**
 * One article's terms in order of their numbers, each with its weight in the lowest ten bits: at 200,000 articles every byte
 * counts.
 */
export type Member = Uint32Array;

const weightBits = 10;
const largestWeight = 2 ** weightBits - 1;

export const packed = (term: number, weight: number): number =>
  ((term << weightBits) | Math.min(weight, largestWeight)) >>> 0;
export const termIn = (pack: number): number => pack >>> weightBits;
export const weightIn = (pack: number): number => pack & largestWeight;

/** The sum of some articles' vectors, in the same order. */
export interface Sum {
  readonly terms: Uint32Array;
  readonly weights: Uint32Array;
}

export const emptySum: Sum = { terms: new Uint32Array(), weights: new Uint32Array() };

interface ChangedSum {
  readonly sum: Sum;
  /** The terms that came with the member, or left with it. */
  readonly terms: readonly number[];
}

export const sumWith = (sum: Sum, member: Member): ChangedSum => merged(sum, member, 1);
export const sumWithout = (sum: Sum, member: Member): ChangedSum => merged(sum, member, -1);

/** Two ordered lists become one, as in merge sort. */
function merged({ terms, weights }: Sum, member: Member, sign: 1 | -1): ChangedSum {
  const all = {
    terms: new Uint32Array(terms.length + member.length),
    weights: new Uint32Array(terms.length + member.length),
  };
  const changed: number[] = [];
  let [from, size] = [0, 0];
  const keep = (term: number, weight: number): void => {
    all.terms[size] = term;
    all.weights[size++] = weight;
  };
  for (const pack of member) {
    const term = termIn(pack);
    while (from < terms.length && (terms[from] as number) < term)
      keep(terms[from] as number, weights[from++] as number);
    const isKnown = terms[from] === term;
    const weight = (isKnown ? (weights[from++] as number) : 0) + sign * weightIn(pack);
    if (weight > 0) keep(term, weight);
    if (!isKnown || weight <= 0) changed.push(term);
  }
  while (from < terms.length) keep(terms[from] as number, weights[from++] as number);
  return { sum: { terms: all.terms.slice(0, size), weights: all.weights.slice(0, size) }, terms: changed };
}

/** The place of the first pack that is not below, by halving. */
export function placeOf(member: Member, pack: number): number {
  let [from, to] = [0, member.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((member[middle] as number) < pack) from = middle + 1;
    else to = middle;
  }
  return from;
}
