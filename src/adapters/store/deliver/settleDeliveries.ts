import type { SettledDelivery, SettledNews } from '../../../pipeline/deliver/deliverStore.ts';
import type { Database, Queryable } from '../database.ts';
import { holdKey, holdTarget, type StandingHold } from '../shared/heldTargets.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { endHolds, heldTargetOf } from '../shared/sendHolds.ts';
import { dueAfterHold, settleSendings, termsOf } from './settleSending.ts';
import { followRefusals, type SettledRow } from './suppressions.ts';

const table = leasedTables.deliveries;

const columns = `settled.id, settled.target_id AS "targetId",
  (SELECT failures FROM targets WHERE id = settled.target_id) AS failures,
  (SELECT unknown_recipients FROM targets WHERE id = settled.target_id) AS "unknownRecipients",
  (SELECT channel FROM targets WHERE id = settled.target_id) AS channel,
  (SELECT key FROM targets WHERE id = settled.target_id) AS key,
  (SELECT host FROM targets WHERE id = settled.target_id) AS host,
  EXISTS (SELECT FROM holds WHERE direction = 'send') AS "hasHolds"`;

/** Settles claims together: all of them, or none. */
export async function settleDeliveries(
  db: Database,
  claims: readonly SettledDelivery[],
  now: Date,
): Promise<readonly SettledNews[]> {
  if (claims.length === 0) return [];
  const save = (tx: Queryable) => settleSendings<SettledRow>(tx, table, claims, now, columns);
  if (!claims.every(isSent)) return db.transaction(async (tx) => follow(tx, claims, await save(tx), now));
  // As a rule: one statement, so that a mail is settled before its connection sends the next.
  const rows = await save(db);
  if (rows.every(isAsBefore)) return claims.map(({ lease }) => newsOf(lease.id, rows));
  return db.transaction((tx) => follow(tx, claims, rows, now));
}

const isSent = ({ settlement }: SettledDelivery): boolean => settlement.state === 'sent';

const newsOf = (id: number, rows: readonly SettledRow[]): SettledNews => ({
  isOurs: rows.some((row) => row.id === id),
  hold: null,
});

/** Nothing was known against its target. */
const isAsBefore = ({ failures, hasHolds, unknownRecipients }: SettledRow): boolean =>
  failures === 0 && !hasHolds && unknownRecipients === 0;

/** What else is to be known of the targets, now that these were settled. */
async function follow(
  tx: Queryable,
  claims: readonly SettledDelivery[],
  rows: readonly SettledRow[],
  now: Date,
): Promise<readonly SettledNews[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ours = claims.flatMap((each) => byId.get(each.lease.id) ?? []);
  const answered = claims.filter(hasAnswered).flatMap((each) => byId.get(each.lease.id) ?? []);
  const refused = claims.filter(isRefused).flatMap((each) => byId.get(each.lease.id) ?? []);
  if (answered.some(({ failures, hasHolds }) => failures > 0 || hasHolds)) await recover(tx, answered, now);
  if (refused.length > 0) await countFailures(tx, refused);
  await followRefusals(tx, claims, byId, now);
  const held = new Map<number, StandingHold>();
  for (const claim of claims) {
    const row = byId.get(claim.lease.id);
    const hold = row === undefined ? null : await holdFor(tx, row, claim, now);
    if (hold !== null) held.set(claim.lease.id, hold);
  }
  const isOurs = new Set(ours.map(({ id }) => id));
  return claims.map(({ lease }) => ({ isOurs: isOurs.has(lease.id), hold: held.get(lease.id) ?? null }));
}

const hasAnswered = ({ settlement }: SettledDelivery): boolean =>
  settlement.state === 'sent' || (settlement.state === 'rejected' && settlement.concerns !== null);

const isRefused = ({ settlement }: SettledDelivery): boolean =>
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

async function holdFor(
  tx: Queryable,
  row: SettledRow,
  { settlement }: SettledDelivery,
  now: Date,
): Promise<StandingHold | null> {
  if (settlement.state !== 'retrying' || settlement.hold === null) return null;
  const terms = termsOf(settlement.hold, settlement.response, now);
  const channel = { direction: 'send', scope: 'channel', key: row.channel, host: null } as const;
  const held =
    settlement.hold.scope === 'channel'
      ? await holdKey(tx, channel, terms)
      : await holdTarget(tx, 'send', heldTargetOf(row), terms);
  await tx.execute(dueAfterHold(table), [row.id, held.until]);
  return held;
}
