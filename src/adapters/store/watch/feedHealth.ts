import type { KeptFinding } from '../../../domain/feeds/health/followFindings.ts';
import { normWeeks } from '../../../domain/feeds/health/norm.ts';
import type { ObservedFeed } from '../../../domain/feeds/health/observedFeed.ts';
import type {
  FeedFindings,
  FeedPast,
  HealthRound,
  HealthStore,
  LearnedNorm,
  WatchedFeed,
} from '../../../pipeline/watch/healthStore.ts';
import { queryLimits } from '../../postgres/queryLimits.ts';
import type { Database, Queryable } from '../database.ts';
import { saveNotices } from '../deliver/notices.ts';
import { type PauseJson, pauseFrom, pauseOf } from '../shared/feedPauses.ts';
import { storable } from '../storable.ts';
import { neverAnswered } from './healthCounts.ts';
import { sightRound } from './sightRound.ts';
import { takesRound } from './takesRound.ts';

export function createHealthStore(db: Database): HealthStore {
  return {
    round: (doneBefore, now, make) =>
      db.transaction(async (tx) => {
        if (!(await takesRound(tx, 'health', doneBefore, now, isDueSooner))) return false;
        await make(healthRound(tx));
        return true;
      }, queryLimits.longMs),
  };
}

/** A feed that never answered is looked at at once, not at the next round. */
const isDueSooner = `done_at <= $2::timestamptz - interval '15 seconds' AND EXISTS (
  SELECT FROM listed_feeds AS f
   WHERE f.removed_at IS NULL AND f.ended_at IS NULL AND f.quarantined_at IS NULL AND ${neverAnswered('f')}
     AND NOT EXISTS (SELECT FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL AND s.state = 'failing'))`;

const healthRound = (tx: Queryable): HealthRound => ({
  feedsToLearn: (learnedBefore, limit) => feedsToLearn(tx, learnedBefore, limit),
  saveNorms: (norms, now) => saveNorms(tx, norms, now),
  watchedFeeds: (now) => watchedFeeds(tx, now),
  lastBorrowed: (feedIds) => lastBorrowed(tx, feedIds),
  saveFindings: (findings, now) => saveFindings(tx, findings, now),
  ...sightRound(tx),
  saveNotices: (notices, now) => saveNotices(tx, notices, now),
});

const feedsToLearn = (tx: Queryable, learnedBefore: Date, limit: number): Promise<readonly FeedPast[]> =>
  tx
    .query<Omit<FeedPast, 'hours'> & { hours: readonly { hour: string; created: number }[] | null }>(
      `SELECT f.id AS "feedId", f.first_polled_at AS "firstPolledAt", coalesce(f.last_new_at, f.first_polled_at) AS "lastNewAt",
              (SELECT json_agg(json_build_object('hour', h.hour, 'created', h.created))
                 FROM feed_hours AS h WHERE h.feed_id = f.id AND h.hour > f.last_new_at - interval '${normWeeks} weeks') AS hours
         FROM listed_feeds AS f LEFT JOIN feed_norms AS n ON n.feed_id = f.id
        WHERE f.removed_at IS NULL AND f.first_polled_at IS NOT NULL AND (n.learned_at IS NULL OR n.learned_at < $1)
          AND NOT EXISTS (SELECT FROM feed_states AS s WHERE s.feed_id = f.id AND s.state = 'flooding' AND s.until IS NULL)
        ORDER BY n.learned_at NULLS FIRST, f.id LIMIT $2`,
      [learnedBefore, limit],
    )
    .then((rows) =>
      rows.map((row) => ({
        ...row,
        hours: (row.hours ?? []).map(({ hour, created }) => ({ hour: new Date(hour), created })),
      })),
    );

/** Hours that no norm will ask for again go. What was whose: `own` and `borrowed` of the week before. */
async function saveNorms(tx: Queryable, norms: readonly LearnedNorm[], now: Date): Promise<void> {
  if (norms.length === 0) return;
  const feedIds = norms.map(({ feedId }) => feedId);
  await tx.execute(
    `INSERT INTO feed_norms AS n (feed_id, learned_at, norm, own, borrowed)
     SELECT l."feedId", $2, l.norm, ${ownSql}, ${borrowedSql}
       FROM jsonb_to_recordset($1::jsonb) AS l ("feedId" bigint, norm jsonb)
     ON CONFLICT (feed_id) DO UPDATE
        SET learned_at = excluded.learned_at, norm = excluded.norm, own = excluded.own, borrowed = excluded.borrowed`,
    [JSON.stringify(norms), now],
  );
  await tx.execute(
    `DELETE FROM feed_hours AS h USING feeds AS f
      WHERE f.id = h.feed_id AND f.id = ANY ($1::bigint[]) AND h.hour <= f.last_new_at - interval '${normWeeks} weeks'`,
    [feedIds],
  );
}

/** The articles that a feed brought in the week before \`$2\`. */
const broughtInWeek = `articles AS a WHERE a.feed_id = l."feedId" AND a.seen_at > $2::timestamptz - interval '7 days'`;

/** Whose words another feed had had before: the article is of a fold group that one of another feed opened. */
const isFoldedIntoOthers = `EXISTS (
  SELECT FROM fold_members AS m
    JOIN fold_members AS o ON o.fold_group_id = m.fold_group_id AND o.seen_at < m.seen_at
    JOIN articles AS b ON b.id = o.article_id AND b.seen_at = o.seen_at AND b.feed_id <> a.feed_id
   WHERE m.article_id = a.id AND m.revision = 1 AND m.seen_at = a.seen_at)`;

/** What another feed brought and this one, too, within the week: its guids lead to that feed's articles. */
const foreignGuids = `article_identities AS i JOIN articles AS a ON a.id = i.article_id
  WHERE i.kind = 'guid' AND i.scope = l."feedId"::text AND a.feed_id <> l."feedId" AND i.last_seen_at > a.seen_at`;

const ownSql = `(SELECT count(*) FROM ${broughtInWeek} AND NOT ${isFoldedIntoOthers})`;
const borrowedSql = `(SELECT count(*) FROM ${broughtInWeek} AND ${isFoldedIntoOthers})
  + (SELECT count(*) FROM ${foreignGuids} AND a.seen_at > $2::timestamptz - interval '7 days')`;

async function lastBorrowed(tx: Queryable, feedIds: readonly number[]): Promise<ReadonlyMap<number, Date>> {
  const rows = await tx.query<{ feedId: number; at: Date | null }>(
    `SELECT l."feedId", (SELECT max(a.seen_at) FROM ${foreignGuids}) AS at FROM unnest($1::bigint[]) AS l ("feedId")`,
    [feedIds],
  );
  return new Map(rows.flatMap(({ feedId, at }) => (at === null ? [] : [[feedId, at] as const])));
}

interface WatchedRow extends Omit<ObservedFeed, 'pause'> {
  readonly pause: PauseJson | null;
  readonly kept:
    | readonly (Omit<KeptFinding, 'since' | 'calmSince'> & { since: string; calmSince: string | null })[]
    | null;
}

async function watchedFeeds(tx: Queryable, now: Date): Promise<readonly WatchedFeed[]> {
  const rows = await tx.query<WatchedRow>(
    `SELECT f.id, f.name, f.url, f.first_polled_at AS "firstPolledAt", f.last_polled_at AS "lastPolledAt",
            f.last_succeeded_at AS "lastSucceededAt", f.last_new_at AS "lastNewAt", f.failures, f.last_error AS "lastError", f.last_failure AS "lastFailure",
            f.ended_at AS "endedAt", f.quarantined_at AS "quarantinedAt", ${pauseOf('f')} AS pause, f.redirected_to AS "redirectedTo", f.outrun_at AS "outrunAt", f.interval_seconds AS "intervalSeconds",
            n.norm, coalesce(n.own, 0) AS own, coalesce(n.borrowed, 0) AS borrowed,
            coalesce((SELECT sum(h.created)::integer FROM feed_hours AS h
                       WHERE h.feed_id = f.id AND h.hour > $1::timestamptz - interval '1 day'), 0) AS "newInDay",
            (SELECT json_agg(json_build_object('state', s.state, 'since', s.since, 'calmSince', s.calm_since, 'says', s.says, 'advice', s.advice))
               FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL) AS kept
       FROM listed_feeds AS f LEFT JOIN feed_norms AS n ON n.feed_id = f.id
      WHERE f.removed_at IS NULL
      ORDER BY f.id`,
    [now],
  );
  return rows.map(({ kept, pause, ...feed }) => ({
    feed: { ...feed, pause: pauseFrom(pause) },
    kept: (kept ?? []).map(revived),
  }));
}

const revived = ({ since, calmSince, ...finding }: NonNullable<WatchedRow['kept']>[number]): KeptFinding => ({
  ...finding,
  since: new Date(since),
  calmSince: calmSince === null ? null : new Date(calmSince),
});

async function saveFindings(tx: Queryable, findings: readonly FeedFindings[], now: Date): Promise<void> {
  const opened = findings.flatMap(({ feedId, opened }) => opened.map((each) => storableWords({ feedId, ...each })));
  const altered = findings.flatMap(({ feedId, altered }) => altered.map((each) => storableWords({ feedId, ...each })));
  const closed = findings.flatMap(({ feedId, closed }) => closed.map((state) => ({ feedId, state })));
  if (closed.length > 0) {
    await tx.execute(
      `UPDATE feed_states AS s SET until = $2 FROM jsonb_to_recordset($1::jsonb) AS c ("feedId" bigint, state text)
        WHERE s.feed_id = c."feedId" AND s.state = c.state AND s.until IS NULL`,
      [JSON.stringify(closed), now],
    );
  }
  if (altered.length > 0) {
    await tx.execute(
      `UPDATE feed_states AS s SET says = c.says, advice = c.advice, calm_since = c."calmSince"
         FROM jsonb_to_recordset($1::jsonb) AS c ("feedId" bigint, state text, says text, advice text, "calmSince" timestamptz)
        WHERE s.feed_id = c."feedId" AND s.state = c.state AND s.until IS NULL`,
      [JSON.stringify(altered)],
    );
  }
  if (opened.length > 0) {
    await tx.execute(
      `INSERT INTO feed_states (feed_id, state, since, says, advice)
       SELECT "feedId", state, since, says, advice
         FROM jsonb_to_recordset($1::jsonb) AS c ("feedId" bigint, state text, since timestamptz, says text, advice text)`,
      [JSON.stringify(opened)],
    );
  }
}

/** The words may quote an address that a stranger's server gave. */
const storableWords = <T extends { readonly says: string }>(finding: T): T => ({
  ...finding,
  says: storable(finding.says),
});
