import type { SubscriberDefinition, SubscriptionDefinition } from '../../../domain/configuration/definitions.ts';
import { idOfKey } from '../../../domain/configuration/subscriptionKey.ts';
import type { Queryable } from '../database.ts';
import type { Transactional } from '../transactional.ts';
import { saveSubscriber } from './subscriberRows.ts';

export interface SubscriberList {
  read(): Promise<readonly SubscriberDefinition[]>;
  /**
   * Makes the subscribers these, all or none; they count as confirmed. A subscription is known by its key: what it
   * was notified of stays so when it changes or comes back. One that its subscriber ended stays ended. Rejects where a rule is unknown.
   */
  replace(subscribers: readonly SubscriberDefinition[], now: Date): Promise<void>;
  /** Ends a subscription as its subscriber wishes; false when there is none. Again changes nothing. */
  unsubscribe(subscriptionId: number, now: Date): Promise<boolean>;
  /** Subscriptions that their subscribers ended, those taken out of the list too. */
  unsubscribed(): Promise<readonly SubscriptionName[]>;
}

/** What a subscription is known by: its subscriber's address, and its key. */
export interface SubscriptionName {
  readonly email: string;
  readonly key: string;
}

export function createSubscriberList(db: Transactional): SubscriberList {
  return {
    read: () => read(db),
    replace: (subscribers, now) => db.transaction((tx) => replaceAll(tx, subscribers, now)),
    async unsubscribe(id, now) {
      const rows = await db.execute(
        'UPDATE subscriptions SET unsubscribed_at = coalesce(unsubscribed_at, $2) WHERE id = $1',
        [id, now],
      );
      return rows > 0;
    },
    unsubscribed: () =>
      db.query<SubscriptionName>(
        `SELECT p.email, s.key FROM subscriptions AS s JOIN listed_subscribers AS p ON p.id = s.subscriber_id
          WHERE s.unsubscribed_at IS NOT NULL ORDER BY s.id`,
      ),
  };
}

interface Row extends Omit<SubscriberDefinition, 'subscriptions'> {
  readonly subscriptions: readonly (Omit<SubscriptionDefinition, 'id'> & { readonly key: string })[];
}

async function read(db: Queryable): Promise<readonly SubscriberDefinition[]> {
  const rows = await db.query<Row>(
    `SELECT p.email, p.name, p.timezone,
            coalesce(jsonb_agg(jsonb_build_object(
              'key', s.key, 'channel', s.channel, 'target', s.target, 'secretRef', s.secret_ref, 'schedule', s.schedule,
              'quiet', s.quiet, 'maxPerHour', s.max_per_hour,
              'rules', (SELECT coalesce(jsonb_agg(rule_id ORDER BY rule_id), '[]') FROM subscription_rules WHERE subscription_id = s.id)
            ) ORDER BY s.id) FILTER (WHERE s.id IS NOT NULL), '[]') AS subscriptions
       FROM listed_subscribers AS p LEFT JOIN subscriptions AS s ON s.subscriber_id = p.id AND s.removed_at IS NULL
      WHERE p.removed_at IS NULL
      GROUP BY p.id, p.email, p.name, p.timezone ORDER BY p.id`,
  );
  return rows.map(({ subscriptions, ...subscriber }) => ({
    ...subscriber,
    subscriptions: subscriptions.map(({ key, ...definition }) => ({ ...definition, id: idOfKey(key) })),
  }));
}

async function replaceAll(tx: Queryable, subscribers: readonly SubscriberDefinition[], now: Date): Promise<void> {
  const emails = subscribers.map(({ email }) => email);
  await tx.execute(
    'UPDATE listed_subscribers SET removed_at = $2 WHERE removed_at IS NULL AND email <> ALL ($1::text[])',
    [emails, now],
  );
  for (const subscriber of subscribers) await saveSubscriber(tx, subscriber, now);
}
