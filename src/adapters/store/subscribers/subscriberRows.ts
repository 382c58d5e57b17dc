import { comparedAddress } from '../../../domain/basics/mailAddress.ts';
import type { SubscriberDefinition, SubscriptionDefinition } from '../../../domain/configuration/definitions.ts';
import { targetAddress } from '../../../domain/configuration/departed.ts';
import { type KnownTiming, nextDueAfterEdit } from '../../../domain/configuration/nextDueAfterEdit.ts';
import { subscriptionKeys } from '../../../domain/configuration/subscriptionKey.ts';
import { targetOf } from '../../../domain/deliveries/target.ts';
import { isChannelName } from '../../../domain/digests/channels.ts';
import type { Queryable } from '../database.ts';
import { redirectWaiting } from '../deliver/targets.ts';
import { recallDepartures } from './departures.ts';

/** Saves a subscriber with exactly these subscriptions, and returns its id; those that are not among them are taken out. */
export async function saveSubscriber(
  tx: Queryable,
  { email, name, timezone, subscriptions }: SubscriberDefinition,
  now: Date,
): Promise<number> {
  // Read before the zone changes, which the due times depend on.
  const knownId = await knownPerson(tx, email);
  const known = await knownTimings(tx, knownId);
  await recallDepartures(tx, [
    email,
    ...subscriptions.filter(({ channel }) => channel === 'email').map(({ target }) => target),
  ]);
  const id = await savePerson(tx, knownId, { email, name, timezone }, now);
  const keys = subscriptionKeys(subscriptions);
  await tx.execute(
    'UPDATE subscriptions SET removed_at = $3 WHERE subscriber_id = $1 AND removed_at IS NULL AND key <> ALL ($2::text[])',
    [id, keys, now],
  );
  for (const [place, subscription] of subscriptions.entries()) {
    const key = keys[place] ?? '';
    const nextDueAt = nextDueAfterEdit(known.get(key) ?? null, { ...subscription, timezone }, now);
    await saveSubscription(tx, { subscriberId: id, key, nextDueAt }, subscription, now);
  }
  return id;
}

/** Whoever has the address, however it is written; null: nobody yet. */
async function knownPerson(tx: Queryable, email: string): Promise<number | null> {
  const [known] = await tx.query<{ id: number }>(
    `SELECT id FROM subscribers WHERE email = $1 OR address = $2
      ORDER BY email <> $1, removed_at IS NOT NULL, id DESC LIMIT 1`,
    [email, comparedAddress(email)],
  );
  return known?.id ?? null;
}

/** By key. The rows stay locked, so that no plan moves a due time in between. */
export async function knownTimings(
  tx: Queryable,
  subscriberId: number | null,
): Promise<ReadonlyMap<string, KnownTiming>> {
  const rows = await tx.query<KnownTiming & { readonly key: string }>(
    `SELECT s.key, s.schedule, s.quiet, p.timezone, s.next_due_at AS "nextDueAt",
            s.removed_at IS NOT NULL OR p.removed_at IS NOT NULL AS "isRemoved"
       FROM subscriptions AS s JOIN subscribers AS p ON p.id = s.subscriber_id
      WHERE p.id = $1 ORDER BY s.id FOR UPDATE OF s`,
    [subscriberId],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

async function savePerson(
  tx: Queryable,
  knownId: number | null,
  { email, name, timezone }: Pick<SubscriberDefinition, 'email' | 'name' | 'timezone'>,
  now: Date,
): Promise<number> {
  if (knownId !== null) {
    await tx.execute(
      `UPDATE subscribers SET email = $2, address = $3, name = $4, timezone = $5, removed_at = NULL, confirmed_at = coalesce(confirmed_at, $6)
        WHERE id = $1`,
      [knownId, email, comparedAddress(email), name, timezone, now],
    );
    return knownId;
  }
  const [saved] = await tx.query<{ id: number }>(
    'INSERT INTO subscribers (email, address, name, timezone, created_at, confirmed_at) VALUES ($1, $2, $3, $4, $5, $5) RETURNING id',
    [email, comparedAddress(email), name, timezone, now],
  );
  if (saved === undefined) throw new Error(`saving the subscriber ${email} gave no row`);
  return saved.id;
}

interface Row {
  readonly subscriberId: number;
  readonly key: string;
  readonly nextDueAt: Date | null;
}

/** One that was quarantined is tried again: what made its plans fail (a time zone, a schedule) may just have been mended. */
export async function saveSubscription(
  tx: Queryable,
  { subscriberId, key, nextDueAt }: Row,
  subscription: SubscriptionDefinition,
  now: Date,
): Promise<number> {
  const { channel, target, secretRef, schedule, quiet, maxPerHour, rules } = subscription;
  if (!isChannelName(channel)) throw new Error(`there is no channel ${channel}`);
  const quietJson = quiet === null ? null : JSON.stringify(quiet);
  const [saved] = await tx.query<{ id: number }>(
    `INSERT INTO subscriptions (subscriber_id, key, channel, target, address, secret_ref, schedule, quiet, max_per_hour, next_due_at, created_at)
     VALUES ($1, $2, $3, $4, $11, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (subscriber_id, key) DO UPDATE
        SET channel = excluded.channel, target = excluded.target, address = excluded.address, secret_ref = excluded.secret_ref, schedule = excluded.schedule,
            quiet = excluded.quiet, max_per_hour = excluded.max_per_hour, next_due_at = excluded.next_due_at, removed_at = NULL,
            quarantined_at = NULL, unsettled_claims = 0
     RETURNING id`,
    [
      ...[
        subscriberId,
        key,
        channel,
        target,
        secretRef,
        JSON.stringify(schedule),
        quietJson,
        maxPerHour,
        nextDueAt,
        now,
      ],
      targetAddress(subscription),
    ],
  );
  if (saved === undefined) throw new Error('saving a subscription gave no row');
  await redirectWaiting(tx, saved.id, targetOf({ channel, target }), now);
  await tx.execute('DELETE FROM subscription_rules WHERE subscription_id = $1', [saved.id]);
  await tx.execute('INSERT INTO subscription_rules SELECT $1, unnest($2::text[])', [saved.id, [...new Set(rules)]]);
  return saved.id;
}
