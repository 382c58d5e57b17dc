import { dayMs } from '../../../domain/basics/time.ts';
import { failing, hasNeverAnswered } from '../../../domain/feeds/health/judgeFeed.ts';
import { expectedOver, type FeedNorm } from '../../../domain/feeds/health/norm.ts';
import type { FailingFeed } from '../../../domain/feeds/health/sharedFault.ts';
import { isKnown } from '../../../domain/feeds/health/silence.ts';
import { type Finding, leadingState, troubles } from '../../../domain/feeds/health/states.ts';
import type { FeedDay, FeedView } from '../../../ports/consoleStore.ts';
import type { Queryable } from '../database.ts';

const shownDays = 14;

type FeedRow = Omit<FeedView, 'health'> & {
  readonly lastPolledAt: Date | null;
  readonly norm: FeedNorm | null;
  readonly findings: readonly (Omit<Finding, 'since'> & { readonly since: string })[];
  /** Whole UTC days. */
  readonly brought: readonly { readonly day: string; readonly got: number }[];
};

/** Every feed with how it is, those in trouble first. `now` is the end of the days that are shown. */
export async function readFeeds(db: Queryable, now: Date): Promise<readonly FeedView[]> {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const days = Array.from({ length: shownDays }, (_, index) => new Date(today - (shownDays - 1 - index) * dayMs));
  const rows = await db.query<FeedRow>(feedsSql, [days[0]]);
  return rows.map((row) => viewOf(row, days, now)).sort(inTroubleFirst);
}

const feedsSql = `
  SELECT f.id, f.name, f.url, f.last_succeeded_at AS "lastSucceededAt", f.next_poll_at AS "nextPollAt", f.failures,
         f.last_error AS "lastError", f.last_failure AS "lastFailure", f.last_polled_at AS "lastPolledAt", f.ended_at IS NOT NULL AS ended, f.quarantined_at IS NOT NULL AS quarantined, n.norm,
         coalesce((SELECT json_agg(json_build_object('state', s.state, 'since', s.since, 'says', s.says, 'advice', s.advice))
                     FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL), '[]') AS findings,
         coalesce((SELECT json_agg(d) FROM (SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum(created) AS got
                                              FROM feed_hours AS h WHERE h.feed_id = f.id AND h.hour >= $1 GROUP BY 1) AS d), '[]') AS brought
    FROM listed_feeds AS f LEFT JOIN feed_norms AS n ON n.feed_id = f.id
   WHERE f.removed_at IS NULL
   ORDER BY f.name`;

/** Of every feed, how its last poll went. */
export const readLastFailures = (db: Queryable): Promise<readonly FailingFeed[]> =>
  db.query<FailingFeed>('SELECT url, last_failure AS "lastFailure" FROM listed_feeds WHERE removed_at IS NULL');

function viewOf(
  { norm, findings, brought, lastPolledAt, ...feed }: FeedRow,
  days: readonly Date[],
  now: Date,
): FeedView {
  const known = isKnown(norm);
  const judged = findings.map((finding) => ({ ...finding, since: new Date(finding.since) }));
  const found = [...judged, ...unanswered(feed, judged, lastPolledAt ?? now, now)];
  const state = leadingState(found, known);
  const others = found.filter((finding) => finding.state !== state.state);
  const got = new Map(brought.map((each) => [each.day, each.got]));
  const shown = days.map((day): FeedDay => {
    const until = Math.min(day.getTime() + dayMs, now.getTime());
    return {
      got: got.get(day.toISOString().slice(0, 10)) ?? 0,
      expected: known ? expectedOver(norm, day.getTime(), until) : null,
    };
  });
  return { ...feed, health: { ...state, others, days: shown } };
}

/** What no round has judged yet, where a feed has never answered. */
function unanswered(
  feed: Omit<FeedView, 'health'>,
  judged: readonly Finding[],
  since: Date,
  now: Date,
): readonly Finding[] {
  if (!hasNeverAnswered(feed) || feed.ended || feed.quarantined || judged.some(({ state }) => state === 'failing'))
    return [];
  const judgement = failing({ ...feed, endedAt: null, quarantinedAt: null }, now);
  return judgement === null ? [] : [{ state: judgement.state, since, says: judgement.says, advice: judgement.advice }];
}

const rankOf = ({ health }: FeedView): number => {
  const rank = (troubles as readonly string[]).indexOf(health.state);
  return rank === -1 ? troubles.length : rank;
};

const inTroubleFirst = (a: FeedView, b: FeedView): number => rankOf(a) - rankOf(b);
