import type { StepBack } from '../../../domain/notices/clockNotice.ts';
import { nextDue } from '../../../domain/schedules/due.ts';
import type { Schedule } from '../../../domain/schedules/schedule.ts';
import type { DueTimesStore } from '../../../pipeline/watch/keepDueTimes.ts';
import { leaseSeconds } from '../../../ports/lease.ts';
import { queryLimits } from '../../postgres/queryLimits.ts';
import type { Database, Queryable } from '../database.ts';
import { saveNotices } from '../deliver/notices.ts';
import { allLeased, unsentStates } from '../shared/leasedTables.ts';

/** Clocks that are set by a network differ by less, and what is late by so much is late by no more. */
const toleranceSeconds = 60;

const roundOf = (machine: string): string => `due times on ${machine}`;
const isRoundOfMachine = "name LIKE 'due times on %'";
const isToBeSent = `state IN ${unsentStates}`;
/** As the indexes have it; what is quarantined is bounded when it is released. */
const isInLine = `${isToBeSent} AND quarantined_at IS NULL`;
const isPeriodic = "schedule->>'every' <> 'instant'";

interface TimeColumn {
  readonly table: string;
  readonly column: string;
  /** Which rows are looked at, in the table's own columns (SQL). */
  readonly where?: string;
}

/** What happens, or ends, at a time that was reckoned from the clock. */
const reckoned: readonly TimeColumn[] = [
  { table: 'feeds', column: 'next_poll_at' },
  { table: 'feeds', column: 'reread_at' },
  { table: 'holds', column: 'held_until' },
  { table: 'page_pauses', column: 'ends_at' },
  { table: 'pipeline_items', column: 'read_until' },
  { table: 'subscriptions', column: 'next_due_at', where: `NOT ${isPeriodic}` },
  { table: 'notification_log', column: 'not_before', where: 'message_id IS NULL' },
  { table: 'notified_stories', column: 'held_until' },
  { table: 'deliveries', column: 'due_at', where: isToBeSent },
  { table: 'notices', column: 'due_at', where: isToBeSent },
  { table: 'hub_subscriptions', column: 'next_action_at' },
  { table: 'hub_subscriptions', column: 'lease_ends_at' },
];

/** What is done again some time after it was done last. */
const done: readonly TimeColumn[] = [
  ...[
    'first_polled_at',
    'last_polled_at',
    'last_succeeded_at',
    'last_new_at',
    'outrun_at',
    'gone_since',
    'document_at',
  ].map((column) => ({ table: 'feeds', column })),
  { table: 'messages', column: 'created_at' },
  { table: 'rounds', column: 'done_at', where: `NOT ${isRoundOfMachine}` },
  { table: 'canary', column: 'sent_at' },
  { table: 'canary', column: 'arrived_at' },
  { table: 'canary', column: 'alarm_since' },
];

export function createDueTimesStore(db: Database, limits: { readonly pollMaxSeconds: number }): DueTimesStore {
  return {
    heedClock: (machine, now, noticesOf) =>
      db.transaction(async (tx) => {
        const step = await stepBack(tx, machine, now);
        if (step === null) return null;
        await moveTimes(tx, step);
        await setNextDigests(tx, now, 'true');
        await saveNotices(tx, noticesOf(step), now);
        return step;
      }, queryLimits.longMs),
    boundDueTimes: async (now) =>
      (await boundFeeds(db, now, limits.pollMaxSeconds)) +
      (await boundOthers(db, now)) +
      (await setNextDigests(db, now, isBeyondPeriod)) +
      (await boundLeases(db)),
  };
}

/** The time that was noted last, where it is later than now; `now` is noted instead. */
async function stepBack(tx: Queryable, machine: string, now: Date): Promise<StepBack | null> {
  const name = roundOf(machine);
  const [noted] = await tx.query<{ at: Date }>('SELECT done_at AS at FROM rounds WHERE name = $1 FOR UPDATE', [name]);
  const isBack = noted !== undefined && noted.at.getTime() - now.getTime() > toleranceSeconds * 1000;
  // A clock that lags by seconds is not taken for one that was put back in small steps.
  const latest = isBack || noted === undefined || noted.at < now ? now : noted.at;
  await tx.execute(
    'INSERT INTO rounds (name, done_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at',
    [name, latest],
  );
  return isBack ? { machine, from: noted.at, to: now } : null;
}

async function moveTimes(tx: Queryable, { from, to }: StepBack): Promise<void> {
  const move = ({ table, column, where = 'true' }: TimeColumn, moved: string) =>
    tx.execute(`UPDATE ${table} SET ${column} = ${moved} WHERE ${column} > $1 AND isfinite(${column}) AND ${where}`, [
      to,
      from,
    ]);
  for (const each of reckoned) await move(each, `greatest($1, ${each.column} - ($2::timestamptz - $1::timestamptz))`);
  for (const each of done) await move(each, `least($1, ${each.column} - ($2::timestamptz - $1::timestamptz))`);
}

const hours = (count: number): string => `interval '${count} hours'`;

/** Its period, and quiet hours besides. */
const isBeyondPeriod = `next_due_at > $1::timestamptz + CASE schedule->>'every'
  WHEN 'hour' THEN ${hours(26)} WHEN 'day' THEN ${hours(5 * 24)} ELSE ${hours(9 * 24)} END`;

/** Digests go by the calendar, not by the time that has passed. Nothing is planned here. */
async function setNextDigests(db: Queryable, now: Date, which: string): Promise<number> {
  const rows = await db.query<{ id: number; schedule: Exclude<Schedule, { every: 'instant' }>; timezone: string }>(
    `SELECT s.id, s.schedule, p.timezone FROM subscriptions AS s JOIN subscribers AS p ON p.id = s.subscriber_id
      WHERE ${isPeriodic} AND next_due_at > $1 AND ${which}`,
    [now],
  );
  for (const { id, schedule, timezone } of rows)
    await db.execute('UPDATE subscriptions SET next_due_at = $2 WHERE id = $1 AND next_due_at > $2', [
      id,
      nextDue(schedule, timezone, now),
    ]);
  return rows.length;
}

/** What a poll leaves behind: its own interval, what its document asks, or a day where it fails or its host wants to be left alone. */
const feedBound = `CASE
  WHEN cardinality(skip_hours) + cardinality(skip_days) > 0 THEN ${hours(8 * 24)}
  WHEN failures > 0 OR last_error IS NOT NULL THEN ${hours(28)}
  ELSE make_interval(secs => ${toleranceSeconds} + 1.2 * coalesce(every_seconds, greatest(interval_seconds, $2::integer))) END`;

/** Also a feed that is always planned too far ahead is polled no more often than its bound. */
function boundFeeds(db: Queryable, now: Date, pollMaxSeconds: number): Promise<number> {
  return db.execute(
    `UPDATE feeds SET next_poll_at = $1, last_polled_at = least(last_polled_at, $1)
      WHERE next_poll_at > $1::timestamptz + ${feedBound}
        AND (last_polled_at IS NULL OR last_polled_at > $1 OR last_polled_at < $1::timestamptz - ${feedBound})`,
    [now, pollMaxSeconds],
  );
}

/** A little more than what is asked of these at most. */
const bounds: readonly (TimeColumn & { readonly furthest: string })[] = [
  { table: 'holds', column: 'held_until', furthest: hours(25) },
  { table: 'page_pauses', column: 'ends_at', furthest: hours(1) },
  { table: 'deliveries', column: 'due_at', where: isInLine, furthest: hours(49) },
  { table: 'notices', column: 'due_at', where: isInLine, furthest: hours(49) },
  { table: 'hub_subscriptions', column: 'next_action_at', furthest: hours(366 * 24) },
  {
    table: 'rounds',
    column: 'done_at',
    where: `NOT ${isRoundOfMachine}`,
    furthest: `interval '${toleranceSeconds} seconds'`,
  },
  { table: 'canary', column: 'sent_at', furthest: `interval '${toleranceSeconds} seconds'` },
];

async function boundOthers(db: Queryable, now: Date): Promise<number> {
  let rows = 0;
  for (const { table, column, where = 'true', furthest } of bounds)
    rows += await db.execute(
      `UPDATE ${table} SET ${column} = $1 WHERE ${column} > $1::timestamptz + ${furthest} AND ${where}`,
      [now],
    );
  return rows;
}

/**
 * Of the database's clock. Whoever holds such a lease keeps it, and renews it by the new time; one of the dead runs out. So no
 * row is taken from somebody who is at work on it.
 */
async function boundLeases(db: Queryable): Promise<number> {
  let rows = 0;
  for (const name of new Set(allLeased.map((table) => table.name)))
    rows += await db.execute(
      `UPDATE ${name} SET leased_until = lease_now() + interval '${leaseSeconds} seconds'
        WHERE leased_until > lease_now() + interval '${leaseSeconds + toleranceSeconds} seconds'
          ${name === 'deliveries' || name === 'notices' ? `AND ${isToBeSent}` : ''}`,
    );
  return rows;
}
