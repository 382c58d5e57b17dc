import type { Feed } from '../../../domain/feeds/feed.ts';
import type { ClaimedFeed, PollSettlement, PollStore, SavedCounts } from '../../../pipeline/poll/pollStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Database, Queryable } from '../database.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper, isHeld } from '../shared/leases.ts';
import { countNewItems } from './feedHours.ts';
import { saveFeedState } from './feedState.ts';
import { isPushed, noteHubOffer, noteUnpushed } from './hubOffers.ts';
import { notePoll } from './pollLog.ts';
import { saveArticles } from './saveArticles.ts';

const table = leasedTables.feeds;

export function createPollStore(db: Database): PollStore {
  return {
    ...createLeaseKeeper(db, table),
    claimDueFeeds: (now, limit, busyHosts = []) => claimDueFeeds(db, [limit, now, busyHosts]),
    settlePoll: (lease, settlement, now) => db.transaction((tx) => settlePoll(tx, lease, settlement, now)),
  };
}

const hints = `jsonb_build_object('requestedSeconds', f.requested_seconds, 'skipHours', f.skip_hours, 'skipDays', f.skip_days)`;

const isSilent = `EXISTS (SELECT FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL AND s.state = 'silent')`;

async function claimDueFeeds(db: Database, values: readonly unknown[]): Promise<readonly ClaimedFeed[]> {
  const rows = await db.query<Feed & { leaseNumber: number; host: string }>(
    `${claiming(table, 'host <> ALL ($3::text[])')}
     SELECT f.id, f.url, f.name, f.every_seconds AS "everySeconds", f.full_text AS "fullText", f.credentials, f.interval_seconds AS "intervalSeconds",
            f.items_per_hour AS "itemsPerHour", f.outrun_at AS "outrunAt", ${hints} AS hints, ${isPushed('$2')} AS "isPushed", f.etag, f.last_modified AS "lastModified",
            f.validators_from AS "validatorsFrom", f.document_hash AS "documentHash", f.reread_at AS "rereadAt", f.redirected_to AS "redirectedTo",
            f.redirecting_to AS "redirectingTo", f.redirect_polls AS "redirectPolls", f.redirect_since AS "redirectSince", f.host,
            f.gone_since AS "goneSince", f.gone_polls AS "gonePolls", f.document_at AS "documentAt", f.last_new_at AS "lastNewAt",
            f.usual_gap_seconds AS "usualGapSeconds", ${isSilent} AS "isSilent",
            f.first_polled_at AS "firstPolledAt", f.last_succeeded_at AS "lastSucceededAt", f.failures,
            claimed.lease_number AS "leaseNumber"
       FROM claimed JOIN feeds AS f ON f.id = claimed.key
      ORDER BY f.next_poll_at, f.id`,
    values,
  );
  return rows.map(({ leaseNumber, host, ...feed }) => ({ lease: { id: feed.id, number: leaseNumber }, feed, host }));
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
  await countNewItems(tx, lease.id, counts.created, now);
  await saveFeedState(tx, lease.id, settlement, counts, now);
  await notePoll(tx, lease.id, settlement, counts, now);
  if (settlement.kind === 'document') await noteHubOffer(tx, lease.id, settlement.hub, now);
  if (counts.created > 0) await noteUnpushed(tx, lease.id);
  return counts;
}
