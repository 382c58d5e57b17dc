import { comparedAddress } from '../../../domain/basics/mailAddress.ts';
import type { ChannelName } from '../../../domain/digests/subscription.ts';
import type { Schedule } from '../../../domain/schedules/schedule.ts';
import type { Queryable } from '../database.ts';

/** That somebody left a rule on a channel. Neither named: all of them. */
export interface Departure {
  /** As addresses are compared; of other channels than mail, the target. */
  readonly address: string;
  readonly channel: ChannelName | null;
  readonly ruleId: string | null;
  readonly leftAt: Date;
}

export const readDepartures = (db: Queryable): Promise<readonly Departure[]> =>
  db.query<Departure>(
    `SELECT address, nullif(channel, '') AS channel, nullif(rule_id, '') AS "ruleId", left_at AS "leftAt"
       FROM departures ORDER BY left_at, address, channel, rule_id`,
  );

/** Of the subscription `$1`: its subscriber's address, and its target's where that is another. */
const addressesOf = `(
  SELECT unnest(ARRAY[p.address, s.address]) AS address, s.channel, s.id
    FROM subscriptions AS s JOIN listed_subscribers AS p ON p.id = s.subscriber_id
   WHERE s.id = $1)`;

/** What a subscription goes on to bring, though its subscriber left the rule by another one. */
export interface KeptRule {
  /** Its subscriber's. */
  readonly address: string;
  readonly key: string;
  readonly ruleId: string;
  /** It is kept for as long as the schedule has this. */
  readonly every: Schedule['every'];
}

export const readKeptRules = (db: Queryable): Promise<readonly KeptRule[]> =>
  db.query<KeptRule>(
    `SELECT p.address, s.key, k.rule_id AS "ruleId", k.every
       FROM kept_rules AS k JOIN subscriptions AS s ON s.id = k.subscription_id JOIN subscribers AS p ON p.id = s.subscriber_id
      ORDER BY k.subscription_id, k.rule_id`,
  );

/** Others that bring the same rules over the same channel to the same person stay. */
const keepOthers = `
  INSERT INTO kept_rules (subscription_id, rule_id, every)
  SELECT DISTINCT s.id, r.rule_id, s.schedule->>'every'
    FROM subscriptions AS s
    JOIN subscribers AS p ON p.id = s.subscriber_id
    JOIN subscribed_rules AS r ON r.subscription_id = s.id
    JOIN ${addressesOf} AS a ON a.address IN (p.address, s.address) AND a.channel = s.channel
   WHERE s.id <> $1 AND s.unsubscribed_at IS NULL AND s.removed_at IS NULL AND p.removed_at IS NULL
     AND r.rule_id IN (SELECT rule_id FROM subscription_rules WHERE subscription_id = $1)
  ON CONFLICT (subscription_id, rule_id) DO UPDATE SET every = excluded.every`;

/** Its rules, on its channel. False when there is no such subscription. */
export async function leave(tx: Queryable, subscriptionId: number, now: Date): Promise<boolean> {
  const rows = await tx.execute(
    'UPDATE subscriptions SET unsubscribed_at = coalesce(unsubscribed_at, $2) WHERE id = $1',
    [subscriptionId, now],
  );
  await tx.execute(keepOthers, [subscriptionId]);
  await tx.execute('DELETE FROM kept_rules WHERE subscription_id = $1', [subscriptionId]);
  await tx.execute(
    `INSERT INTO departures (address, channel, rule_id, left_at)
     SELECT DISTINCT a.address, a.channel, r.rule_id, $2::timestamptz
       FROM ${addressesOf} AS a JOIN subscription_rules AS r ON r.subscription_id = a.id
     ON CONFLICT DO NOTHING`,
    [subscriptionId, now],
  );
  return rows > 0;
}

/** Everything, on all channels, also what is added later. */
export async function leaveAll(tx: Queryable, subscriptionId: number, now: Date): Promise<boolean> {
  const isThere = await leave(tx, subscriptionId, now);
  await tx.execute(
    `INSERT INTO departures (address, channel, rule_id, left_at)
     SELECT DISTINCT a.address, '', '', $2::timestamptz FROM ${addressesOf} AS a
     ON CONFLICT DO NOTHING`,
    [subscriptionId, now],
  );
  // What is planned already is not sent. All of it ended with the first departure, by which it is found when they come back.
  await tx.execute(
    `UPDATE subscriptions AS s SET unsubscribed_at = d.left_at
       FROM ${addressesOf} AS a
       JOIN departures AS d ON d.address = a.address AND d.rule_id = '', subscribers AS p
      WHERE s.unsubscribed_at IS NULL AND p.id = s.subscriber_id AND a.address IN (p.address, s.address)`,
    [subscriptionId],
  );
  return isThere;
}

/** Takes back that its rules were left, and that everything was. */
export async function comeBack(tx: Queryable, subscriptionId: number): Promise<boolean> {
  await tx.execute(
    `UPDATE subscriptions AS s SET unsubscribed_at = NULL
      WHERE EXISTS (SELECT FROM ${addressesOf} AS a
                      JOIN departures AS d ON d.address = a.address AND d.rule_id = ''
                      JOIN subscribers AS p ON p.id = s.subscriber_id
                     WHERE a.address IN (p.address, s.address) AND s.unsubscribed_at = d.left_at)`,
    [subscriptionId],
  );
  await tx.execute(
    `DELETE FROM departures AS d USING ${addressesOf} AS a
      WHERE d.address = a.address
        AND (d.rule_id = '' OR (d.channel = a.channel
                                AND d.rule_id IN (SELECT rule_id FROM subscription_rules WHERE subscription_id = a.id)))`,
    [subscriptionId],
  );
  return (await tx.execute('UPDATE subscriptions SET unsubscribed_at = NULL WHERE id = $1', [subscriptionId])) > 0;
}

/** What is kept of an address whose person was erased (SQL). */
const hashOf = (address: string): string => `'sha256:' || encode(sha256(convert_to(${address}, 'UTF8')), 'hex')`;

/** Keeps that an address left what it left, and the address no longer. */
export const hashDepartures = (tx: Queryable, address: string): Promise<number> =>
  tx.execute(`UPDATE departures SET address = ${hashOf('address')} WHERE address = $1`, [address]);

/** Addresses that are given again: what they left before they were erased is left still. */
export const recallDepartures = (tx: Queryable, addresses: readonly string[]): Promise<number> =>
  tx.execute(
    `UPDATE departures AS d SET address = a.address FROM unnest($1::text[]) AS a (address)
      WHERE d.address = ${hashOf('a.address')}`,
    [[...new Set(addresses.map(comparedAddress))]],
  );
