import { mostPlaces } from '../../src/domain/rules/rule.ts';
import { inOrder, type Stretch } from './terms.ts';

/**
 * The stretches from a left term to a right one with at most `distance` words in between, counted from the end of the
 * one to the start of the other; `ordered`: the left one first. Both lists are in order. Each left takes its nearest right
 * on either side, so a text of one repeated word costs no more than any other.
 */
export function findNear(
  left: readonly Stretch[],
  right: readonly Stretch[],
  { distance, ordered }: { readonly distance: number; readonly ordered: boolean },
): readonly Stretch[] {
  const [before, after] = [left.slice(0, mostPlaces), right.slice(0, mostPlaces)];
  const forward = followers(before, after, distance);
  return unique(ordered ? forward : [...forward, ...followers(after, before, distance)]);
}

/** For each of `before` the first of `after` that starts behind it, where it is near enough. */
function followers(before: readonly Stretch[], after: readonly Stretch[], distance: number): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const one of before) {
    const next = after[firstBehind(after, one.last)];
    if (next !== undefined && next.first - one.last - 1 <= distance) found.push({ first: one.first, last: next.last });
  }
  return found;
}

/** The index of the first stretch that starts after the position; the list is in order of its starts. */
function firstBehind(stretches: readonly Stretch[], position: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.first ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

const unique = (stretches: readonly Stretch[]): readonly Stretch[] =>
  inOrder([...new Map(stretches.map((stretch) => [`${stretch.first} ${stretch.last}`, stretch])).values()]);
