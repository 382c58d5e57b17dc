import { type FeedStateName, troubles } from '../../../domain/feeds/health/states.ts';
import type { FeedFilter, FeedListing, FeedPlace } from '../../../ports/feedDesk.ts';
import type { Queryable } from '../database.ts';
import { neverAnswered } from '../watch/healthCounts.ts';
import { readFeedsOf } from './feedViews.ts';

/** Of what needs a person first, then what is too young to tell, what somebody paused, and what is well. */
const order: readonly FeedStateName[] = [...troubles.filter((state) => state !== 'paused'), 'new', 'paused', 'healthy'];

const states = `ARRAY[${order.map((state) => `'${state}'`).join(', ')}]`;

/** The state that each feed is shown in, at the instant `$1`; `$2`: what its name or address holds (SQL). */
const rankedSql = `
  SELECT r.*, array_position(${states}, r.state) AS rank
    FROM (SELECT f.id, f.name,
                 CASE WHEN f.ended_at IS NOT NULL THEN 'ended' WHEN f.quarantined_at IS NOT NULL THEN 'quarantined'
                      WHEN f.paused_at IS NOT NULL AND coalesce(f.paused_until > $1, true) THEN 'paused'
                      ELSE coalesce((SELECT s.state FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL AND s.state <> 'paused'
                                      ORDER BY array_position(${states}, s.state) LIMIT 1),
                                    CASE WHEN ${neverAnswered('f')} THEN 'failing' WHEN n.weeks >= 2 THEN 'healthy' ELSE 'new' END) END AS state
            FROM listed_feeds AS f LEFT JOIN feed_norms AS n ON n.feed_id = f.id
           WHERE f.removed_at IS NULL AND ($2::text = '' OR strpos(lower(f.name || ' ' || f.url), lower($2)) > 0)) AS r`;

interface Ranked extends FeedPlace {
  readonly state: FeedStateName;
}

export async function listFeeds(
  db: Queryable,
  { text, state }: FeedFilter,
  { after, limit }: { readonly after: FeedPlace | null; readonly limit: number },
  now: Date,
): Promise<FeedListing> {
  const tally = await db.query<FeedListing['tally'][number]>(
    `SELECT state, count(*) FROM (${rankedSql}) AS r GROUP BY state, rank ORDER BY rank`,
    [now, text],
  );
  const ranked = await db.query<Ranked>(
    `SELECT id, name, state, rank FROM (${rankedSql}) AS r
      WHERE ($3::text IS NULL OR state = $3) AND ($4::integer IS NULL OR (rank, lower(name), id) > ($4, lower($5::text), $6::bigint))
      ORDER BY rank, lower(name), id LIMIT $7`,
    [now, text, state, after?.rank ?? null, after?.name ?? null, after?.id ?? null, limit + 1],
  );
  const page = ranked.slice(0, limit);
  const last = ranked.length > limit ? page.at(-1) : undefined;
  const feeds = await readFeedsOf(
    db,
    page.map(({ id }) => id),
    now,
  );
  return { feeds, tally, next: last === undefined ? null : { rank: last.rank, name: last.name, id: last.id } };
}
