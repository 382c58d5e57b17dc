import type { Slice, StoryInFull, StorySummary } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';
import { loadClaims } from '../story/storyLedger.ts';
import { createStoryViews, readStories } from './storyViews.ts';

/** Stories that take more articles, the one with the newest first, from behind one on. */
export const storiesSlice = (
  db: Queryable,
  { after, limit }: Slice<{ readonly at: Date; readonly id: number }>,
): Promise<readonly StorySummary[]> =>
  readStories(
    db,
    `WHERE merged_into IS NULL AND ($1::timestamptz IS NULL OR (last_article_at, id) < ($1, $2::bigint))
     ORDER BY last_article_at DESC, id DESC LIMIT $3`,
    [after?.at ?? null, after?.id ?? null, limit],
  );

export async function storyInFull(db: Queryable, id: number): Promise<StoryInFull | null> {
  const story = await createStoryViews(db).story(id);
  if (story === null) return null;
  return { ...story, rules: [...story.rules.keys()], claims: await loadClaims(db, id) };
}
