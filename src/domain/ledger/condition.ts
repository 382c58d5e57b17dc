import type { Bounds } from './claim.ts';

export const changeOperators = ['changed', 'rise', 'fall'] as const;
export type ChangeOperator = (typeof changeOperators)[number];

/** How a ledger must have moved: `changed`, or `rise` and `fall` by at least so much. */
export interface ChangeCondition {
  readonly operator: ChangeOperator;
  /** How far it must have moved; null for `changed`. */
  readonly least: { readonly value: number; readonly unit: 'count' | 'percent' } | null;
}

/** What a ledger said of a kind, and what it says now; null: nothing. */
export interface Change {
  readonly from: Bounds | null;
  readonly to: Bounds | null;
}

/**
 * Whether a change is what `changed(killed)` or `rise(killed) >= 20%` asks for. Rises and falls are of the least that is
 * claimed, their percentages of what was claimed before. A first claim, or a withdrawn one, is a change and no rise or fall.
 */
export function isSuchChange({ operator, least }: ChangeCondition, { from, to }: Change): boolean {
  if (operator === 'changed') return from?.min !== to?.min || from?.max !== to?.max;
  if (from === null || to === null || least === null) return false;
  const by = operator === 'rise' ? to.min - from.min : from.min - to.min;
  return by > 0 && by >= (least.unit === 'percent' ? (least.value * from.min) / 100 : least.value);
}
