import { secondsAfter } from '../basics/time.ts';
/** When a rule last spoke to a subscription of a story. */
export interface LastSpoken {
  readonly toldAt: Date;
  /** Something waits for the end of the cooldown, and is told then. */
  readonly heldUntil: Date | null;
}

/** What comes now is told at once (`heldUntil` null), or held and merged with whatever else waits. */
export function afterCooldown(last: LastSpoken | null, cooldownSeconds: number | undefined, now: Date): LastSpoken {
  const atOnce = { toldAt: now, heldUntil: null };
  if (last === null || cooldownSeconds === undefined) return atOnce;
  const wasHeld = last.heldUntil !== null && last.heldUntil <= now;
  const toldAt = wasHeld && last.heldUntil !== null ? last.heldUntil : last.toldAt;
  const end = secondsAfter(toldAt, cooldownSeconds);
  return end > now ? { toldAt, heldUntil: end } : atOnce;
}
