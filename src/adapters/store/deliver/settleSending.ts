import { secondsAfter } from '../../../domain/basics/time.ts';
import type { DeliverySettlement, RequestedHold, SettledDelivery } from '../../../pipeline/deliver/deliverStore.ts';
import type { Queryable } from '../database.ts';
import { type HoldTerms, holdKey, type StandingHold } from '../shared/heldTargets.ts';
import type { LeasedTable } from '../shared/leasedTables.ts';
import { settled } from '../shared/leases.ts';
import { storable } from '../storable.ts';

/**
 * Saves how claims ended. Only what was sent and refused counts as a try. The rows that were still ours, with these columns
 * of theirs (SQL); `which` (SQL) narrows them.
 */
export const settleSendings = <Row>(
  tx: Queryable,
  { name }: LeasedTable,
  claims: readonly SettledDelivery[],
  now: Date,
  columns: string,
  which = 'true',
): Promise<Row[]> =>
  tx.query<Row>(
    `UPDATE ${name} AS settled
        SET state = s.state, response = s.response, due_at = coalesce(s.retry_at, due_at), ${settled},
            attempts = attempts + CASE WHEN s.is_try THEN 1 ELSE 0 END,
            settled_at = CASE WHEN s.retry_at IS NULL THEN $7::timestamptz END${name === 'deliveries' ? keepTrail : ''}
       FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::boolean[])
            AS s (id, number, state, response, retry_at, is_try)
      WHERE settled.id = s.id AND settled.lease_number = s.number AND leased_until IS NOT NULL AND ${which}
      RETURNING ${columns}`,
    [
      claims.map(({ lease }) => lease.id),
      claims.map(({ lease }) => lease.number),
      claims.map(({ settlement }) => (settlement.state === 'refused' ? 'retrying' : settlement.state)),
      claims.map(({ settlement }) => storable(settlement.response)),
      claims.map(({ settlement }) => dueAgain(settlement, now)),
      claims.map(({ settlement }) => settlement.isTry),
      now,
    ],
  );

/** A delivery keeps how it was tried; what is sent at once needs no trail besides its response (SQL). */
const keepTrail = `,
            trail = CASE WHEN s.state = 'sent' THEN trail ELSE with_attempt(trail, $7, s.state, s.response) END`;

/** Null: it is settled for good. What waits for its target is given its time with that. */
function dueAgain(settlement: DeliverySettlement, now: Date): Date | null {
  if (settlement.state === 'refused') return now;
  return settlement.state === 'retrying' ? settlement.retryAt : null;
}

export const termsOf = ({ afterSeconds }: RequestedHold, reason: string, now: Date): HoldTerms => ({
  until: afterSeconds === null ? null : secondsAfter(now, afterSeconds),
  reason,
  now,
});

/** What is held is due when its hold ends. */
export const waitForHold = (
  tx: Queryable,
  { name }: LeasedTable,
  ids: readonly number[],
  { until }: StandingHold,
): Promise<number> =>
  tx.execute(`UPDATE ${name} SET due_at = greatest(due_at, $2) WHERE id = ANY ($1::bigint[])`, [ids, until]);

/** Holds a channel as what was sent by it asks. */
export const holdChannel = (tx: Queryable, channel: string, terms: HoldTerms): Promise<StandingHold> =>
  holdKey(tx, { direction: 'send', scope: 'channel', key: channel, host: null }, terms);

/** The receiver said something of what was sent: the way to it works. */
export const hasAnswered = (settlement: DeliverySettlement): boolean =>
  settlement.state === 'sent' || (settlement.state === 'rejected' && settlement.concerns !== null);
