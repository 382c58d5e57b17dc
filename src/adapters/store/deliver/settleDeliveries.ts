import type { DeliverySettlement, SettledDelivery, SettledNews } from '../../../pipeline/deliver/deliverStore.ts';
import type { Database, Queryable } from '../database.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { endHolds, isUnheld } from '../shared/sendHolds.ts';
import { holdAsRequested } from './requestedHolds.ts';
import { hasAnswered, settleSendings } from './settleSending.ts';
import { followRefusals, type SettledRow } from './suppressions.ts';

const table = leasedTables.deliveries;

const columns = `settled.id, settled.target_id AS "targetId",
  (SELECT failures FROM targets WHERE id = settled.target_id) AS failures,
  (SELECT unknown_recipients FROM targets WHERE id = settled.target_id) AS "unknownRecipients",
  (SELECT channel FROM targets WHERE id = settled.target_id) AS channel,
  (SELECT key FROM targets WHERE id = settled.target_id) AS key,
  (SELECT host FROM targets WHERE id = settled.target_id) AS host,
  EXISTS (SELECT FROM targets AS t WHERE t.id = settled.target_id AND NOT ${isUnheld}) AS "hasHolds"`;

/** Nothing is known against the target (SQL): what was sent there changes nothing else. */
const isAsBefore = `EXISTS (SELECT FROM targets AS t
  WHERE t.id = settled.target_id AND t.failures = 0 AND t.unknown_recipients = 0 AND ${isUnheld})`;

/** Settles claims: what was sent to targets that nothing is known against at once, the others together, all of them or none. */
export async function settleDeliveries(
  db: Database,
  claims: readonly SettledDelivery[],
  now: Date,
): Promise<readonly SettledNews[]> {
  if (claims.length === 0) return [];
  const sent = claims.filter(({ settlement }) => settlement.state === 'sent');
  // As a rule all of them, in one statement: a mail is settled before its connection sends the next.
  const saved =
    sent.length === 0 ? [] : await settleSendings<SettledId>(db, table, sent, now, 'settled.id', isAsBefore);
  const done = new Set(saved.map(({ id }) => id));
  const others = claims.filter(({ lease }) => !done.has(lease.id));
  const news = others.length === 0 ? [] : await db.transaction((tx) => settleAndFollow(tx, others, now));
  const byId = new Map(others.map(({ lease }, index) => [lease.id, news[index]]));
  return claims.map(({ lease }) => byId.get(lease.id) ?? { isOurs: true, hold: null });
}

type SettledId = Pick<SettledRow, 'id'>;

const settleAndFollow = async (tx: Queryable, claims: readonly SettledDelivery[], now: Date) =>
  follow(tx, claims, await settleSendings<SettledRow>(tx, table, claims, now, columns), now);

/** What else is to be known of the targets, now that these were settled. */
async function follow(
  tx: Queryable,
  claims: readonly SettledDelivery[],
  rows: readonly SettledRow[],
  now: Date,
): Promise<readonly SettledNews[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const rowsOf = (which: (settlement: DeliverySettlement) => boolean) =>
    claims.filter(({ settlement }) => which(settlement)).flatMap(({ lease }) => byId.get(lease.id) ?? []);
  const answered = rowsOf(hasAnswered);
  const refused = rowsOf(isRefused);
  if (answered.some(({ failures, hasHolds }) => failures > 0 || hasHolds)) await recover(tx, answered, now);
  if (refused.length > 0) await countFailures(tx, refused);
  await followRefusals(tx, claims, byId, now);
  const held = await holdAsRequested(tx, claims, byId, now);
  return claims.map(({ lease }) => ({ isOurs: byId.has(lease.id), hold: held.get(lease.id) ?? null }));
}

const isRefused = (settlement: DeliverySettlement): boolean =>
  settlement.state === 'refused' || (settlement.state === 'retrying' && settlement.isTry);

/** A target that works again is sent at once what waits for another try. */
async function recover(tx: Queryable, rows: readonly SettledRow[], now: Date): Promise<void> {
  const targets = rows.map(({ targetId }) => targetId);
  await tx.execute(endHolds, [targets, now]);
  const recovered = await tx.query<{ id: number }>(
    'UPDATE targets SET failures = 0, refusals = 0 WHERE id = ANY ($1::bigint[]) AND failures > 0 RETURNING id',
    [targets],
  );
  if (recovered.length === 0) return;
  await tx.execute(
    `UPDATE deliveries SET due_at = $2 WHERE target_id = ANY ($1::bigint[]) AND state = 'retrying' AND due_at > $2`,
    [recovered.map(({ id }) => id), now],
  );
}

async function countFailures(tx: Queryable, rows: readonly SettledRow[]): Promise<void> {
  await tx.execute('UPDATE targets SET failures = failures + 1 WHERE id = ANY ($1::bigint[])', [
    rows.map(({ targetId }) => targetId),
  ]);
}
