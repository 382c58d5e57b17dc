import { hostOf, namedUrl } from '../../../domain/basics/webUrl.ts';
import { likeAddress } from '../../../domain/feeds/documentAddress.ts';
import type { PlannedFeed } from '../../../domain/feeds/nextPollReason.ts';
import type {
  AlikeFeed,
  FeedArticle,
  FeedDeskStore,
  FeedDetails,
  FeedEdit,
  HubNote,
  PollNote,
} from '../../../ports/feedDesk.ts';
import type { Queryable } from '../database.ts';
import { isPushed } from '../poll/hubOffers.ts';
import { type PauseJson, pauseFrom, pauseOf } from '../shared/feedPauses.ts';
import { fetchHeldUntil } from '../shared/heldTargets.ts';
import { listFeeds } from './feedLists.ts';
import { readFeedsOf } from './feedViews.ts';

export const createFeedDeskStore = (db: Queryable): FeedDeskStore => ({
  list: (filter, page, now) => listFeeds(db, filter, page, now),
  details: (id, now) => readDetails(db, id, now),
});

const shownArticles = 10;
const shownEdits = 20;

type PlanRow = Omit<PlannedFeed, 'pause' | 'heldUntil'> &
  Pick<FeedDetails, 'norm' | 'redirectingTo' | 'redirectPolls' | 'lastNewAt'> & {
    readonly asked: string;
    readonly pause: PauseJson | null;
  };

async function readDetails(db: Queryable, id: number, now: Date): Promise<FeedDetails | null> {
  const [view] = await readFeedsOf(db, [id], now);
  const [row] = await db.query<PlanRow>(planSql, [id, now]);
  if (view === undefined || row === undefined) return null;
  const { asked, norm, redirectingTo, redirectPolls, lastNewAt, pause, ...plan } = row;
  const [heldUntil, polls, hubs, articles, edits, alike] = await Promise.all([
    fetchHeldUntil(db, { key: namedUrl(asked), host: hostOf(asked) }, now),
    db.query<PollNote>(pollsSql, [id]),
    db.query<HubNote>(hubsSql, [id]),
    db.query<FeedArticle>(articlesSql, [id, shownArticles]),
    db.query<FeedEdit>(editsSql, [String(id), shownEdits]),
    alikeFeeds(db, id, view.url, asked),
  ]);
  return {
    ...{ view, plan: { ...plan, pause: pauseFrom(pause), heldUntil } },
    ...{ norm, redirectingTo, redirectPolls, lastNewAt, polls, hubs, articles, edits, alike },
  };
}

const planSql = `
  SELECT f.next_poll_at AS "nextPollAt", f.last_polled_at AS "lastPolledAt", f.every_seconds AS "everySeconds",
         f.interval_seconds AS "intervalSeconds", f.items_per_hour AS "itemsPerHour", f.requested_seconds AS "requestedSeconds",
         f.skip_hours AS "skipHours", f.skip_days AS "skipDays", f.outrun_at AS "outrunAt", ${isPushed('$2')} AS "isPushed",
         f.failures, f.last_failure AS "lastFailure", f.ended_at IS NOT NULL AS "isEnded", f.quarantined_at IS NOT NULL AS "isQuarantined",
         f.redirecting_to AS "redirectingTo", f.redirect_polls AS "redirectPolls", f.last_new_at AS "lastNewAt",
         coalesce(f.redirected_to, f.url) AS asked, ${pauseOf('f')} AS pause, n.norm
    FROM listed_feeds AS f LEFT JOIN feed_norms AS n ON n.feed_id = f.id WHERE f.id = $1 AND f.removed_at IS NULL`;

const pollsSql = `
  SELECT first_at AS "firstAt", last_at AS "lastAt", times, kind, says, items, created, revised
    FROM feed_polls WHERE feed_id = $1 ORDER BY number DESC`;

const hubsSql = `
  SELECT hub, state, lease_ends_at AS "leaseEndsAt", pushed_at AS "pushedAt", last_error AS "lastError", next_action_at AS "nextActionAt"
    FROM hub_subscriptions WHERE feed_id = $1 AND state <> 'unwanted' ORDER BY id`;

const articlesSql = `
  SELECT a.id, r.title, a.link, a.outlet_name AS outlet, a.seen_at AS "seenAt", r.published_at AS "publishedAt"
    FROM (SELECT * FROM articles WHERE feed_id = $1 ORDER BY seen_at DESC LIMIT $2) AS a
    JOIN article_revisions AS r ON r.article_id = a.id AND r.revision = a.latest_revision AND r.seen_at = a.seen_at
   ORDER BY a.seen_at DESC, a.id DESC`;

const editsSql = `
  SELECT at, actor_name AS by, action, why, before, after FROM audit_log
   WHERE subject_kind = 'feed' AND subject_id = $1 ORDER BY id DESC LIMIT $2`;

/** By their addresses, in whatever way these are written, and by where they redirect to for good. */
async function alikeFeeds(db: Queryable, id: number, url: string, asked: string): Promise<readonly AlikeFeed[]> {
  const others = await db.query<AlikeFeed & { asked: string }>(
    'SELECT id, name, url, version, coalesce(redirected_to, url) AS asked FROM listed_feeds WHERE removed_at IS NULL AND id <> $1',
    [id],
  );
  const own = new Set([likeAddress(url), likeAddress(asked)]);
  return others
    .filter((other) => own.has(likeAddress(other.url)) || own.has(likeAddress(other.asked)))
    .map(({ asked: _asked, ...other }) => other);
}
