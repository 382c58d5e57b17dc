/**
 * Feeds take turns. The articles that wait for a step stand in a line, each with a turn: one after the last of its own feed there,
 * but not before the turn that the line is at. So a feed that brings ten thousand articles has ten thousand turns, and what another
 * feed brings meanwhile comes at once (start-time fair queuing, Goyal, Vin and Cheng 1996, with an article as the unit). Fresh
 * articles come before backlog. Turns count from 0 again whenever a line is empty.
 */
type Line = 'read' | 'match' | 'plan';

const stepsOf: Readonly<Record<Line, readonly string[]>> = {
  read: ['read'],
  match: ['match', 'story'],
  plan: ['plan'],
};

/** Which of a line's articles come first (SQL). */
export const lineOrder = 'is_backlog, turn, sequence';

/**
 * The turn of the next article of a feed that enters the line (SQL). The line is at the first turn of those that wait; one that failed
 * twice is not waited for.
 */
export function nextTurn(line: Line, feedId: string, isBacklog: string): string {
  const firstOf = (step: string) => `
    (SELECT w.turn FROM pipeline_items AS w
      WHERE w.step = '${step}' AND w.is_backlog = ${isBacklog} AND w.quarantined_at IS NULL AND w.unsettled_claims <= 1
      ORDER BY w.turn LIMIT 1)`;
  return `greatest(least(${stepsOf[line].map(firstOf)}), 0,
    (SELECT max(w.turn) + 1 FROM pipeline_items AS w
      WHERE w.feed_id = ${feedId} AND w.line = '${line}' AND w.is_backlog = ${isBacklog}))`;
}

/**
 * Where an earlier revision of an article stands in the line for matching and placing, if it does (SQL, of one row at most): the next
 * revision takes the same turn, right behind it.
 */
export const earlierRevision = (articleId: string): string => `
  SELECT w.feed_id, w.is_backlog, w.turn FROM pipeline_items AS w
   WHERE w.article_id = ${articleId} AND w.line = 'match'
   ORDER BY w.revision DESC LIMIT 1`;
