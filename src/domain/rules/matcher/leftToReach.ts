/** Sums in another order may differ in the last bits. */
const leastDoubt = 1 - 1e-9;

interface WeightedNeed<Need> {
  /** Null: it may hold of anything. */
  readonly need: Need | null;
  readonly weight: number;
}

/**
 * Of what the terms of a sum need, that of which something must hold before the sum can reach the threshold; empty: it may be reached
 * without. Terms that are dear for their weight are left out, as long as these alone cannot reach it.
 */
export function leftToReach<Need extends { readonly cost: number }>(
  threshold: number,
  terms: readonly WeightedNeed<Need>[],
): readonly Need[] {
  const raising = terms.filter(({ weight }) => weight > 0);
  let free = raising.reduce((sum, { need, weight }) => sum + (need === null ? weight : 0), 0);
  if (free >= threshold * leastDoubt) return [];
  const kept: Need[] = [];
  const known = raising.flatMap(({ need, weight }) => (need === null ? [] : [{ need, weight }]));
  for (const { need, weight } of known.sort((a, b) => b.need.cost / b.weight - a.need.cost / a.weight)) {
    if (free + weight < threshold * leastDoubt) free += weight;
    else kept.push(need);
  }
  return kept;
}
