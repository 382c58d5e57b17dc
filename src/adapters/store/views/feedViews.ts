import { dayMs } from '../../../domain/basics/time.ts';
import type { FeedPause } from '../../../domain/feeds/feedPause.ts';
import { judgedAtOnce } from '../../../domain/feeds/health/judgeFeed.ts';
import { expectedOver, type FeedNorm } from '../../../domain/feeds/health/norm.ts';
import type { FailingFeed } from '../../../domain/feeds/health/sharedFault.ts';
import { isKnown } from '../../../domain/feeds/health/silence.ts';
import { type Finding, leadingState, troubles } from '../../../domain/feeds/health/states.ts';
import type { FeedDay, FeedView } from '../../../ports/consoleStore.ts';
import type { Queryable } from '../database.ts';
import { type PauseJson, pauseFrom, pauseOf } from '../shared/feedPauses.ts';

const shownDays = 14;

type FeedRow = Omit<FeedView, 'health' | 'ended' | 'quarantined'> & {
  readonly lastPolledAt: Date | null;
  readonly endedAt: Date | null;
  readonly quarantinedAt: Date | null;
  readonly pause: PauseJson | null;
  readonly norm: FeedNorm | null;
  readonly findings: readonly (Omit<Finding, 'since'> & { readonly since: string })[];
  /** Whole UTC days. */
  readonly brought: readonly { readonly day: string; readonly got: number }[];
};

/** Every feed with how it is, those in trouble first. `now` is the end of the days that are shown. */
export async function readFeeds(db: Queryable, now: Date): Promise<readonly FeedView[]> {
  const rows = await db.query<FeedRow>(feedsSql('true'), [firstDay(now)]);
  return rows.map((row) => viewOf(row, now)).sort(inTroubleFirst);
}

/** The feeds of these numbers, in their order. */
export async function readFeedsOf(db: Queryable, ids: readonly number[], now: Date): Promise<readonly FeedView[]> {
  const rows = await db.query<FeedRow>(feedsSql('f.id = ANY ($2::bigint[])'), [firstDay(now), ids]);
  const views = new Map(rows.map((row) => [row.id, viewOf(row, now)]));
  return ids.flatMap((id) => views.get(id) ?? []);
}

const startOfDay = (now: Date): number => Math.floor(now.getTime() / dayMs) * dayMs;
const firstDay = (now: Date): Date => new Date(startOfDay(now) - (shownDays - 1) * dayMs);

const feedsSql = (which: string): string => `
  SELECT f.id, f.name, f.url, f.last_succeeded_at AS "lastSucceededAt", f.next_poll_at AS "nextPollAt", f.failures,
         f.last_error AS "lastError", f.last_failure AS "lastFailure", f.last_polled_at AS "lastPolledAt", f.ended_at AS "endedAt",
         f.quarantined_at AS "quarantinedAt", ${pauseOf('f')} AS pause, n.norm,
         coalesce((SELECT json_agg(json_build_object('state', s.state, 'since', s.since, 'says', s.says, 'advice', s.advice))
                     FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL), '[]') AS findings,
         coalesce((SELECT json_agg(d) FROM (SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum(created) AS got
                                              FROM feed_hours AS h WHERE h.feed_id = f.id AND h.hour >= $1 GROUP BY 1) AS d), '[]') AS brought
    FROM listed_feeds AS f LEFT JOIN feed_norms AS n ON n.feed_id = f.id
   WHERE f.removed_at IS NULL AND ${which}
   ORDER BY f.name`;

/** Of every feed, how its last poll went. */
export const readLastFailures = (db: Queryable): Promise<readonly FailingFeed[]> =>
  db.query<FailingFeed>('SELECT url, last_failure AS "lastFailure" FROM listed_feeds WHERE removed_at IS NULL');

function viewOf(
  { norm, findings, brought, lastPolledAt, endedAt, quarantinedAt, pause: paused, ...feed }: FeedRow,
  now: Date,
): FeedView {
  const known = isKnown(norm);
  const pause = pauseFrom(paused);
  const kept = findings.map((finding) => ({ ...finding, since: new Date(finding.since) }));
  const found = foundNow(kept, { ...feed, endedAt, quarantinedAt, pause, lastPolledAt }, now);
  const state = leadingState(found, known);
  const others = found.filter((finding) => finding.state !== state.state);
  const got = new Map(brought.map((each) => [each.day, each.got]));
  const days = Array.from({ length: shownDays }, (_, index) => firstDay(now).getTime() + index * dayMs);
  const shown = days.map((day): FeedDay => {
    const until = Math.min(day + dayMs, now.getTime());
    return {
      got: got.get(new Date(day).toISOString().slice(0, 10)) ?? 0,
      expected: known ? expectedOver(norm, day, until) : null,
    };
  });
  return {
    ...feed,
    ...{ ended: endedAt !== null, quarantined: quarantinedAt !== null },
    health: { ...state, others, days: shown },
  };
}

type Asked = Pick<
  FeedRow,
  'failures' | 'lastError' | 'lastSucceededAt' | 'endedAt' | 'quarantinedAt' | 'lastPolledAt'
> & {
  readonly pause: FeedPause | null;
};

/** What the last round found, with what is certain since: a round comes by every few minutes only. */
function foundNow(kept: readonly Finding[], feed: Asked, now: Date): readonly Finding[] {
  const certain = judgedAtOnce(feed, now);
  const isPaused = certain.some(({ state }) => state === 'paused');
  const still = isPaused ? [] : kept.filter(({ state }) => state !== 'paused');
  const begun = certain
    .filter(({ state }) => !still.some((finding) => finding.state === state))
    .map(({ state, says, advice }) => ({ state, says, advice, since: beginOf(state, feed) ?? now }));
  return [...still, ...begun];
}

const beginOf = (state: Finding['state'], { endedAt, quarantinedAt, pause, lastPolledAt }: Asked): Date | null => {
  if (state === 'ended') return endedAt;
  if (state === 'quarantined') return quarantinedAt;
  return state === 'paused' ? (pause?.pausedAt ?? null) : lastPolledAt;
};

const rankOf = ({ health }: FeedView): number => {
  const rank = (troubles as readonly string[]).indexOf(health.state);
  return rank === -1 ? troubles.length : rank;
};

const inTroubleFirst = (a: FeedView, b: FeedView): number => rankOf(a) - rankOf(b);
