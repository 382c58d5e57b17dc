import type { DeliveryFilter, ListedState } from '../../../domain/deliveries/deliveryFilter.ts';
import type { DeliveryPlace, ListedDelivery } from '../../../ports/listedMessages.ts';
import type { Queryable } from '../database.ts';
import { unsentStates } from '../shared/leasedTables.ts';
import { concernsTarget } from '../shared/sendHolds.ts';
import { subscriberOfSubscription } from '../subscribers/subscriptionRows.ts';

const isWaiting = `d.state IN ${unsentStates}`;

/** Of the delivery `d` to the target `t`: where it stands (SQL). */
export const listedState = `CASE
  WHEN d.quarantined_at IS NOT NULL THEN 'quarantined'
  WHEN NOT (${isWaiting}) THEN d.state
  WHEN t.suppressed_at IS NOT NULL THEN 'suppressed'
  WHEN EXISTS (SELECT FROM holds AS h WHERE ${concernsTarget}) THEN 'held'
  ELSE d.state END`;

/** Of the delivery `d` to the target `t`: what it waits for, else what was last responded (SQL). */
export const listedResponse = `CASE WHEN ${isWaiting} THEN coalesce(t.suppressed_because,
    (SELECT h.reason FROM holds AS h WHERE ${concernsTarget} ORDER BY h.held_until DESC LIMIT 1), d.response)
  ELSE d.response END`;

/** Tables `d` (the delivery), `t`, `m`, `s` and `p` of what a list shows (SQL). */
export const listedTables = `deliveries AS d
  JOIN targets AS t ON t.id = d.target_id
  JOIN messages AS m ON m.id = d.message_id
  JOIN subscriptions AS s ON s.id = d.subscription_id
  ${subscriberOfSubscription}`;

/** A condition (SQL) with its parameters, the first of them `$1`. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Which deliveries `d` to targets `t` a filter takes. Each part is there only where the filter has it: an index serves what it
 * narrows by.
 */
export function filteredBy(filter: DeliveryFilter): Condition {
  const parts = ['NOT d.is_unlisted'];
  const values: unknown[] = [];
  const narrow = (value: unknown, sqlOf: (parameter: string) => string): void => {
    if (value == null) return;
    values.push(value);
    parts.push(sqlOf(`$${values.length}`));
  };
  narrow(filter.since, (since) => `d.created_at >= ${since}`);
  narrow(filter.until, (until) => `d.created_at < ${until}`);
  narrow(filter.channel, (channel) => `d.channel = ${channel}`);
  narrow(filter.ruleId, (rule) => `d.rule_ids @> ARRAY[${rule}::text]`);
  narrow(filter.messageId, (message) => `d.message_id = ${message}`);
  narrow(
    filter.subscriberIds,
    (person) => `d.subscription_id = ANY (ARRAY(SELECT id FROM subscriptions WHERE subscriber_id = ANY (${person})))`,
  );
  const { states } = filter;
  if (states === null) return { sql: parts.join(' AND '), values };
  const kinds = [...new Set(states.map(storedAs))];
  parts.push(`(${kinds.join(' OR ')})`);
  // What waits is told apart only by its target; the planner knows nothing of that.
  if (states.some(isOfTarget) && !waitingStates.every((state) => states.includes(state)))
    narrow(states, (wanted) => `${listedState} = ANY (${wanted})`);
  return { sql: parts.join(' AND '), values };
}

const waitingStates = ['pending', 'retrying', 'held', 'suppressed'] as const;

const isOfTarget = (state: ListedState): boolean => waitingStates.some((each) => each === state);

/** How the store has it, as the indexes do (SQL). */
function storedAs(state: ListedState): string {
  if (state === 'quarantined') return 'd.quarantined_at IS NOT NULL';
  return isOfTarget(state)
    ? `${isWaiting} AND d.quarantined_at IS NULL`
    : `d.state = '${state}' AND d.quarantined_at IS NULL`;
}

const deliveriesAPage = 500;

/** Newest message first. */
export async function* listDeliveries(db: Queryable, filter: DeliveryFilter): AsyncGenerator<ListedDelivery> {
  const condition = filteredBy(filter);
  let place: DeliveryPlace | null = null;
  do {
    const page: readonly ListedDelivery[] = await pageOfDeliveries(db, condition, place, deliveriesAPage);
    yield* page;
    const last = page.at(-1);
    place = last === undefined ? null : [last.createdAt, last.id];
  } while (place !== null);
}

/** Deliveries of that condition, the newest message first. */
export const pageOfDeliveries = (
  db: Queryable,
  { sql, values }: Condition,
  after: DeliveryPlace | null,
  most: number,
): Promise<ListedDelivery[]> =>
  db.query<ListedDelivery>(
    `SELECT ${listedColumns} FROM ${listedTables}
      WHERE ${sql}${after === null ? '' : ` AND (d.created_at, d.id) < ($${values.length + 1}, $${values.length + 2})`}
      ORDER BY d.created_at DESC, d.id DESC LIMIT ${most}`,
    [...values, ...(after ?? [])],
  );

const listedColumns = `
  d.id, m.id AS "messageId", m.kind, m.content -> 'entries' -> 0 -> 'title' ->> 'text' AS title,
  jsonb_array_length(m.content -> 'entries') AS entries, p.id AS "subscriberId", p.name AS subscriber, t.channel, t.key AS target,
  ${listedState} AS state, d.attempts, ${listedResponse} AS response,
  d.created_at AS "createdAt", d.due_at AS "dueAt", d.settled_at AS "settledAt"`;
