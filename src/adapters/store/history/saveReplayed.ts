import type { MatchedNews, WatchedStory } from '../../../domain/digests/notifications.ts';
import type { Rematched, ReplaySaving, RuleFound, SavedReplay } from '../../../pipeline/history/replayStore.ts';
import type { Database, Queryable } from '../database.ts';
import { pausedRules, saveNotifications, watching } from '../plan/notificationLog.ts';
import { toSubscription } from '../subscribers/subscriptionRows.ts';

/** Ends the transaction of a dry run, with what it would have saved. */
class Undone extends Error {
  readonly saved: SavedReplay;
  constructor(saved: SavedReplay) {
    super('a dry run is undone');
    this.saved = saved;
  }
}

export async function saveReplayed(
  db: Database,
  rematched: readonly Rematched[],
  options: ReplaySaving,
): Promise<SavedReplay> {
  const matching = rematched.filter(({ matches }) => matches.length > 0);
  if (matching.length === 0) return { gained: new Map(), notified: [] };
  try {
    return await db.transaction(async (tx) => {
      const saved = await save(tx, matching, options);
      if (options.isDryRun) throw new Undone(saved);
      return saved;
    });
  } catch (error) {
    if (error instanceof Undone) return error.saved;
    throw error;
  }
}

async function save(tx: Queryable, matching: readonly Rematched[], options: ReplaySaving): Promise<SavedReplay> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.replay'))");
  const here = await stillStored(tx, matching);
  const found = await saveMatches(tx, here, options);
  const gained = new Map<string, number>();
  for (const { ruleId } of found.filter(({ isGained }) => isGained)) gained.set(ruleId, (gained.get(ruleId) ?? 0) + 1);
  if (options.notify === null) return { gained, notified: [] };
  const news = await newsOf(tx, here, found);
  return { gained, notified: await saveNotifications(tx, news.flatMap(options.notify), options.now) };
}

interface Placed extends Rematched {
  /** As edits have left it; null where the article was taken before stories were kept. */
  readonly story: Pick<WatchedStory, 'id' | 'title'> | null;
}

interface StoredRow {
  readonly articleId: number;
  readonly revision: number;
  readonly storyId: number | null;
  readonly storyTitle: string | null;
}

/** Locks the months' tables in the order in which retention drops them, so that neither waits for the other. */
async function stillStored(tx: Queryable, matching: readonly Rematched[]): Promise<readonly Placed[]> {
  const rows = await tx.query<StoredRow>(
    `SELECT r.article_id AS "articleId", r.revision, s.id AS "storyId", s.title AS "storyTitle"
       FROM unnest($1::bigint[], $2::integer[], $3::timestamptz[]) AS n (article_id, revision, seen_at)
       JOIN articles AS a ON a.id = n.article_id AND a.seen_at = n.seen_at
       JOIN article_revisions AS r ON r.article_id = n.article_id AND r.revision = n.revision AND r.seen_at = n.seen_at
       LEFT JOIN story_members AS t ON t.article_id = n.article_id AND t.revision = n.revision AND t.seen_at = n.seen_at
       LEFT JOIN stories AS s ON s.id = t.story_id`,
    [
      matching.map(({ article }) => article.articleId),
      matching.map(({ article }) => article.revision),
      matching.map(({ article }) => article.seenAt),
    ],
  );
  const stored = new Map(rows.map((row) => [nameOf(row), row]));
  return matching.flatMap((each) => {
    const row = stored.get(nameOf(each.article));
    return row === undefined ? [] : [{ ...each, story: storyOf(row) }];
  });
}

const storyOf = ({ storyId, storyTitle }: StoredRow): Placed['story'] =>
  storyId === null ? null : { id: storyId, title: storyTitle ?? '' };

const nameOf = ({ articleId, revision }: { readonly articleId: number; readonly revision: number }): string =>
  `${articleId}.${revision}`;

interface SavedMatch {
  readonly articleId: number;
  readonly revision: number;
  readonly ruleId: string;
  /** No revision of the rule had matched the article. */
  readonly isGained: boolean;
  /** Nobody was notified of it, and somebody may be: it is gained, or only replays that notified nobody found it; its rule is not paused. */
  readonly isUnnotified: boolean;
}

async function saveMatches(
  tx: Queryable,
  matching: readonly Rematched[],
  { ruleSet, notify, now }: ReplaySaving,
): Promise<readonly SavedMatch[]> {
  const rows = matching.flatMap(({ article, matches }) =>
    matches.map(({ rule, spans, score }) => ({
      ...{ articleId: article.articleId, revision: article.revision, seenAt: article.seenAt },
      ...{ ruleRevisionId: rule.id, ruleId: rule.ruleId, spans, score },
    })),
  );
  const paused = await pausedRules(tx, [...new Set(rows.map(({ ruleId }) => ruleId))], now);
  const saved = await tx.query<SavedMatch>(saveMatchesSql, [
    ...[JSON.stringify(rows), ruleSet, now, notify === null],
    [...paused],
  ]);
  const found = saved.map((each) => ({ ...each, isUnnotified: each.isUnnotified && !paused.has(each.ruleId) }));
  const unnotified = found.filter(({ isUnnotified }) => isUnnotified);
  if (notify !== null)
    await tx.execute(markNotifiedSql, [
      unnotified.map(({ articleId }) => articleId),
      unnotified.map(({ revision }) => revision),
      unnotified.map(({ ruleId }) => ruleId),
    ]);
  return found;
}

const saveMatchesSql = `
  WITH found AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS m (
      "articleId" bigint, revision integer, "seenAt" timestamptz, "ruleRevisionId" bigint, "ruleId" text, spans jsonb, score real)
  ), known AS (
    SELECT found."articleId", found.revision, found."ruleId", bool_and(m.unnotified) AS unnotified
      FROM found
      JOIN rule_revisions AS v ON v.rule_id = found."ruleId"
      JOIN matches AS m ON m.article_id = found."articleId" AND m.revision = found.revision
                       AND m.rule_revision_id = v.id AND m.seen_at = found."seenAt"
     GROUP BY 1, 2, 3
  ), judged AS (
    SELECT found.*, known."ruleId" IS NULL AS "isGained", coalesce(known.unnotified, true) AS "isUnnotified"
      FROM found LEFT JOIN known USING ("articleId", revision, "ruleId")
  ), saved AS (
    INSERT INTO matches (article_id, revision, rule_revision_id, seen_at, rule_set, spans, score, matched_at, unnotified)
    SELECT "articleId", revision, "ruleRevisionId", "seenAt", $2, spans, score, $3,
           ($4 OR "ruleId" = ANY ($5::text[])) AND "isUnnotified" FROM judged
    ON CONFLICT DO NOTHING
  )
  SELECT "articleId", revision, "ruleId", "isGained", "isUnnotified" FROM judged
   ORDER BY "articleId", revision, "ruleId"`;

const markNotifiedSql = `
  UPDATE matches AS m SET unnotified = false
    FROM unnest($1::bigint[], $2::integer[], $3::text[]) AS n (article_id, revision, rule_id)
    JOIN rule_revisions AS v ON v.rule_id = n.rule_id
   WHERE m.article_id = n.article_id AND m.revision = n.revision AND m.rule_revision_id = v.id AND m.unnotified`;

/** What is to be notified, article by article: only the rules that found it anew. */
async function newsOf(
  tx: Queryable,
  matching: readonly Placed[],
  found: readonly SavedMatch[],
): Promise<readonly MatchedNews[]> {
  const unnotified = new Set(
    found.filter(({ isUnnotified }) => isUnnotified).map((each) => `${nameOf(each)} ${each.ruleId}`),
  );
  const subscriptions = (await watching(tx, [...new Set(found.map(({ ruleId }) => ruleId))])).map(toSubscription);
  return matching.flatMap(({ article, foldGroupId, matches, story }) => {
    const isNew = ({ rule }: RuleFound) => unnotified.has(`${nameOf(article)} ${rule.ruleId}`);
    const news = matches.filter(isNew);
    if (foldGroupId === null || news.length === 0) return [];
    return [{ article, foldGroupId, matches: news, subscriptions, story: story && watched(story, article) }];
  });
}

/** Only what the article itself brought: what the ledger said beside that is not known any more. */
const watched = (story: NonNullable<Placed['story']>, { moves }: Rematched['article']): WatchedStory => ({
  ...story,
  news: { ruleIds: [], facts: moves, ledger: [], stated: [] },
  ...{ rules: [], notified: [] },
});
