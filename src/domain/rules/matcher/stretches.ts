/** Stretches of tokens, first and last both within, in order of their firsts. Both lists are equally long. */
export interface Stretches {
  readonly firsts: readonly number[];
  readonly lasts: readonly number[];
}

export const noStretches: Stretches = { firsts: [], lasts: [] };

/** All stretches of several lists as one, in order, each once. */
export function mergeStretches(lists: readonly Stretches[]): Stretches {
  const filled = lists.filter(({ firsts }) => firsts.length > 0);
  const [only] = filled;
  if (only === undefined) return noStretches;
  if (filled.length === 1) return only;
  const all = filled.flatMap(({ firsts, lasts }) =>
    firsts.map((first, index) => ({ first, last: lasts[index] ?? first })),
  );
  all.sort((a, b) => a.first - b.first || a.last - b.last);
  const unique = all.filter(
    ({ first, last }, index) => first !== all[index - 1]?.first || last !== all[index - 1]?.last,
  );
  return { firsts: unique.map(({ first }) => first), lasts: unique.map(({ last }) => last) };
}

/**
 * The stretches from a left term to a right one with at most `distance` words in between, counted from the end of the
 * one to the start of the other; `ordered`: the left one first. Each takes the nearest that follows it, so a text of one
 * repeated word costs no more than any other. `isEnough`: the first one will do.
 */
export function nearStretches(
  left: Stretches,
  right: Stretches,
  distance: number,
  isOrdered: boolean,
  isEnough: boolean,
): Stretches {
  if (left.firsts.length === 0 || right.firsts.length === 0) return noStretches;
  const forward = followers(left, right, distance, isEnough);
  if (isOrdered || (isEnough && forward.firsts.length > 0)) return forward;
  return mergeStretches([forward, followers(right, left, distance, isEnough)]);
}

/** For each of `before` the first of `after` that starts behind its end, where it is near enough. */
function followers(before: Stretches, after: Stretches, distance: number, isEnough: boolean): Stretches {
  const firsts: number[] = [];
  const lasts: number[] = [];
  let next = 0;
  let reach = -1;
  for (let index = 0; index < before.firsts.length; index++) {
    const end = before.lasts[index] ?? 0;
    if (end < reach) next = 0;
    reach = end;
    next = firstBehind(after.firsts, end, next);
    const start = after.firsts[next];
    if (start === undefined || start - end - 1 > distance) continue;
    firsts.push(before.firsts[index] ?? 0);
    lasts.push(after.lasts[next] ?? start);
    if (isEnough) break;
  }
  return { firsts, lasts };
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
