import { type Fact, isMove, type MoveFact } from '../../../domain/stories/advanceStory.ts';
import type { StoryDecision } from '../../../pipeline/story/storyStore.ts';
import type { Queryable } from '../database.ts';

/**
 * Notes what an article changed in its story, before its claims and moves are saved: the title of the report that moves a ledger, which
 * figures have moved, and the number of the change. Null: no rule watches the story, or nothing is new in it.
 */
export async function noteChange(
  tx: Queryable,
  { article, state, facts }: StoryDecision,
  storyId: number,
  now: Date,
): Promise<number | null> {
  const isWatched = state.shown.size > 0;
  const moved = facts.filter(isMove);
  const isNew = isWatched && (facts.some(isShown) || !(await wasWatched(tx, storyId)));
  if (moved.length === 0 && !isNew) return null;
  return save(tx, { storyId, isNew, moved, headline: moved.length > 0 ? article.title : null }, now);
}

/** The same of what an edit moved: it has no report. */
export async function noteEdit(
  tx: Queryable,
  storyId: number,
  moved: readonly MoveFact[],
  now: Date,
): Promise<number | null> {
  if (moved.length === 0) return null;
  return save(tx, { storyId, isNew: await wasWatched(tx, storyId), moved, headline: null }, now);
}

const isShown = ({ kind }: Fact): boolean => kind === 'move' || kind === 'denial';

async function wasWatched(tx: Queryable, storyId: number): Promise<boolean> {
  const rows = await tx.query('SELECT FROM story_rules WHERE story_id = $1 LIMIT 1', [storyId]);
  return rows.length > 0;
}

interface Change {
  readonly storyId: number;
  readonly isNew: boolean;
  readonly moved: readonly MoveFact[];
  readonly headline: string | null;
}

async function save(tx: Queryable, { storyId, isNew, moved, headline }: Change, now: Date): Promise<number | null> {
  const [row] = await tx.query<{ changed: number | null }>(
    `UPDATE stories
        SET changed = CASE WHEN $2 THEN nextval('story_changes') ELSE changed END, changed_at = CASE WHEN $2 THEN $3 ELSE changed_at END,
            headline = coalesce($4, headline), moved_kinds = ARRAY(SELECT DISTINCT unnest(moved_kinds || $5::text[]))
      WHERE id = $1 RETURNING changed`,
    [storyId, isNew, now, headline, moved.map(({ figure }) => figure)],
  );
  return isNew ? (row?.changed ?? null) : null;
}
