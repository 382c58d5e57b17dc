import { shownUrl } from '../../../domain/basics/webUrl.ts';
import type { SubscriptionDefinition } from '../../../domain/configuration/definitions.ts';
import type { ListedSubscriber, ListedSubscription, Slice } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';
import { type DefinitionRow, definitionColumns, definitionOf } from '../subscribers/lockedRows.ts';

/** By number, from behind one on; those taken out are left out. */
export async function subscribersSlice(
  db: Queryable,
  { after, limit }: Slice<number>,
): Promise<readonly ListedSubscriber[]> {
  const people = await db.query<Person>(`${peopleSql} AND ($1::bigint IS NULL OR p.id > $1) ORDER BY p.id LIMIT $2`, [
    after,
    limit,
  ]);
  return withSubscriptions(db, people);
}

export async function subscriberById(db: Queryable, id: number): Promise<ListedSubscriber | null> {
  const people = await db.query<Person>(`${peopleSql} AND p.id = $1`, [id]);
  return (await withSubscriptions(db, people))[0] ?? null;
}

type Person = Omit<ListedSubscriber, 'subscriptions'>;

const peopleSql = `
  SELECT p.id, p.email, p.name, p.timezone, p.confirmed_at AS "confirmedAt"
    FROM listed_subscribers AS p WHERE p.removed_at IS NULL`;

async function withSubscriptions(db: Queryable, people: readonly Person[]): Promise<readonly ListedSubscriber[]> {
  const rows = await db.query<ListedSubscription & { readonly subscriberId: number }>(
    `SELECT s.id, s.subscriber_id AS "subscriberId", s.channel, s.target, s.schedule, s.quiet,
            s.max_per_hour AS "maxPerHour", s.next_due_at AS "nextDueAt", s.unsubscribed_at AS "unsubscribedAt",
            s.quarantined_at IS NOT NULL AS "isQuarantined",
            ARRAY(SELECT rule_id FROM subscribed_rules WHERE subscription_id = s.id ORDER BY rule_id) AS rules
       FROM listed_subscriptions AS s
      WHERE s.subscriber_id = ANY ($1::bigint[]) AND s.removed_at IS NULL ORDER BY s.id`,
    [people.map(({ id }) => id)],
  );
  return people.map((person) => ({
    ...person,
    subscriptions: rows.filter(({ subscriberId }) => subscriberId === person.id).map(shown),
  }));
}

/** A reference or a mail address is no secret; an address of the web may hold one. */
const shown = <T extends ListedSubscription>(subscription: T): T => ({
  ...subscription,
  target: URL.canParse(subscription.target) ? shownUrl(subscription.target) : subscription.target,
});

/** A subscription in the list, also one that its subscriber ended; null: there is none. */
export async function subscriptionById(db: Queryable, id: number): Promise<SubscriptionInList | null> {
  const [row] = await db.query<DefinitionRow & { readonly email: string }>(
    `SELECT ${definitionColumns}, p.email FROM listed_subscriptions AS s JOIN subscribers AS p ON p.id = s.subscriber_id
      WHERE s.id = $1 AND s.removed_at IS NULL AND p.removed_at IS NULL`,
    [id],
  );
  return row === undefined ? null : { subscriberId: row.subscriberId, email: row.email, definition: definitionOf(row) };
}

interface SubscriptionInList {
  readonly subscriberId: number;
  readonly email: string;
  readonly definition: SubscriptionDefinition;
}
