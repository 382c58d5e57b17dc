import type { SubscriberDetails } from '../../../desk/subscribers/addSubscriber.ts';
import type { SubscriptionDefinition } from '../../../domain/configuration/definitions.ts';
import { idOfKey } from '../../../domain/configuration/subscriptionKey.ts';
import type { Queryable } from '../database.ts';

/** Whoever is in the list; the row stays locked. Null: nobody. */
export async function lockSubscriber(tx: Queryable, id: number): Promise<SubscriberDetails | null> {
  const [row] = await tx.query<SubscriberDetails>(
    'SELECT email, name, timezone FROM listed_subscribers WHERE id = $1 AND removed_at IS NULL FOR UPDATE',
    [id],
  );
  return row ?? null;
}

/** A subscription as it is edited. */
export interface StoredSubscription {
  readonly subscriberId: number;
  readonly key: string;
  readonly definition: SubscriptionDefinition;
}

export type DefinitionRow = Omit<SubscriptionDefinition, 'id'> & Pick<StoredSubscription, 'subscriberId' | 'key'>;

/** What `DefinitionRow` has, of `subscriptions AS s` (SQL). */
export const definitionColumns = `
  s.subscriber_id AS "subscriberId", s.key, s.channel, s.target, s.secret_ref AS "secretRef", s.schedule, s.quiet,
  s.max_per_hour AS "maxPerHour",
  ARRAY(SELECT rule_id FROM subscription_rules WHERE subscription_id = s.id ORDER BY rule_id) AS rules`;

export const definitionOf = ({
  key,
  channel,
  target,
  secretRef,
  schedule,
  quiet,
  maxPerHour,
  rules,
}: DefinitionRow): SubscriptionDefinition => ({
  id: idOfKey(key),
  ...{ rules, channel, target, secretRef, schedule, quiet, maxPerHour },
});

/** A subscription in the list, also one that its subscriber ended; the rows of both stay locked. Null: there is none. */
export async function lockSubscription(tx: Queryable, id: number): Promise<StoredSubscription | null> {
  const [row] = await tx.query<DefinitionRow>(
    `SELECT ${definitionColumns} FROM subscriptions AS s JOIN listed_subscribers AS p ON p.id = s.subscriber_id
      WHERE s.id = $1 AND s.removed_at IS NULL AND p.removed_at IS NULL FOR UPDATE OF p, s`,
    [id],
  );
  return row === undefined ? null : { subscriberId: row.subscriberId, key: row.key, definition: definitionOf(row) };
}
