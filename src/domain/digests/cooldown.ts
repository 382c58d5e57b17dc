import { secondsAfter } from '../basics/time.ts';
/** When a rule last notified a subscription of a story. */
export interface LastNotified {
  readonly notifiedAt: Date;
  /** Something waits for the end of the cooldown, and is sent then. */
  readonly heldUntil: Date | null;
}

/** What comes now is sent at once (`heldUntil` null), or held and merged with whatever else waits. */
export function afterCooldown(last: LastNotified | null, cooldownSeconds: number | undefined, now: Date): LastNotified {
  const atOnce = { notifiedAt: now, heldUntil: null };
  if (last === null || cooldownSeconds === undefined) return atOnce;
  const wasHeld = last.heldUntil !== null && last.heldUntil <= now;
  const notifiedAt = wasHeld && last.heldUntil !== null ? last.heldUntil : last.notifiedAt;
  const end = secondsAfter(notifiedAt, cooldownSeconds);
  return end > now ? { notifiedAt, heldUntil: end } : atOnce;
}
