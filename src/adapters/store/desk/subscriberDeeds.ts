import type { EditOutcome } from '../../../desk/edit.ts';
import type { AddSubscriberStore, SubscriberDetails } from '../../../desk/subscribers/addSubscriber.ts';
import type { ChangeSubscriberStore } from '../../../desk/subscribers/changeSubscriber.ts';
import type { RemoveSubscriberStore } from '../../../desk/subscribers/removeSubscriber.ts';
import { comparedAddress } from '../../../domain/basics/mailAddress.ts';
import { versionOf } from '../../../domain/configuration/changes.ts';
import { nextDueAfterEdit } from '../../../domain/configuration/nextDueAfterEdit.ts';
import type { Database, Queryable } from '../database.ts';
import { redirectMails } from '../deliver/targets.ts';
import { createConfigImports } from '../shared/configImports.ts';
import { lockSubscriber } from '../subscribers/lockedRows.ts';
import { knownTimings, saveSubscriber } from '../subscribers/subscriberRows.ts';
import { type DeedResult, inDeed } from './auditLog.ts';

/** What people do to subscribers; their subscriptions come beside it. */
export const createSubscriberDeeds = (
  db: Database,
): AddSubscriberStore & ChangeSubscriberStore & RemoveSubscriberStore => ({
  addSubscriber: (details, at, entryOf) =>
    inSubscriberDeed<DeedResult<AddSubscriberStore['addSubscriber']>>(db, async (tx) => {
      const taken = await holderOf(tx, details.email);
      if (taken !== null) return { result: { taken }, entry: null };
      const id = await saveSubscriber(tx, { ...details, subscriptions: [] }, at);
      return { result: { id }, entry: entryOf(id) };
    }),
  changeSubscriber: ({ id, basedOn, details }, at, entryOf) =>
    inSubscriberDeed<DeedResult<ChangeSubscriberStore['changeSubscriber']>>(db, async (tx) => {
      const current = await lockSubscriber(tx, id);
      const refusal = refusedEdit(current, basedOn);
      if (refusal !== null || current === null) return { result: refusal ?? { kind: 'unknown' }, entry: null };
      if (await isTaken(tx, details.email, id)) return { result: { kind: 'taken' }, entry: null };
      await saveDetails(tx, { id, current, details }, at);
      return { result: { kind: 'changed' }, entry: entryOf(current) };
    }),
  removeSubscriber: ({ id, basedOn }, at, entryOf) =>
    inSubscriberDeed<DeedResult<RemoveSubscriberStore['removeSubscriber']>>(db, async (tx) => {
      const current = await lockSubscriber(tx, id);
      const refusal = refusedEdit(current, basedOn);
      if (refusal !== null || current === null) return { result: refusal ?? { kind: 'unknown' }, entry: null };
      await tx.execute('UPDATE subscribers SET removed_at = $2 WHERE id = $1', [id, at]);
      return { result: { kind: 'changed' }, entry: entryOf(current) };
    }),
});

/** A deed on subscribers; from the first on, no starter file replaces them. */
export const inSubscriberDeed: typeof inDeed = (db, run) =>
  inDeed(db, async (tx) => {
    const done = await run(tx);
    if (done.entry !== null) await createConfigImports(tx).noteEdited('subscribers', done.entry.at);
    return done;
  });

/** Why an edit that is based on a version is not made; null: it may be. */
export function refusedEdit<T>(
  current: T | null,
  basedOn: string,
): Exclude<EditOutcome<T>, { kind: 'changed' }> | null {
  if (current === null) return { kind: 'unknown' };
  return versionOf(current) === basedOn ? null : { kind: 'conflict', current };
}

/** Who is in the list with the address, however it is written. */
async function holderOf(tx: Queryable, email: string): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    'SELECT id FROM listed_subscribers WHERE address = $1 AND removed_at IS NULL ORDER BY id LIMIT 1',
    [comparedAddress(email)],
  );
  return row?.id ?? null;
}

/** Also by somebody who was removed: their row keeps the address. */
const isTaken = async (tx: Queryable, email: string, id: number): Promise<boolean> =>
  (
    await tx.query('SELECT FROM subscribers WHERE (email = $1 OR address = $2) AND id <> $3 LIMIT 1', [
      ...[email, comparedAddress(email), id],
    ])
  ).length > 0;

interface DetailsEdit {
  readonly id: number;
  readonly current: SubscriberDetails;
  readonly details: SubscriberDetails;
}

async function saveDetails(tx: Queryable, { id, current, details }: DetailsEdit, at: Date): Promise<void> {
  const { email, name, timezone } = details;
  // Read before the zone changes, which the due times depend on.
  const timings = await knownTimings(tx, id);
  await tx.execute('UPDATE subscribers SET email = $2, address = $3, name = $4, timezone = $5 WHERE id = $1', [
    ...[id, email, comparedAddress(email), name, timezone],
  ]);
  for (const [key, timing] of timings) {
    if (timing.isRemoved) continue;
    await tx.execute('UPDATE subscriptions SET next_due_at = $3 WHERE subscriber_id = $1 AND key = $2', [
      ...[id, key, nextDueAfterEdit(timing, { ...timing, timezone }, at)],
    ]);
  }
  if (comparedAddress(email) !== comparedAddress(current.email)) await moveTo(tx, { id, current, details }, at);
}

/** Mail to the old address goes to the new one; what was left under the old is left under the new. */
async function moveTo(tx: Queryable, { id, current, details }: DetailsEdit, at: Date): Promise<void> {
  const [before, after] = [comparedAddress(current.email), comparedAddress(details.email)];
  await tx.execute(
    `INSERT INTO departures (address, channel, rule_id, left_at)
     SELECT $2, channel, rule_id, left_at FROM departures WHERE address = $1 ON CONFLICT DO NOTHING`,
    [before, after],
  );
  await redirectMails(tx, { subscriberId: id, from: before, to: details.email }, at);
}
