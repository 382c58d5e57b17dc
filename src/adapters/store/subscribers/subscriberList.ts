import type { SubscriberDefinition, SubscriptionDefinition } from '../../../domain/configuration/definitions.ts';
import { idOfKey } from '../../../domain/configuration/subscriptionKey.ts';
import type { Queryable } from '../database.ts';
import type { Transactional } from '../transactional.ts';
import {
  comeBack,
  type Departure,
  type KeptRule,
  leave,
  leaveAll,
  readDepartures,
  readKeptRules,
} from './departures.ts';
import { saveSubscriber } from './subscriberRows.ts';

export interface SubscriberList {
  read(): Promise<readonly SubscriberDefinition[]>;
  /**
   * Makes the subscribers these, all or none; they count as confirmed. A subscription is known by its key: what it
   * was notified of stays so when it changes or comes back, and a subscriber by the address, however it is written. One that its subscriber
   * ended stays ended, and nobody is notified of a rule that they left. Rejects where a rule is unknown.
   */
  replace(subscribers: readonly SubscriberDefinition[], now: Date): Promise<void>;
  /**
   * Ends a subscription as its subscriber wishes, and with it its rules on its channel, for that subscriber and that address. Others that
   * bring them already stay as they are. False when there is no such subscription; again changes nothing.
   */
  unsubscribe(subscriptionId: number, now: Date): Promise<boolean>;
  /** The same for everything that its subscriber, or its address, gets or will get. */
  unsubscribeFromAll(subscriptionId: number, now: Date): Promise<boolean>;
  /** Takes either back, as only the subscriber may. */
  resubscribe(subscriptionId: number): Promise<boolean>;
  /** Subscriptions that their subscribers ended, those taken out of the list too. */
  unsubscribed(): Promise<readonly SubscriptionName[]>;
  /** Who left what. */
  departures(): Promise<readonly Departure[]>;
  /** What other subscriptions go on to bring of that. */
  keptRules(): Promise<readonly KeptRule[]>;
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
    unsubscribe: (id, now) => db.transaction((tx) => leave(tx, id, now)),
    unsubscribeFromAll: (id, now) => db.transaction((tx) => leaveAll(tx, id, now)),
    resubscribe: (id) => db.transaction((tx) => comeBack(tx, id)),
    departures: () => readDepartures(db),
    keptRules: () => readKeptRules(db),
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
  const saved: number[] = [];
  for (const subscriber of subscribers) saved.push(await saveSubscriber(tx, subscriber, now));
  await tx.execute(
    'UPDATE listed_subscribers SET removed_at = $2 WHERE removed_at IS NULL AND id <> ALL ($1::bigint[])',
    [saved, now],
  );
}
