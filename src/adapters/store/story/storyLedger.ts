import type { Article } from '../../../domain/articles/article.ts';
import { type CalendarDate, isCalendarDate } from '../../../domain/basics/calendarDate.ts';
import { grouped } from '../../../domain/basics/grouped.ts';
import type { Claim } from '../../../domain/ledger/claim.ts';
import { type Fact, isMove, type StoryState } from '../../../domain/stories/advanceStory.ts';
import type { StoryDecision } from '../../../pipeline/story/storyStore.ts';
import type { Queryable } from '../database.ts';

type ClaimRow = Omit<Claim, 'authority' | 'articleId' | 'textFrom' | 'asOfDay' | 'inferredBefore'> & {
  readonly textFrom: 'page' | null;
  readonly asOfDay: CalendarDate | null;
  readonly inferredBefore: Date | null;
  readonly storyId: number;
  readonly articleId: number;
  readonly authority: string;
  readonly rank: Claim['authority']['rank'];
};

/** The claims that stand, in the order in which they came. */
export const loadClaims = async (db: Queryable, storyId: number): Promise<readonly Claim[]> =>
  (await loadClaimsOf(db, [storyId])).get(storyId) ?? [];

/** The same of several stories; those without a claim are left out. */
export async function loadClaimsOf(
  db: Queryable,
  storyIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Claim[]>> {
  const rows = await db.query<ClaimRow>(
    `SELECT story_id AS "storyId", article_id AS "articleId", kind, min, max, outlet, authority, rank, attribution, is_about AS "isAbout",
            is_computed AS "isComputed", is_correction AS "isCorrection", is_denial AS "isDenial", as_of AS "asOf", as_of_day::text AS "asOfDay",
            inferred_before AS "inferredBefore", quote, text_from AS "textFrom"
       FROM claims WHERE story_id = ANY ($1::bigint[]) AND withdrawn_at IS NULL ORDER BY id`,
    [storyIds],
  );
  return new Map(
    [...grouped(rows, ({ storyId }) => storyId)].map(([storyId, ofStory]) => [storyId, ofStory.map(toClaim)]),
  );
}

function toClaim({ storyId: _, articleId, authority, rank, ...row }: ClaimRow): Claim {
  const { textFrom, asOfDay, inferredBefore, ...claim } = row;
  return {
    ...claim,
    ...(textFrom && { textFrom }),
    ...(asOfDay && { asOfDay }),
    ...(inferredBefore && { inferredBefore }),
    articleId: String(articleId),
    authority: { key: authority, rank },
  };
}

/** What an earlier revision said is withdrawn, also where the new one says it again: then it stands as said again. */
export async function saveClaims(
  tx: Queryable,
  { article, claims }: StoryDecision,
  { storyId, change }: ChangedStory,
  now: Date,
): Promise<void> {
  if (article.revision > 1)
    await tx.execute('UPDATE claims SET withdrawn_at = $2 WHERE article_id = $1 AND withdrawn_at IS NULL', [
      article.articleId,
      now,
    ]);
  for (const claim of claims) await saveClaim(tx, article, claim, { storyId, change }, now);
}

async function saveClaim(
  tx: Queryable,
  { articleId, revision }: Article,
  claim: Claim,
  { storyId, change }: ChangedStory,
  now: Date,
): Promise<void> {
  await tx.execute(
    `INSERT INTO claims (story_id, article_id, revision, kind, min, max, outlet, authority, rank, attribution,
                         is_about, is_computed, is_correction, is_denial, as_of, quote, claimed_at, text_from,
                         as_of_day, inferred_before, change)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
    [
      ...[storyId, articleId, revision, claim.kind, claim.min, claim.max, claim.outlet],
      ...[claim.authority.key, claim.authority.rank, claim.attribution],
      ...[claim.isAbout, claim.isComputed, claim.isCorrection, claim.isDenial, claim.asOf, claim.quote, now],
      ...[claim.textFrom ?? null, claim.asOfDay ?? null, claim.inferredBefore ?? null, change],
    ],
  );
}

export interface ChangedStory {
  readonly storyId: number;
  /** The number of the change; null: nothing that anybody watches. */
  readonly change: number | null;
}

/** What made a ledger move: an article revision, or an edit. */
export type MovedBy = Pick<Article, 'articleId' | 'revision'> | { readonly editId: number };

export interface MovedStory extends ChangedStory {
  readonly by: MovedBy;
  readonly facts: readonly Fact[];
}

export async function saveMoves(tx: Queryable, { storyId, by, facts, change }: MovedStory, now: Date): Promise<void> {
  const cause = 'editId' in by ? [null, null, by.editId] : [by.articleId, by.revision, null];
  for (const { figure, from, to, attribution, outlet, asOf, quote, textFrom } of facts.filter(isMove))
    await tx.execute(
      `INSERT INTO moves (story_id, article_id, revision, edit_id, kind, from_min, from_max, to_min, to_max,
                          attribution, outlet, as_of, as_of_day, quote, moved_at, text_from, change)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        ...[storyId, ...cause, figure],
        ...[from?.min ?? null, from?.max ?? null, to?.min ?? null, to?.max ?? null],
        ...[attribution, outlet, ...timeOrDay(asOf), quote, now, textFrom ?? null, change],
      ],
    );
}

/** An instant and a calendar date are columns of their own. */
const timeOrDay = (asOf: string | null): readonly [string | null, string | null] =>
  asOf !== null && isCalendarDate(asOf) ? [null, asOf] : [asOf, null];

export async function loadShown(db: Queryable, storyId: number): Promise<StoryState['shown']> {
  const rows = await db.query<{ ruleId: string; shown: readonly string[] }>(
    'SELECT rule_id AS "ruleId", shown FROM story_rules WHERE story_id = $1 ORDER BY rule_id',
    [storyId],
  );
  return new Map(rows.map(({ ruleId, shown }) => [ruleId, shown]));
}

/** Only the rules that this article matched can have shown more. */
export async function saveShown(
  tx: Queryable,
  { matches, state }: StoryDecision,
  storyId: number,
  now: Date,
): Promise<void> {
  for (const ruleId of new Set(matches.map((match) => match.ruleId)))
    await tx.execute(
      `INSERT INTO story_rules (story_id, rule_id, shown, opened_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (story_id, rule_id) DO UPDATE SET shown = excluded.shown`,
      [storyId, ruleId, state.shown.get(ruleId) ?? [], now],
    );
}
