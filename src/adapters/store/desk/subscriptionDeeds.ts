import type { AddSubscriptionStore } from '../../../desk/subscribers/addSubscription.ts';
import type { ChangeSubscriptionStore } from '../../../desk/subscribers/changeSubscription.ts';
import type { RemoveSubscriptionStore } from '../../../desk/subscribers/removeSubscription.ts';
import type { TestStore } from '../../../desk/subscribers/sendTest.ts';
import type { SubscriptionDefinition } from '../../../domain/configuration/definitions.ts';
import { nextDueAfterEdit } from '../../../domain/configuration/nextDueAfterEdit.ts';
import { subscriptionKeys } from '../../../domain/configuration/subscriptionKey.ts';
import type { Database, Queryable } from '../database.ts';
import { recallDepartures } from '../subscribers/departures.ts';
import { lockSubscriber, lockSubscription, type StoredSubscription } from '../subscribers/lockedRows.ts';
import { knownTimings, saveSubscription } from '../subscribers/subscriberRows.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from '../subscribers/subscriptionRows.ts';
import { type DeedResult, inDeed } from './auditLog.ts';
import { inSubscriberDeed, refusedEdit } from './subscriberDeeds.ts';

/** What people do to subscriptions. */
export const createSubscriptionDeeds = (
  db: Database,
): AddSubscriptionStore & ChangeSubscriptionStore & RemoveSubscriptionStore & TestStore => ({
  addSubscription: (subscriberId, definition, at, entryOf) =>
    inSubscriberDeed<DeedResult<AddSubscriptionStore['addSubscription']>>(db, async (tx) => {
      const subscriber = await lockSubscriber(tx, subscriberId);
      if (subscriber === null) return { result: { kind: 'unknown' }, entry: null };
      const rules = await unknownRules(tx, definition.rules, []);
      if (rules.length > 0) return { result: { kind: 'unknown rules', rules }, entry: null };
      await recallMail(tx, definition);
      const key = await freeKey(tx, subscriberId, definition.id);
      const { timezone } = subscriber;
      const nextDueAt = nextDueAfterEdit(null, { ...definition, timezone }, at);
      const id = await saveSubscription(tx, { subscriberId, key, nextDueAt }, definition, at);
      return { result: { kind: 'added', id }, entry: entryOf(id) };
    }),
  changeSubscription: ({ id, basedOn, definition }, at, entryOf) =>
    inSubscriberDeed<DeedResult<ChangeSubscriptionStore['changeSubscription']>>(db, async (tx) => {
      const current = await lockSubscription(tx, id);
      const refusal = refusedEdit(current?.definition ?? null, basedOn);
      if (refusal !== null || current === null) return { result: refusal ?? { kind: 'unknown' }, entry: null };
      const rules = await unknownRules(tx, definition.rules, current.definition.rules);
      if (rules.length > 0) return { result: { kind: 'unknown rules', rules }, entry: null };
      await recallMail(tx, definition);
      await saveChanged(tx, id, current, definition, at);
      return { result: { kind: 'changed' }, entry: entryOf(current.definition) };
    }),
  removeSubscription: ({ id, basedOn }, at, entryOf) =>
    inSubscriberDeed<DeedResult<RemoveSubscriptionStore['removeSubscription']>>(db, async (tx) => {
      const current = await lockSubscription(tx, id);
      const refusal = refusedEdit(current?.definition ?? null, basedOn);
      if (refusal !== null || current === null) return { result: refusal ?? { kind: 'unknown' }, entry: null };
      await tx.execute('UPDATE subscriptions SET removed_at = $2 WHERE id = $1', [id, at]);
      return { result: { kind: 'changed' }, entry: entryOf(current.definition) };
    }),
  beginTest: (id, limit, entry) =>
    inDeed(db, async (tx) => {
      const result = await beginTest(tx, id, limit);
      return { result, entry: typeof result === 'string' ? null : entry };
    }),
});

const recallMail = async (tx: Queryable, { channel, target }: SubscriptionDefinition): Promise<void> => {
  if (channel === 'email') await recallDepartures(tx, [target]);
};

/** Rules that are neither in force nor in the subscription already: one that was deleted may stay. */
async function unknownRules(
  tx: Queryable,
  wanted: readonly string[],
  kept: readonly string[],
): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT w.id FROM unnest($1::text[]) AS w (id) WHERE w.id <> ALL ($2::text[])
        AND NOT EXISTS (SELECT FROM listed_rule_revisions AS v WHERE v.rule_id = w.id AND v.to_set IS NULL)`,
    [wanted, kept],
  );
  return rows.map(({ id }) => id);
}

/** An id of its own, by which a file knows it again whatever is edited; never one that was used before. */
async function freeKey(tx: Queryable, subscriberId: number, wanted: string | null): Promise<string> {
  const rows = await tx.query<{ key: string }>('SELECT key FROM subscriptions WHERE subscriber_id = $1', [
    subscriberId,
  ]);
  const used = new Set(rows.map(({ key }) => key));
  if (wanted !== null && !used.has(wanted)) return wanted;
  let number = used.size + 1;
  while (used.has(`desk-${number}`)) number++;
  return `desk-${number}`;
}

/** A key that is made of what the subscription was no longer fits: it gets an id, and stays the same subscription. */
async function saveChanged(
  tx: Queryable,
  id: number,
  { subscriberId, key, definition: before }: StoredSubscription,
  definition: SubscriptionDefinition,
  at: Date,
): Promise<void> {
  const timing = (await knownTimings(tx, subscriberId)).get(key) ?? null;
  const isMade =
    before.id === null && subscriptionKeys([before])[0] !== subscriptionKeys([{ ...definition, id: null }])[0];
  const newKey = isMade ? await freeKey(tx, subscriberId, null) : key;
  await tx.execute('UPDATE subscriptions SET key = $2 WHERE id = $1', [id, newKey]);
  const [person] = await tx.query<{ timezone: string }>('SELECT timezone FROM subscribers WHERE id = $1', [
    subscriberId,
  ]);
  const nextDueAt = nextDueAfterEdit(timing, { ...definition, timezone: person?.timezone ?? 'UTC' }, at);
  await saveSubscription(tx, { subscriberId, key: newKey, nextDueAt }, definition, at);
}

async function beginTest(
  tx: Queryable,
  id: number,
  { most, since }: { readonly most: number; readonly since: Date },
): Promise<Awaited<ReturnType<TestStore['beginTest']>>> {
  if ((await lockSubscription(tx, id)) === null) return 'unknown';
  const [row] = await tx.query<SubscriptionRow & { readonly isListening: boolean; readonly tests: number }>(
    `SELECT ${subscriptionColumns}, (${isListening}) AS "isListening",
            (SELECT count(*) FROM audit_log AS a WHERE a.subject_kind = 'subscription' AND a.subject_id = s.id::text
                AND a.action = 'subscription.tested' AND a.at > $2) AS tests
       FROM subscriptions AS s ${subscriberOfSubscription} WHERE s.id = $1`,
    [id, since],
  );
  if (row === undefined) return 'unknown';
  if (!row.isListening || row.ruleIds.length === 0) return 'ended';
  return row.tests >= most ? 'too many' : toSubscription(row);
}
