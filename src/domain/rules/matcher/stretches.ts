import { mostPlaces } from '../rule.ts';

/** Stretches of tokens, first and last both within, in order of their firsts, then their lasts. Both lists are equally long. */
export interface Stretches {
  readonly firsts: readonly number[];
  readonly lasts: readonly number[];
}

export const noStretches: Stretches = { firsts: [], lasts: [] };

/** All stretches of several lists as one, in order, each once: the first `mostPlaces`. */
export function mergeStretches(lists: readonly Stretches[]): Stretches {
  const filled = lists.filter(({ firsts }) => firsts.length > 0);
  return mergeRange(filled, 0, filled.length);
}

/** By halves, so that many lists cost little more than one. */
function mergeRange(lists: readonly Stretches[], from: number, to: number): Stretches {
  if (to - from < 2) return lists[from] ?? noStretches;
  const middle = (from + to) >> 1;
  return merged(mergeRange(lists, from, middle), mergeRange(lists, middle, to));
}

function merged(one: Stretches, two: Stretches): Stretches {
  const firsts: number[] = [];
  const lasts: number[] = [];
  let [a, b] = [0, 0];
  while ((a < one.firsts.length || b < two.firsts.length) && firsts.length < mostPlaces) {
    const order = compare(one, a, two, b);
    firsts.push((order <= 0 ? one.firsts[a] : two.firsts[b]) ?? 0);
    lasts.push((order <= 0 ? one.lasts[a] : two.lasts[b]) ?? 0);
    if (order <= 0) a++;
    if (order >= 0) b++;
  }
  return { firsts, lasts };
}

/** Below 0: the one at `a` comes first; 0: they are equal. What is at its end comes last. */
function compare(one: Stretches, a: number, two: Stretches, b: number): number {
  if (a >= one.firsts.length) return 1;
  if (b >= two.firsts.length) return -1;
  return (one.firsts[a] ?? 0) - (two.firsts[b] ?? 0) || (one.lasts[a] ?? 0) - (two.lasts[b] ?? 0);
}

/**
 * The stretches from a left term to a right one with at most `distance` words in between, counted from the end of the
 * one to the start of the other; `ordered`: the left one first. Each takes the nearest that follows it, and of either side the
 * first `mostPlaces` are looked at, so a text of one repeated word costs little more than any other. The first `enough`
 * will do.
 */
export function nearStretches(
  left: Stretches,
  right: Stretches,
  distance: number,
  isOrdered: boolean,
  enough: number,
): Stretches {
  if (left.firsts.length === 0 || right.firsts.length === 0) return noStretches;
  const [before, after] = [capped(left), capped(right)];
  const forward = followers(before, after, distance, enough);
  if (isOrdered || (enough === 1 && forward.firsts.length > 0)) return forward;
  return merged(forward, followers(after, before, distance, enough));
}

const capped = (stretches: Stretches): Stretches =>
  stretches.firsts.length <= mostPlaces
    ? stretches
    : { firsts: stretches.firsts.slice(0, mostPlaces), lasts: stretches.lasts.slice(0, mostPlaces) };

/** For each of `before` the first of `after` that starts behind its end, where it is near enough; all of one first, or none. */
function followers(before: Stretches, after: Stretches, distance: number, enough: number): Stretches {
  const firsts: number[] = [];
  const lasts: number[] = [];
  let next = 0;
  let reach = -1;
  for (let index = 0; index < before.firsts.length; index++) {
    if (firsts.length >= enough && before.firsts[index] !== firsts.at(-1)) break;
    const end = before.lasts[index] ?? 0;
    if (end < reach) next = 0;
    reach = end;
    next = firstBehind(after.firsts, end, next);
    const start = after.firsts[next];
    if (start === undefined || start - end - 1 > distance) continue;
    insert(firsts, lasts, before.firsts[index] ?? 0, after.lasts[next] ?? start);
  }
  return { firsts, lasts };
}

/** Stretches come in order of their firsts; those of one first are put in order of their lasts, each once. */
function insert(firsts: number[], lasts: number[], first: number, last: number): void {
  let place = firsts.length;
  if (place === 0 || firsts[place - 1] !== first) {
    firsts.push(first);
    lasts.push(last);
    return;
  }
  while (place > 0 && firsts[place - 1] === first && (lasts[place - 1] ?? 0) >= last) place--;
  if (firsts[place] === first && lasts[place] === last) return;
  firsts.splice(place, 0, first);
  lasts.splice(place, 0, last);
}

/** The index of the first position behind `end`, sought in growing steps from `from`, before which none is. */
function firstBehind(positions: readonly number[], end: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step <= positions.length && (positions[low + step - 1] ?? 0) <= end) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, positions.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) <= end) low = middle + 1;
    else high = middle;
  }
  return low;
}
