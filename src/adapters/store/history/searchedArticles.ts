import { performance } from 'node:perf_hooks';
import { minuteMs } from '../../../domain/basics/time.ts';
import { sourcesOf } from '../../../domain/rules/matcher/outlet.ts';
import type { ArchiveKnowledge } from '../../../domain/rules/search/queryNeeds.ts';
import { feedKey, type SearchKey, searchIndexVersion } from '../../../domain/rules/search/searchKeys.ts';
import type { SavedBetween } from '../../../pipeline/history/articleHistory.ts';
import type {
  Candidate,
  HitContext,
  SearchedArticle,
  SearchedParts,
  SearchStore,
} from '../../../pipeline/history/searchStore.ts';
import type { Database, Queryable } from '../database.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';
import { movesOfRevision } from './newestArticles.ts';
import { readCandidates } from './searchCandidates.ts';

export function createSearchStore(db: Database): SearchStore {
  const knowledge = rememberedFor(10 * minuteMs, () => readKeyShares(db));
  return {
    candidates: (request, before, limit) => readCandidates(db, request, before, limit),
    searchedArticles: (candidates, parts) => readSearched(db, candidates, parts),
    hitContexts: (candidates) => readContexts(db, candidates),
    async archiveKnowledge() {
      return { shareOf: await knowledge(), feedsNamed: await readFeedNames(db) };
    },
    articlesByDay: (range) => countByDay(db, range),
  };
}

/** Rows `n` with the place in the list, from three arrays. */
const listed =
  'unnest($1::bigint[], $2::integer[], $3::timestamptz[]) WITH ORDINALITY AS n (article_id, revision, seen_at, place)';
const listOf = (candidates: readonly Candidate[]) => [
  candidates.map(({ articleId }) => articleId),
  candidates.map(({ revision }) => revision),
  candidates.map(({ seenAt }) => seenAt),
];

const figuresOfRevision = `(SELECT s.figures FROM search_entries AS s
  WHERE s.article_id = r.article_id AND s.revision = r.revision AND s.seen_at = r.seen_at AND s.version = ${searchIndexVersion})`;

/** Row by row, whatever the planner thinks of the number of rows: each is found in its month by its key. */
const revisionOfPlace = `(
  SELECT * FROM article_revisions AS o
   WHERE o.article_id = n.article_id AND o.revision = n.revision AND o.seen_at = n.seen_at LIMIT 1) AS r`;
const articleOfPlace = `(
  SELECT * FROM listed_articles AS o
   WHERE o.id = n.article_id AND o.seen_at = n.seen_at LIMIT 1) AS a`;

type SearchedRow = ArticleRow & Pick<SearchedArticle, 'moves' | 'isLatest' | 'figures'>;

async function readSearched(
  db: Queryable,
  candidates: readonly Candidate[],
  { moves, figures }: SearchedParts,
): Promise<readonly SearchedArticle[]> {
  if (candidates.length === 0) return [];
  const rows = await db.query<SearchedRow>(
    `SELECT ${articleColumns}, ${moves ? movesOfRevision : "'[]'::jsonb AS moves"}, a.latest_revision = r.revision AS "isLatest",
            ${figures ? figuresOfRevision : 'NULL::jsonb'} AS figures
       FROM ${listed} CROSS JOIN LATERAL ${revisionOfPlace} CROSS JOIN LATERAL ${articleOfPlace}
      ORDER BY n.place`,
    listOf(candidates),
  );
  return rows.map((row) => ({ ...toArticle(row), moves: row.moves, isLatest: row.isLatest, figures: row.figures }));
}

const readContexts = (db: Queryable, candidates: readonly Candidate[]): Promise<readonly HitContext[]> =>
  db.query<HitContext>(
    `SELECT coalesce((SELECT s.figures FROM search_entries AS s
               WHERE s.article_id = n.article_id AND s.revision = n.revision AND s.seen_at = n.seen_at), '[]'::jsonb) AS figures,
            (SELECT jsonb_build_object('id', s.id, 'title', s.title)
               FROM story_members AS m JOIN stories AS s ON s.id = m.story_id
              WHERE m.article_id = n.article_id AND m.revision = n.revision AND m.seen_at = n.seen_at) AS story,
            coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('ruleId', l.rule_id, 'name', l.name))
               FROM matches AS x JOIN rule_revisions AS v ON v.id = x.rule_revision_id
               CROSS JOIN LATERAL (SELECT rule_id, name FROM listed_rule_revisions AS w
                                    WHERE w.rule_id = v.rule_id ORDER BY w.revision DESC LIMIT 1) AS l
              WHERE x.article_id = n.article_id AND x.revision = n.revision AND x.seen_at = n.seen_at), '[]'::jsonb) AS rules
       FROM ${listed} ORDER BY n.place`,
    listOf(candidates),
  );

const sampled = 300;
/** Of a key that is in less than three articles of the sample. */
const rareShare = 1 / sampled;

async function readKeyShares(db: Queryable): Promise<ArchiveKnowledge['shareOf']> {
  const rows = await db.query<{ readonly key: number; readonly share: number }>(
    `WITH sample AS (SELECT keys FROM search_entries ORDER BY saved_at DESC LIMIT ${sampled})
     SELECT key, count(*)::float / (SELECT count(*) FROM sample) AS share
       FROM sample CROSS JOIN unnest(keys) AS key GROUP BY key HAVING count(*) > 2`,
  );
  const shares = new Map(rows.map(({ key, share }) => [key, share]));
  return (key: SearchKey) => shares.get(key) ?? rareShare;
}

async function readFeedNames(db: Queryable): Promise<ArchiveKnowledge['feedsNamed']> {
  const rows = await db.query<{ readonly id: number; readonly name: string }>('SELECT id, name FROM feeds');
  const named = new Map<string, SearchKey[]>();
  for (const { id, name } of rows)
    for (const source of sourcesOf({ outlet: { name, domain: null } }))
      named.set(source, [...(named.get(source) ?? []), feedKey(id)]);
  return (source) => named.get(source) ?? [];
}

/** All that the index of times knows, less what the canary brought. */
async function countByDay(db: Queryable, { since, until }: SavedBetween): Promise<ReadonlyMap<string, number>> {
  const day = (of: string) => `to_char(${of}.saved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
  const rows = await db.query<{ readonly day: string; readonly articles: number }>(
    `SELECT day, sum(articles)::integer AS articles FROM (
       SELECT ${day('r')} AS day, count(*) AS articles FROM article_revisions AS r
        WHERE r.saved_at >= $1 AND r.saved_at <= $2 GROUP BY 1
       UNION ALL
       SELECT ${day('r')}, -count(*) FROM articles AS a
         JOIN article_revisions AS r ON r.article_id = a.id AND r.seen_at = a.seen_at
        WHERE a.feed_id IN (SELECT id FROM feeds EXCEPT SELECT id FROM listed_feeds) AND r.saved_at >= $1 AND r.saved_at <= $2 GROUP BY 1) AS counts
      GROUP BY day HAVING sum(articles) > 0 ORDER BY day DESC`,
    [since, until],
  );
  return new Map(rows.map(({ day: name, articles }) => [name, articles]));
}

function rememberedFor<T>(forMs: number, read: () => Promise<T>): () => Promise<T> {
  let known: { readonly value: T; readonly until: number } | null = null;
  return async () => {
    if (known === null || performance.now() > known.until)
      known = { value: await read(), until: performance.now() + forMs };
    return known.value;
  };
}
