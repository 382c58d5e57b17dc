import { unsentStates } from './leasedTables.ts';
import { isFree } from './leases.ts';
import { isOpen } from './sendHolds.ts';

/** At once to one target, by all processes together. */
const mostATarget = 2;

/** Whether the target `t` has a place for another sending (SQL). */
export const hasRoom = `(SELECT count(*) FROM deliveries WHERE target_id = t.id AND leased_until >= lease_now()) < ${mostATarget}`;

/** The first delivery `d` of the target `t` that may be claimed (SQL). */
export const firstOfTarget = (now: string): string => `LATERAL (
  SELECT id FROM deliveries
   WHERE target_id = t.id AND state IN ${unsentStates} AND due_at <= ${now} AND ${isFree}
   ORDER BY due_at, id LIMIT 1) AS d`;

/** Whether any delivery may be claimed: looked up by target, however many wait (SQL). */
export const hasSendable = (now: string): string =>
  `EXISTS (SELECT FROM targets AS t, ${firstOfTarget(now)} WHERE t.next_due_at <= ${now} AND ${hasRoom} AND ${isOpen(now)})`;
