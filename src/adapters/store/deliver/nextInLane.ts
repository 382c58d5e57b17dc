import type { Lane } from '../../../pipeline/deliver/deliverStore.ts';
import type { Queryable } from '../database.ts';
import { isFree } from '../shared/leases.ts';
import { isOpen, isUnheld, markProbes } from '../shared/sendHolds.ts';

/** At once to one target, by all processes together. */
const mostATarget = 2;

/**
 * The deliveries that a lane takes next, one of each target, the targets that wait longest first. Claims are made one after
 * the other, over all processes, until the end of the transaction: so that two of them never fill the same place.
 */
export async function nextInLane(tx: Queryable, lane: Lane, now: Date): Promise<readonly number[]> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.lanes'))");
  const probes = lane.kind === 'doubtful' ? await nextProbe(tx, lane, now) : [];
  const others = await tx.query<{ id: number }>(nextOfTargets, [
    lane.channel,
    lane.kind === 'doubtful',
    now,
    lane.most - probes.length,
  ]);
  return [...probes, ...others.map(({ id }) => id)];
}

/** The first delivery `d` of the target `t` that may be claimed (SQL). */
const firstOfTarget = (now: string): string => `LATERAL (
  SELECT id FROM deliveries
   WHERE target_id = t.id AND state IN ('pending', 'retrying') AND due_at <= ${now} AND ${isFree}
   ORDER BY due_at, id LIMIT 1) AS d`;

const nextOfTargets = `
  SELECT d.id
    FROM targets AS t, ${firstOfTarget('$3')}
   WHERE t.channel = $1 AND (t.failures > 0) = $2 AND t.next_due_at <= $3 AND ${isUnheld}
     AND (SELECT count(*) FROM deliveries WHERE target_id = t.id AND leased_until >= lease_now()) < ${mostATarget}
   ORDER BY t.next_due_at, t.id
   LIMIT $4`;

/** What goes first when a hold has ended: one delivery, until it is settled. */
async function nextProbe(tx: Queryable, { channel }: Lane, now: Date): Promise<readonly number[]> {
  const [hold] = await tx.query("SELECT FROM holds WHERE direction = 'send' AND held_until <= $1 LIMIT 1", [now]);
  if (hold === undefined) return [];
  const probes = await tx.query<{ id: number }>(nextProbeOf, [channel, now]);
  const ids = probes.map(({ id }) => id);
  if (ids.length > 0) await tx.execute(markProbes, [ids]);
  return ids;
}

const nextProbeOf = `
  SELECT d.id
    FROM targets AS t, ${firstOfTarget('$2')}
   WHERE t.channel = $1 AND t.next_due_at <= $2 AND NOT (${isUnheld}) AND ${isOpen('$2')}
   ORDER BY t.next_due_at, t.id
   LIMIT 1`;
