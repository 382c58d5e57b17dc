import type { LedgerCondition } from '../rules/language/syntax.ts';
import type { Bounds } from './claim.ts';

/** What a ledger said of a kind, and what it says now; null: nothing. */
export interface Change {
  readonly from: Bounds | null;
  readonly to: Bounds | null;
}

/**
 * Whether a change is what `changed(killed)` or `rise(killed) >= 20%` asks for. Rises and falls are of the least that is
 * claimed, their percentages of what was claimed before. A first claim, or a withdrawn one, is a change and no rise or fall.
 */
export function isSuchChange({ move, least }: Pick<LedgerCondition, 'move' | 'least'>, { from, to }: Change): boolean {
  if (move === 'changed') return from?.min !== to?.min || from?.max !== to?.max;
  if (from === null || to === null || least === null) return false;
  const by = move === 'rise' ? to.min - from.min : from.min - to.min;
  return by > 0 && by >= (least.unit === 'percent' ? (least.value * from.min) / 100 : least.value);
}
