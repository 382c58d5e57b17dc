import type { ResendRefusal } from '../../../desk/deliveries/resendMessage.ts';
import type { ResumedTarget } from '../../../desk/deliveries/resumeTarget.ts';
import type { PutBack } from '../../../desk/deliveries/retryDeliveries.ts';
import type { DeliveryFilter } from '../../../domain/deliveries/deliveryFilter.ts';
import type { Queryable } from '../database.ts';
import { unsentStates } from '../shared/leasedTables.ts';
import { concernsTarget } from '../shared/sendHolds.ts';
import { isListening } from '../subscribers/subscriptionRows.ts';
import { filteredBy, listedTables } from '../views/deliveryViews.ts';

/**
 * Puts deliveries back as a whole, as if nothing had been tried: they are due at once, and the holds on their targets end with the
 * first that goes through. What is sent stays sent; what is in hand is left to whoever has it.
 */
export async function putBackDeliveries(
  tx: Queryable,
  filter: DeliveryFilter,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<PutBack> {
  const { sql, values } = filteredBy(filter);
  const found = await tx.query<{ id: number; targetId: number; isListening: boolean }>(
    `SELECT d.id, d.target_id AS "targetId", (${isListening}) AS "isListening" FROM ${listedTables}
      WHERE ${sql} AND d.state <> 'sent' AND ${isInNoHand}
      ORDER BY d.id FOR UPDATE OF d`,
    [...values],
  );
  const wanted = found.filter((row) => row.isListening);
  await sendAgain(
    tx,
    wanted.map(({ id }) => id),
    { at, by, state: 'retried' },
  );
  await endHoldsOn(tx, [...new Set(wanted.map(({ targetId }) => targetId))], at);
  return { deliveries: wanted.length, ended: found.length - wanted.length };
}

const isInNoHand = '(d.leased_until IS NULL OR d.leased_until < lease_now())';

interface SentAgain {
  readonly at: Date;
  /** Who wished it; it stands in the trail. */
  readonly by: string;
  readonly state: 'retried' | 'resent';
}

const sendAgain = (tx: Queryable, ids: readonly number[], { at, by, state }: SentAgain): Promise<number> =>
  tx.execute(
    `UPDATE deliveries SET state = 'pending', attempts = 0, refusals = 0, due_at = $2, settled_at = NULL,
            quarantined_at = NULL, unsettled_claims = 0,
            trail = with_attempt(CASE WHEN state = 'sent' THEN with_attempt(trail, settled_at, 'sent', response) ELSE trail END, $2, $3, $4)
      WHERE id = ANY ($1::bigint[])`,
    [ids, at, state, by],
  );

/** Sends once more what was sent, under its own id. */
export async function resendSent(
  tx: Queryable,
  messageId: string,
  when: Pick<SentAgain, 'at' | 'by'>,
): Promise<'resent' | ResendRefusal> {
  const [found] = await tx.query<{ id: number; state: string; isWelcome: boolean }>(
    `SELECT d.id, d.state, (${isListening}) AND EXISTS (SELECT FROM subscribed_rules AS r WHERE r.subscription_id = s.id) AS "isWelcome"
       FROM ${listedTables} WHERE d.message_id = $1 AND NOT d.is_unlisted FOR UPDATE OF d`,
    [messageId],
  );
  if (found === undefined) return 'unknown';
  if (found.state !== 'sent') return 'not sent';
  if (!found.isWelcome) return 'ended';
  await sendAgain(tx, [found.id], { ...when, state: 'resent' });
  return 'resent';
}

/** One delivery goes first now, and its success ends the hold. */
const endHoldsOn = (tx: Queryable, targetIds: readonly number[], now: Date) =>
  tx.execute(
    `UPDATE holds AS h SET held_until = $2 FROM targets AS t
      WHERE t.id = ANY ($1::bigint[]) AND h.held_until > $2 AND ${concernsTarget}`,
    [targetIds, now],
  );

/** Null: there is no target of that number that is switched off or held. */
export async function giveTargetBack(tx: Queryable, id: number, now: Date): Promise<ResumedTarget | null> {
  const [stopped] = await tx.query<Omit<ResumedTarget, 'waiting'>>(
    `SELECT t.key AS name, coalesce(t.suppressed_because,
              (SELECT h.reason FROM holds AS h WHERE ${concernsTarget} ORDER BY h.held_until DESC LIMIT 1)) AS because
       FROM targets AS t
      WHERE t.id = $1 AND (t.suppressed_at IS NOT NULL OR EXISTS (SELECT FROM holds AS h WHERE ${concernsTarget}))
        FOR UPDATE OF t`,
    [id],
  );
  if (stopped === undefined) return null;
  await tx.execute(
    `UPDATE targets
        SET suppressed_at = NULL, suppressed_because = NULL, suppression_told = false, refusals = 0, unknown_recipients = 0
      WHERE id = $1`,
    [id],
  );
  await endHoldsOn(tx, [id], now);
  const waiting = await tx.execute(
    `UPDATE deliveries SET due_at = $2, refusals = 0
      WHERE target_id = $1 AND state IN ${unsentStates} AND quarantined_at IS NULL`,
    [id, now],
  );
  return { ...stopped, waiting };
}
