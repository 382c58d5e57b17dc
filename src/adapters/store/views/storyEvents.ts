import type { StoryEvent } from '../../../ports/storyPageReadings.ts';
import type { Queryable } from '../database.ts';

interface EventRow extends Omit<StoryEvent, 'outcome'> {
  readonly isEdit: boolean;
  readonly isApplied: boolean;
  readonly refused: string | null;
}

export const eventOf = ({ at, by, action, text, isEdit, isApplied, refused }: EventRow): StoryEvent => ({
  ...{ at, by, action, text },
  outcome: isEdit ? (refused === null ? (isApplied ? 'applied' : 'waiting') : { refused }) : null,
});

/** What people did with stories, as rows of `at, by, action, text, …` with the story's number (SQL). Notes have a table of their own. */
export const eventsOf = (edits: string, notes: string, deeds: string): string => `
  SELECT e.story_id AS "storyId", e.made_at AS at, e.made_by AS by, 'story.' || (CASE e.kind WHEN 'merge' THEN 'merged' WHEN 'correct' THEN 'corrected' ELSE e.kind END) AS action,
         e.reason AS text, true AS "isEdit", e.applied_at IS NOT NULL AS "isApplied", e.refused
    FROM story_edits AS e WHERE ${edits}
  UNION ALL
  SELECT n.story_id, n.at, n.by_name, 'story.noted', n.text, false, false, NULL FROM story_notes AS n WHERE ${notes}
  UNION ALL
  SELECT l.subject_id::bigint, l.at, l.actor_name, l.action, l.why, false, false, NULL
    FROM audit_log AS l
   WHERE l.subject_kind = 'story' AND l.action IN ('story.taken', 'story.released', 'story.acknowledged', 'story.muted', 'story.unmuted') AND ${deeds}`;

const eventsShown = 200;

export async function readStoryEvents(db: Queryable, storyId: number): Promise<readonly StoryEvent[]> {
  const rows = await db.query<EventRow>(
    `SELECT * FROM (${eventsOf('e.story_id = $1::bigint OR e.other_id = $1::bigint', 'n.story_id = $1::bigint', 'l.subject_id = ($1::bigint)::text')}) AS happened
      ORDER BY at DESC LIMIT ${eventsShown}`,
    [storyId],
  );
  return rows.map(eventOf);
}

export type { EventRow };
