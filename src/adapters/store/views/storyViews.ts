import { isCalendarDate } from '../../../domain/basics/calendarDate.ts';
import { viewOf } from '../../../domain/ledger/view.ts';
import type { MoveFact } from '../../../domain/stories/advanceStory.ts';
import type { ShownEdit, StoryHistory, StoryMember, StoryMove, StorySummary } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';
import { moveFactOf } from '../history/newestArticles.ts';
import { loadClaimsOf, loadShown } from '../story/storyLedger.ts';
import { originalOf } from './foldViews.ts';

export interface WholeStory extends StoryHistory {
  /** Rules that have matched it, with those of their terms and concepts that it has shown. */
  readonly rules: ReadonlyMap<string, readonly string[]>;
}

/** The stories, to look at; nothing here writes. */
export interface StoryViews {
  /** Those that had an article since then and take more, the one with the newest first. */
  recent(since: Date): AsyncIterable<StorySummary>;
  /** Null: there is none of that number. */
  story(id: number): Promise<WholeStory | null>;
}

export const createStoryViews = (db: Queryable): StoryViews => ({
  recent: (since) => recentStories(db, since),
  story: (id) => wholeStory(db, id),
});

const storiesAPage = 200;

async function* recentStories(db: Queryable, since: Date): AsyncGenerator<StorySummary> {
  let place: readonly [Date | null, number] | undefined = [null, 0];
  while (place !== undefined) {
    const page: readonly StorySummary[] = await readStories(
      db,
      `WHERE merged_into IS NULL AND last_article_at >= $1 AND ($2::timestamptz IS NULL OR (last_article_at, id) < ($2, $3))
       ORDER BY last_article_at DESC, id DESC LIMIT ${storiesAPage}`,
      [since, ...place],
    );
    yield* page;
    const last = page.at(-1);
    place = last && [last.lastArticleAt, last.id];
  }
}

/** Stories that `which` (SQL, of `listed_stories`) takes, the one with the newest article first. */
export async function readStories(
  db: Queryable,
  which: string,
  values: readonly unknown[],
): Promise<readonly StorySummary[]> {
  const rows = await db.query<Omit<StorySummary, 'ledger'>>(
    `SELECT s.id, s.title, s.opened_at AS "openedAt", s.last_article_at AS "lastArticleAt", s.merged_into AS "mergedInto", n.*
       FROM (SELECT * FROM listed_stories ${which}) AS s,
            LATERAL (SELECT count(DISTINCT m.article_id) AS articles, count(DISTINCT coalesce(a.outlet_domain, a.outlet_name)) AS outlets
                       FROM story_members AS m LEFT JOIN articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
                      WHERE m.story_id = s.id) AS n
      ORDER BY s.last_article_at DESC, s.id DESC`,
    values,
  );
  const claims = await loadClaimsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ledger: viewOf({ claims: claims.get(row.id) ?? [] }) }));
}

async function wholeStory(db: Queryable, id: number): Promise<WholeStory | null> {
  const [story] = await readStories(db, 'WHERE id = $1', [id]);
  if (story === undefined) return null;
  return {
    ...story,
    members: await db.query<StoryMember>(membersSql, [id]),
    moves: await loadMoves(db, id),
    rules: await loadShown(db, id),
    edits: await db.query<ShownEdit>(editsSql, [id]),
  };
}

const membersSql = `
  SELECT m.article_id AS "articleId", m.revision, a.outlet_name AS outlet, r.title, m.at, m.role, o.article_id AS "copyOf"
    FROM story_members AS m
    JOIN article_revisions AS r ON r.article_id = m.article_id AND r.revision = m.revision AND r.seen_at = m.seen_at
    JOIN articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
    LEFT JOIN LATERAL (${originalOf('m')}) AS o ON m.role = 'copy'
   WHERE m.story_id = $1 ORDER BY m.sequence`;

export type MoveRow = Pick<StoryMove, 'movedAt' | 'articleId' | 'editId'> & { readonly fact: MoveFact };

/** How the story's ledger moved, oldest first. */
export async function loadMoves(db: Queryable, storyId: number): Promise<readonly StoryMove[]> {
  const rows = await db.query<MoveRow>(
    `SELECT v.moved_at AS "movedAt", v.article_id AS "articleId", v.edit_id AS "editId", ${moveFactOf} AS fact
       FROM moves AS v WHERE v.story_id = $1 ORDER BY v.id`,
    [storyId],
  );
  return rows.map(toMove);
}

export const toMove = ({ fact: { kind: _, asOf, ...fact }, ...row }: MoveRow): StoryMove => ({
  ...{ ...row, ...fact },
  asOf: asOf === null || isCalendarDate(asOf) ? asOf : new Date(asOf).toISOString(),
});

/** Whether the move `of` came by an edit, or by an article that calls an earlier count wrong (SQL). */
export const isCorrectionOf = (of: string): string => `
  (${of}.edit_id IS NOT NULL
   OR EXISTS (SELECT FROM claims AS c WHERE c.article_id = ${of}.article_id AND c.kind = ${of}.kind AND c.withdrawn_at IS NULL
                 AND (c.is_correction OR c.is_denial)))`;

const editsSql = `
  SELECT id, kind, story_id AS "storyId", other_id AS "otherId", articles, made_by AS by, reason AS why,
         made_at AS "madeAt", applied_at AS "appliedAt", refused
    FROM story_edits WHERE story_id = $1 OR other_id = $1 ORDER BY id`;
