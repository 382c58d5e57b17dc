import type { Lane } from '../../../pipeline/deliver/deliverStore.ts';
import type { Queryable } from '../database.ts';
import { firstOfTarget, hasRoom } from '../shared/sendable.ts';
import { isOpen, isUnheld, markProbes } from '../shared/sendHolds.ts';

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

const nextOfTargets = `
  SELECT d.id
    FROM targets AS t, ${firstOfTarget('$3')}
   WHERE t.channel = $1 AND (t.failures > 0) = $2 AND t.next_due_at <= $3 AND ${isUnheld}
     AND ${hasRoom}
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
