import type { Queryable } from '../database.ts';

/** What each person has seen of the stories. */
export interface SeenStore {
  /** Everything up to that change. */
  seenUpTo(personId: number, change: number): Promise<void>;
  /** One story, as it is now. */
  seenStory(personId: number, storyId: number, change: number): Promise<void>;
}

export const createSeenStore = (db: Queryable): SeenStore => ({
  async seenUpTo(personId, change) {
    await db.execute(
      `WITH done AS (DELETE FROM story_seen WHERE person_id = $1 AND change <= $2)
       INSERT INTO desk_readers AS d (person_id, seen_change)
       SELECT $1, least($2, coalesce(max(changed), 0)) FROM stories WHERE changed IS NOT NULL AND merged_into IS NULL
       ON CONFLICT (person_id) DO UPDATE SET seen_change = greatest(d.seen_change, excluded.seen_change)`,
      [personId, change],
    );
  },
  async seenStory(personId, storyId, change) {
    await db.execute(
      `INSERT INTO story_seen AS n (person_id, story_id, change) VALUES ($1, $2, $3)
       ON CONFLICT (person_id, story_id) DO UPDATE SET change = greatest(n.change, excluded.change)`,
      [personId, storyId, change],
    );
  },
});
