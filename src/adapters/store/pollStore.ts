import type { Feed } from '../../domain/feeds/feed.ts';
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

async function claimDueFeeds(db: Database, now: Date, limit: number): Promise<readonly ClaimedFeed[]> {
  const rows = await db.query<Feed & { leaseNumber: number }>(
    `${claiming(table)}
     SELECT f.id, f.url, f.name, f.every_seconds AS "everySeconds", f.interval_seconds AS "intervalSeconds", f.etag, f.last_modified AS "lastModified",
            f.first_polled_at AS "firstPolledAt", f.last_succeeded_at AS "lastSucceededAt", f.failures,
            claimed.lease_number AS "leaseNumber"
       FROM claimed JOIN feeds AS f ON f.id = claimed.key
      ORDER BY f.next_poll_at, f.id`,
    [limit, now],
  );
  return rows.map(({ leaseNumber, ...feed }) => ({ lease: { id: feed.id, number: leaseNumber }, feed }));
}

const nothing: SavedCounts = { created: 0, revised: 0, known: 0 };

async function settlePoll(
  tx: Queryable,
  lease: Lease,
  settlement: PollSettlement,
  now: Date,
): Promise<SavedCounts | null> {
  const held = await tx.query(`SELECT FROM feeds WHERE ${isHeld(table)} FOR UPDATE`, [lease.id, lease.number]);
  if (held.length === 0) return null;
  const counts = settlement.kind === 'document' ? await saveArticles(tx, lease.id, settlement.articles, now) : nothing;
  await saveFeedState(tx, lease.id, settlement, now);
  return counts;
}

function saveFeedState(tx: Queryable, feedId: number, settlement: PollSettlement, now: Date): Promise<number> {
  const update = (set: string, values: readonly unknown[]) =>
    tx.execute(`UPDATE feeds SET last_polled_at = $2, ${settled}, ${set} WHERE id = $1`, [feedId, now, ...values]);
  const succeeded = 'last_succeeded_at = $2, failures = 0, last_error = NULL, next_poll_at = $3';
  switch (settlement.kind) {
    case 'document':
      return update(
        `${succeeded}, etag = $4, last_modified = $5, interval_seconds = $6, first_polled_at = coalesce(first_polled_at, $2)`,
        [settlement.nextPollAt, settlement.etag, settlement.lastModified, settlement.intervalSeconds],
      );
    case 'unchanged':
      return update(succeeded, [settlement.nextPollAt]);
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

/** A message may quote what a stranger's document holds. */
const shownMessage = (message: string): string => storable(message.slice(0, 1000));
