/** What there is, each thing by the name that plans use: `{ rules: ['rule riot'], concepts: ['concept @city'] }`. */
export type Inventory = Readonly<Record<string, readonly string[]>>;

/** This much of a sort may go unasked, and one always may unless it is the last. */
const unaskedShare = 0.1;

const shownNames = 5;

/**
 * Why the removals between two states need a yes, in words; empty where they go ahead. `held` is what the file applied
 * last held, null where that is not known.
 */
export function doubtfulRemovals(
  current: Inventory,
  wanted: Inventory,
  held: ReadonlySet<string> | null,
): readonly string[] {
  const sorts = Object.entries(current).map(([sort, names]) => removed(sort, names, wanted[sort] ?? []));
  const unheld = held === null ? [] : sorts.flatMap(({ gone }) => gone).filter((name) => !held.has(name));
  return [
    ...sorts.flatMap(tooMany),
    ...(unheld.length === 0 ? [] : [`removes what the last applied file did not hold: ${listed(unheld)}`]),
  ];
}

interface Removed {
  readonly sort: string;
  readonly total: number;
  readonly left: number;
  readonly gone: readonly string[];
}

function removed(sort: string, current: readonly string[], wanted: readonly string[]): Removed {
  const kept = new Set(wanted);
  return { sort, total: current.length, left: wanted.length, gone: current.filter((name) => !kept.has(name)) };
}

function tooMany({ sort, total, left, gone }: Removed): readonly string[] {
  if (gone.length === 0) return [];
  const removes = `removes ${gone.length} of ${total} ${sort}`;
  if (left === 0) return [`${removes}: none would be left`];
  return gone.length > Math.max(1, Math.floor(total * unaskedShare)) ? [`${removes}: more than a tenth`] : [];
}

const listed = (names: readonly string[]): string => {
  const more = names.length - shownNames;
  return names.slice(0, shownNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
};
