import type { Handover } from '../../../ports/storyPageReadings.ts';
import type { Queryable } from '../database.ts';
import { moveFactOf } from '../history/newestArticles.ts';
import { type EventRow, eventOf, eventsOf } from './storyEvents.ts';
import { isCorrectionOf, type MoveRow, toMove } from './storyViews.ts';

const limit = 300;

type HandoverMove = MoveRow & { readonly isCorrection: boolean; readonly storyId: number; readonly title: string };

/** What happened since then, oldest first. */
export async function readHandover(db: Queryable, since: Date): Promise<Handover> {
  const [moves, events, rules] = await Promise.all([
    db.query<HandoverMove>(
      `SELECT v.moved_at AS "movedAt", v.article_id AS "articleId", v.edit_id AS "editId", ${moveFactOf} AS fact,
              ${isCorrectionOf('v')} AS "isCorrection", s.id AS "storyId", coalesce(s.headline, s.title) AS title
         FROM (SELECT * FROM moves AS m WHERE m.moved_at >= $1 AND m.change IS NOT NULL ORDER BY m.moved_at DESC, m.id DESC LIMIT ${limit}) AS v
         JOIN listed_stories AS s ON s.id = v.story_id ORDER BY v.id`,
      [since],
    ),
    db.query<EventRow & { readonly storyId: number; readonly title: string }>(
      `SELECT happened.*, coalesce(s.headline, s.title) AS title
         FROM (SELECT * FROM (${eventsOf('e.made_at >= $1', 'n.at >= $1', 'l.at >= $1')}) AS each ORDER BY at DESC LIMIT ${limit}) AS happened
         JOIN listed_stories AS s ON s.id = happened."storyId" ORDER BY at`,
      [since],
    ),
    db.query<Handover['rules'][number]>(
      `SELECT * FROM (SELECT at, actor_name AS by, action, why AS text, subject_id AS subject FROM audit_log
                       WHERE at >= $1 AND subject_kind IN ('rule', 'rules', 'concept') ORDER BY at DESC, id DESC LIMIT ${limit}) AS edits
        ORDER BY at`,
      [since],
    ),
  ]);
  return {
    moves: moves.map(({ isCorrection, storyId, title, ...row }) => {
      const { editId, ...move } = toMove(row);
      return { ...move, isCorrection, isEdit: editId !== null, storyId, title };
    }),
    events: events.map((row) => ({ ...eventOf(row), storyId: row.storyId, title: row.title })),
    ...{ rules, limit },
  };
}
