import { firstDue } from '../schedules/due.ts';
import type { QuietHours, Schedule } from '../schedules/schedule.ts';
import { sameValue } from './changes.ts';

/** What decides when a subscription is due. */
export interface Timing {
  readonly schedule: Schedule;
  readonly quiet: QuietHours | null;
  /** IANA name. */
  readonly timezone: string;
}

/** A subscription as the store has it. */
export interface KnownTiming extends Timing {
  readonly nextDueAt: Date | null;
  readonly isRemoved: boolean;
}

/**
 * When a subscription is due after an edit. A schedule that stays keeps its time, also one that passed while the service
 * was down. An instant one whose timing changes, or that comes back, is looked at now: what it held must not stay behind.
 */
export function nextDueAfterEdit(known: KnownTiming | null, wanted: Timing, now: Date): Date | null {
  const { schedule, timezone } = wanted;
  if (known === null) return firstDue(schedule, timezone, now);
  const isInstant = schedule.every === 'instant';
  const isSame =
    !known.isRemoved &&
    known.timezone === timezone &&
    sameValue(known.schedule, schedule) &&
    (!isInstant || sameValue(known.quiet, wanted.quiet));
  if (isSame) return known.nextDueAt;
  return isInstant ? now : firstDue(schedule, timezone, now);
}
