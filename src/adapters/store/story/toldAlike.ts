import type { Queryable } from '../database.ts';

/**
 * Whoever was told of one story counts as told of another, which has its articles now: nobody is told again because
 * articles were regrouped. What was told of the other itself stays. Call it once nobody can tell by the old name any more.
 */
export async function copyTold(tx: Queryable, from: number, to: number): Promise<void> {
  await lockListeners(tx, from);
  await copyThings(tx, from, to);
  await copyFigures(tx, from, to);
  await copySpoken(tx, from, to);
}

/** Of the story `$1`: the tables of what they know are keyed by subscription first. */
const isListener = (id: string): string => `${id} IN (SELECT subscription_id FROM tellings WHERE story_id = $1)`;

/** In order of id, as everybody who tells locks them: no message is planned in between. */
const lockListeners = (tx: Queryable, storyId: number): Promise<unknown> =>
  tx.query(`SELECT FROM subscriptions WHERE ${isListener('id')} ORDER BY id FOR UPDATE`, [storyId]);

/** Companions of what was told: the same message tells them. Names are those of `things.ts` that hold the story's number. */
async function copyThings(tx: Queryable, from: number, to: number): Promise<void> {
  await tx.execute(
    `INSERT INTO tellings (subscription_id, thing, with_thing, created_at, message_id, story_id)
     SELECT subscription_id, regexp_replace(thing, '^([a-z]+:)\\d+', '\\1' || $2), coalesce(with_thing, thing), created_at, message_id, $2::bigint
       FROM tellings
      WHERE story_id = $1::bigint AND thing ~ ('^(story|denial|term):' || $1 || ' ')
     ON CONFLICT DO NOTHING`,
    [from, to],
  );
}

/** Of two figures told of one kind, the one that was told later: changes are measured against it. */
async function copyFigures(tx: Queryable, from: number, to: number): Promise<void> {
  const lastTold = (storyId: string) =>
    `(SELECT coalesce(max(told_at), '-infinity') FROM told_stories AS s WHERE s.subscription_id = f.subscription_id AND s.story_id = ${storyId})`;
  await tx.execute(
    `INSERT INTO told_figures AS f (subscription_id, story_id, kind, min, max)
     SELECT subscription_id, $2, kind, min, max FROM told_figures WHERE story_id = $1 AND ${isListener('subscription_id')}
     ON CONFLICT (subscription_id, story_id, kind) DO UPDATE SET min = excluded.min, max = excluded.max
      WHERE ${lastTold('$1')} > ${lastTold('$2')}`,
    [from, to],
  );
}

const copySpoken = (tx: Queryable, from: number, to: number): Promise<number> =>
  tx.execute(
    `INSERT INTO told_stories AS s (subscription_id, story_id, rule_id, told_at, held_until)
     SELECT subscription_id, $2, rule_id, told_at, held_until FROM told_stories WHERE story_id = $1 AND ${isListener('subscription_id')}
     ON CONFLICT (subscription_id, story_id, rule_id) DO UPDATE
        SET told_at = greatest(s.told_at, excluded.told_at), held_until = greatest(s.held_until, excluded.held_until)`,
    [from, to],
  );
