import type { Feed } from '../../domain/feeds/feed.ts';
import type { PollPlan } from '../../domain/feeds/nextPoll.ts';
import type { ClaimedFeed, PollSettlement, PollStore, SavedCounts } from '../../pipeline/pollStore.ts';
import type { Lease } from '../../ports/lease.ts';
import type { Database, Queryable } from './database.ts';
import { claiming, createLeaseKeeper, isHeld, type LeasedTable, settled } from './leases.ts';
import { saveArticles } from './saveArticles.ts';
import { storable } from './storable.ts';

const table: LeasedTable = {
  name: 'feeds',
  key: 'id',
  due: 'next_poll_at <= $2 AND removed_at IS NULL AND ended_at IS NULL',
  order: 'next_poll_at, id',
};

export function createPollStore(db: Database): PollStore {
  return {
    ...createLeaseKeeper(db, table),
    claimDueFeeds: (now, limit) => claimDueFeeds(db, now, limit),
    settlePoll: (lease, settlement, now) => db.transaction((tx) => settlePoll(tx, lease, settlement, now)),
  };
}

const asks = `jsonb_build_object('askedSeconds', f.asked_seconds, 'skipHours', f.skip_hours, 'skipDays', f.skip_days)`;

async function claimDueFeeds(db: Database, now: Date, limit: number): Promise<readonly ClaimedFeed[]> {
  const rows = await db.query<Feed & { leaseNumber: number }>(
    `${claiming(table)}
     SELECT f.id, f.url, f.name, f.every_seconds AS "everySeconds", f.interval_seconds AS "intervalSeconds",
            f.items_per_hour AS "itemsPerHour", f.outrun_at AS "outrunAt", ${asks} AS asks, f.etag, f.last_modified AS "lastModified",
            f.first_polled_at AS "firstPolledAt", f.last_succeeded_at AS "lastSucceededAt", f.failures,
            claimed.lease_number AS "leaseNumber"
       FROM claimed JOIN feeds AS f ON f.id = claimed.key
      ORDER BY f.next_poll_at, f.id`,
    [limit, now],
  );
  return rows.map(({ leaseNumber, ...feed }) => ({ lease: { id: feed.id, number: leaseNumber }, feed }));
}

const nothing: SavedCounts = { created: 0, revised: 0, known: 0, churned: 0 };

async function settlePoll(
  tx: Queryable,
  lease: Lease,
  settlement: PollSettlement,
  now: Date,
): Promise<SavedCounts | null> {
  const held = await tx.query(`SELECT FROM feeds WHERE ${isHeld(table)} FOR UPDATE`, [lease.id, lease.number]);
  if (held.length === 0) return null;
  const counts = settlement.kind === 'document' ? await saveArticles(tx, lease.id, settlement.articles, now) : nothing;
  await saveFeedState(tx, lease.id, settlement, counts, now);
  return counts;
}

async function saveFeedState(
  tx: Queryable,
  feedId: number,
  settlement: PollSettlement,
  counts: SavedCounts,
  now: Date,
): Promise<number> {
  const update = (set: string, values: readonly unknown[]) =>
    tx.execute(`UPDATE feeds SET last_polled_at = $2, ${settled}, ${set} WHERE id = $1`, [feedId, now, ...values]);
  const succeeded = `last_succeeded_at = $2, failures = 0, last_error = NULL, next_poll_at = $3, interval_seconds = $4, items_per_hour = $5,
    outrun_at = CASE WHEN $6 THEN $2 ELSE outrun_at END`;
  const planned = ({ nextPollAt, intervalSeconds, itemsPerHour, isOutrun }: PollPlan) => [
    ...[nextPollAt, intervalSeconds, itemsPerHour, isOutrun],
  ];
  switch (settlement.kind) {
    case 'document': {
      const { etag, lastModified, asks, plan } = settlement;
      return update(
        `${succeeded}, etag = $7, last_modified = $8, asked_seconds = $9, skip_hours = $10, skip_days = $11, first_polled_at = coalesce(first_polled_at, $2), keys_seen_at = $2,
         churned_at = CASE WHEN $12 THEN $2 ELSE churned_at END`,
        [
          ...planned(plan(counts)),
          etag,
          lastModified,
          asks.askedSeconds,
          asks.skipHours,
          asks.skipDays,
          counts.churned > 0,
        ],
      );
    }
    case 'unchanged':
      await noteStillServed(tx, feedId, now);
      return update(succeeded, planned(settlement.plan));
    case 'held':
      return update('last_error = $3, next_poll_at = $4', [shownMessage(settlement.message), settlement.nextPollAt]);
    case 'failed':
      return update('failures = failures + 1, last_error = $3, next_poll_at = $4', [
        shownMessage(settlement.message),
        settlement.nextPollAt,
      ]);
    case 'ended':
      return update('ended_at = $2, last_error = $3', [shownMessage(settlement.message)]);
  }
}

/** What an unchanged document holds is still served, so it is still known: noted once a day. */
async function noteStillServed(tx: Queryable, feedId: number, now: Date): Promise<void> {
  await tx.execute(
    `WITH feed AS (SELECT keys_seen_at FROM feeds WHERE id = $1 AND keys_seen_at < $2::timestamptz - interval '1 day'),
     noted AS (UPDATE article_identities SET last_seen_at = $2 FROM feed WHERE last_seen_at = feed.keys_seen_at)
     UPDATE feeds SET keys_seen_at = $2 FROM feed WHERE id = $1`,
    [feedId, now],
  );
}

/** A message may quote what a stranger's document holds. */
const shownMessage = (message: string): string => storable(message.slice(0, 1000));
