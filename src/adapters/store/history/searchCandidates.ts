import { dayMs } from '../../../domain/basics/time.ts';
import type { QueryNeeds } from '../../../domain/rules/search/queryNeeds.ts';
import { dayKey, searchIndexVersion } from '../../../domain/rules/search/searchKeys.ts';
import type { ArticleCursor } from '../../../pipeline/history/articleHistory.ts';
import type {
  Candidate,
  CandidatePage,
  CandidateRequest,
  SearchCoverage,
} from '../../../pipeline/history/searchStore.ts';
import type { Database } from '../database.ts';
import { readCoverage } from './searchCoverage.ts';

/**
 * The newest candidates before the place. Time is in three parts: what was saved last and what is not indexed yet are looked
 * through in order, by whatever entries there are; all between is asked of the index.
 */
export async function readCandidates(
  db: Database,
  request: CandidateRequest,
  before: ArticleCursor,
  limit: number,
): Promise<CandidatePage> {
  const { since } = request.range;
  const { isIndexed, from } = partAt(before, await readCoverage(db));
  const readPart = isIndexed ? fromIndex : inOrder;
  if (from === null || from <= since) return readPart(db, request, since, before, limit);
  const page = await readPart(db, request, from, before, limit);
  return { ...page, next: page.next ?? endBefore(from) };
}

/** The place behind everything that was saved at or after that time. */
const endBefore = (savedAt: Date): ArticleCursor => ({ savedAt, articleId: -1, revision: 0 });

interface Part {
  readonly isIndexed: boolean;
  /** Where it begins; null: at the first article. */
  readonly from: Date | null;
}

/** What lies before a place at the very beginning of a part is of the part before it. */
function partAt({ savedAt, articleId }: ArticleCursor, coverage: SearchCoverage | null): Part {
  const isBehind = (start: Date) => savedAt < start || (savedAt.getTime() === start.getTime() && articleId < 0);
  if (coverage === null) return { isIndexed: false, from: null };
  if (!isBehind(coverage.until)) return { isIndexed: false, from: coverage.until };
  if (coverage.from === null || !isBehind(coverage.from)) return { isIndexed: true, from: coverage.from };
  return { isIndexed: false, from: null };
}

type ReadPart = (
  db: Database,
  request: CandidateRequest,
  since: Date,
  before: ArticleCursor,
  limit: number,
) => Promise<CandidatePage>;

/** Without need the entries are read in the order of time; else the index gives all candidates, which are sorted. */
const fromIndex: ReadPart = async (db, request, since, before, limit) => {
  const days = daysOf(since, before);
  const alternatives = request.alternatives.map((needs) => [...needs, ...days]);
  const candidates = await (isNarrowed(request)
    ? byKeys(db, { ...request, alternatives }, since, before, limit)
    : db.query<Candidate>(byTimeSql, [...placeValues(request, since, before), limit]));
  return { candidates, next: candidates.length < limit ? null : (candidates.at(-1) ?? null) };
};

/** The days of a long range would be as many keys as they save. */
const mostDays = 62;

function daysOf(since: Date, { savedAt }: ArticleCursor): QueryNeeds {
  const days = Math.ceil((savedAt.getTime() - since.getTime()) / dayMs) + 1;
  if (days > mostDays) return [];
  return [Array.from({ length: days + 1 }, (_, day) => dayKey(new Date(since.getTime() + day * dayMs)))];
}

const byKeys = (db: Database, request: CandidateRequest, since: Date, before: ArticleCursor, limit: number) =>
  db.transaction(async (tx) => {
    await tx.execute(plannedForKeys);
    return tx.query<Candidate>(indexedSql(request), [
      ...placeValues(request, since, before),
      limit,
      ...request.alternatives.flat(),
    ]);
  });

/** The server takes comparing two lists of keys for cheap, row by row: a thousand times as dear as it thinks. */
const plannedForKeys = 'SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL jit = off';

const placeValues = ({ range, storyId, ruleId }: CandidateRequest, since: Date, before: ArticleCursor) => [
  ...[since, before.savedAt, before.articleId, before.revision, range.until, storyId, ruleId],
];

/** The first parameter behind those that every request has, and the limit. */
const firstNeed = 9;

const columns = 's.saved_at AS "savedAt", s.article_id AS "articleId", s.revision, s.seen_at AS "seenAt"';
const newestFirst = 's.saved_at DESC, s.article_id DESC, s.revision DESC';
const inTime = `s.saved_at >= $1 AND s.saved_at <= $5
  AND (s.saved_at, s.article_id, s.revision) < ($2::timestamptz, $3::bigint, $4::integer)`;

/**
 * Asked by nothing but keys, of which the days are a part: the bare addition keeps other indexes out, which the planner would take for
 * cheaper.
 */
const indexedSql = ({ alternatives }: Pick<CandidateRequest, 'alternatives'>): string => `
  SELECT ${columns} FROM (${armsOf(alternatives)
    .map((arm) => `SELECT s.article_id, s.revision, s.seen_at, s.saved_at FROM search_entries AS s WHERE ${arm}`)
    .join(' UNION ')}) AS s
   WHERE ${inTime.replaceAll('s.saved_at', "s.saved_at + interval '0'")} AND ${filteredBy('s')}
   ORDER BY ${newestFirst} LIMIT $8`;

const byTimeSql = `
  SELECT ${columns} FROM search_entries AS s
   WHERE ${inTime} AND s.seen_at <= $2 AND ${filteredBy('s')}
   ORDER BY ${newestFirst} LIMIT $8`;

const isNarrowed = ({ alternatives }: Pick<CandidateRequest, 'alternatives'>): boolean =>
  alternatives.length > 0 && alternatives.every((needs) => needs.length > 0);

/** One of the alternatives, of which every list must be met. */
const needed = (alternatives: CandidateRequest['alternatives']): string =>
  `(${armsOf(alternatives)
    .map((arm) => `(${arm})`)
    .join(' OR ')})`;

/** The index is asked for each by itself: of an OR the planner would make a look at every row. */
function armsOf(alternatives: CandidateRequest['alternatives']): readonly string[] {
  let next = firstNeed;
  return alternatives.map((needs) => needs.map(() => `s.keys && $${next++}::integer[]`).join(' AND '));
}

function filteredBy(of: string): string {
  return `
  ($6::bigint IS NULL OR EXISTS (SELECT FROM story_members AS m
    WHERE m.story_id = $6 AND m.article_id = ${of}.article_id AND m.revision = ${of}.revision AND m.seen_at = ${of}.seen_at))
  AND ($7::text IS NULL OR EXISTS (SELECT FROM matches AS m JOIN rule_revisions AS v ON v.id = m.rule_revision_id
    WHERE v.rule_id = $7 AND m.article_id = ${of}.article_id AND m.revision = ${of}.revision AND m.seen_at = ${of}.seen_at))`;
}

const inOrder: ReadPart = async (db, request, since, before, limit) => {
  const isAsked = isNarrowed(request);
  const rows = await db.query<Candidate & { readonly may: boolean }>(
    `SELECT r.saved_at AS "savedAt", r.article_id AS "articleId", r.revision, r.seen_at AS "seenAt",
            (s.article_id IS NULL OR ${isAsked ? needed(request.alternatives) : 'true'}) AND ${filteredBy('r')} AS may
       FROM (SELECT article_id, revision, seen_at, saved_at FROM article_revisions
              WHERE saved_at >= $1 AND saved_at <= $5 AND (saved_at, article_id, revision) < ($2::timestamptz, $3::bigint, $4::integer)
              ORDER BY saved_at DESC, article_id DESC, revision DESC LIMIT $8) AS r
       LEFT JOIN search_entries AS s ON s.article_id = r.article_id AND s.revision = r.revision AND s.seen_at = r.seen_at
                                    AND s.version = ${searchIndexVersion}
      ORDER BY r.saved_at DESC, r.article_id DESC, r.revision DESC`,
    [...placeValues(request, since, before), limit, ...(isAsked ? request.alternatives.flat() : [])],
  );
  return { candidates: rows.filter(({ may }) => may), next: rows.length < limit ? null : (rows.at(-1) ?? null) };
};
