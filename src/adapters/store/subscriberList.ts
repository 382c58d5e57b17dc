import { sameValue } from '../../domain/configuration/changes.ts';
import type { SubscriberDefinition, SubscriptionDefinition } from '../../domain/configuration/definitions.ts';
import { subscriptionKeys } from '../../domain/configuration/subscriptionKey.ts';
import { firstDue } from '../../domain/schedules/due.ts';
import type { Database, Queryable } from './database.ts';

export interface SubscriberList {
  read(): Promise<readonly SubscriberDefinition[]>;
  /**
   * Makes the subscribers these, all or none; they count as confirmed. A subscription is known by its key: what it was told
   * stays told when it changes or comes back. One that its subscriber ended stays ended. Rejects where a rule is unknown.
   */
  replace(subscribers: readonly SubscriberDefinition[], now: Date): Promise<void>;
  /** Ends a subscription as its subscriber wishes; false when there is none. Again changes nothing. */
  unsubscribe(subscriptionId: number, now: Date): Promise<boolean>;
  /** Subscriptions that their subscribers ended, as `email: key`. */
  unsubscribed(): Promise<readonly string[]>;
}

export function createSubscriberList(db: Database): SubscriberList {
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
    async unsubscribed() {
      const rows = await db.query<{ name: string }>(
        `SELECT p.email || ': ' || s.key AS name FROM subscriptions AS s JOIN subscribers AS p ON p.id = s.subscriber_id
          WHERE s.unsubscribed_at IS NOT NULL AND s.removed_at IS NULL ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    },
  };
}

interface Row extends Omit<SubscriberDefinition, 'subscriptions'> {
  readonly subscriptions: readonly (SubscriptionDefinition & { readonly key: string })[];
}

async function read(db: Database): Promise<readonly SubscriberDefinition[]> {
  const rows = await db.query<Row>(
    `SELECT p.email, p.name, p.timezone,
            coalesce(jsonb_agg(jsonb_build_object(
              'key', s.key, 'channel', s.channel, 'target', s.target, 'secretRef', s.secret_ref, 'schedule', s.schedule,
              'quiet', s.quiet, 'maxPerHour', s.max_per_hour,
              'rules', (SELECT coalesce(jsonb_agg(rule_id ORDER BY rule_id), '[]') FROM subscription_rules WHERE subscription_id = s.id)
            ) ORDER BY s.id) FILTER (WHERE s.id IS NOT NULL), '[]') AS subscriptions
       FROM subscribers AS p LEFT JOIN subscriptions AS s ON s.subscriber_id = p.id AND s.removed_at IS NULL
      WHERE p.removed_at IS NULL
      GROUP BY p.id ORDER BY p.id`,
  );
  return rows.map((row) => ({ ...row, subscriptions: row.subscriptions.map(withId) }));
}

/** A key that is no name was made of what the subscription is. */
const withId = ({ key, ...definition }: Row['subscriptions'][number]): SubscriptionDefinition => ({
  ...definition,
  id: key.includes(' | ') ? null : key,
});

async function replaceAll(tx: Queryable, subscribers: readonly SubscriberDefinition[], now: Date): Promise<void> {
  const emails = subscribers.map(({ email }) => email);
  await tx.execute('UPDATE subscribers SET removed_at = $2 WHERE removed_at IS NULL AND email <> ALL ($1::text[])', [
    emails,
    now,
  ]);
  for (const subscriber of subscribers) await saveSubscriber(tx, subscriber, now);
}

async function saveSubscriber(
  tx: Queryable,
  { email, name, timezone, subscriptions }: SubscriberDefinition,
  now: Date,
): Promise<void> {
  const [saved] = await tx.query<{ id: number }>(
    `INSERT INTO subscribers (email, name, timezone, created_at, confirmed_at) VALUES ($1, $2, $3, $4, $4)
     ON CONFLICT (email) DO UPDATE SET name = excluded.name, timezone = excluded.timezone, removed_at = NULL,
                                       confirmed_at = coalesce(subscribers.confirmed_at, excluded.confirmed_at)
     RETURNING id`,
    [email, name, timezone, now],
  );
  if (saved === undefined) throw new Error(`saving the subscriber ${email} gave no row`);
  const keys = subscriptionKeys(subscriptions);
  await tx.execute(
    'UPDATE subscriptions SET removed_at = $3 WHERE subscriber_id = $1 AND removed_at IS NULL AND key <> ALL ($2::text[])',
    [saved.id, keys, now],
  );
  for (const [place, subscription] of subscriptions.entries()) {
    await saveSubscription(tx, { subscriberId: saved.id, timezone, key: keys[place] ?? '' }, subscription, now);
  }
}

interface Owner {
  readonly subscriberId: number;
  readonly timezone: string;
  readonly key: string;
}

async function saveSubscription(
  tx: Queryable,
  { subscriberId, timezone, key }: Owner,
  wanted: SubscriptionDefinition,
  now: Date,
): Promise<void> {
  const [known] = await tx.query<{ schedule: unknown; nextDueAt: Date | null }>(
    'SELECT schedule, next_due_at AS "nextDueAt" FROM subscriptions WHERE subscriber_id = $1 AND key = $2 FOR UPDATE',
    [subscriberId, key],
  );
  // A schedule that stays keeps its time, also one that passed while the service was down.
  const keepsTime = known !== undefined && sameValue(known.schedule, wanted.schedule);
  const nextDueAt = keepsTime
    ? known.nextDueAt
    : (firstDue(wanted.schedule, timezone, now) ?? (known === undefined ? null : now));
  const [saved] = await tx.query<{ id: number }>(
    `INSERT INTO subscriptions (subscriber_id, key, channel, target, secret_ref, schedule, quiet, max_per_hour, created_at, next_due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (subscriber_id, key) DO UPDATE
        SET channel = excluded.channel, target = excluded.target, secret_ref = excluded.secret_ref, schedule = excluded.schedule,
            quiet = excluded.quiet, max_per_hour = excluded.max_per_hour, next_due_at = excluded.next_due_at, removed_at = NULL
     RETURNING id`,
    [
      subscriberId,
      key,
      wanted.channel,
      wanted.target,
      wanted.secretRef,
      JSON.stringify(wanted.schedule),
      jsonOrNull(wanted.quiet),
      wanted.maxPerHour,
      now,
      nextDueAt,
    ],
  );
  await tx.execute('DELETE FROM subscription_rules WHERE subscription_id = $1', [saved?.id]);
  await tx.execute('INSERT INTO subscription_rules SELECT $1, unnest($2::text[])', [
    saved?.id,
    [...new Set(wanted.rules)],
  ]);
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
