import type { StoryMute } from '../../../domain/stories/mute.ts';
import type { Queryable } from '../database.ts';
import { type MuteRow, muteColumns, muteIsOn, muteOf } from '../desk/muteRows.ts';

/** The mute that nobody has ended; the time of one may be over. Null: none. */
export async function loadMute(db: Queryable, storyId: number): Promise<StoryMute | null> {
  const [row] = await db.query<MuteRow>(
    `SELECT ${muteColumns} FROM story_mutes AS u WHERE u.story_id = $1 AND u.ended_at IS NULL ORDER BY u.id DESC LIMIT 1`,
    [storyId],
  );
  return row === undefined ? null : muteOf(row);
}

export async function isMuted(db: Queryable, storyId: number, now: Date): Promise<boolean> {
  const rows = await db.query(`SELECT FROM story_mutes AS u WHERE u.story_id = $1 AND ${muteIsOn('$2')}`, [
    storyId,
    now,
  ]);
  return rows.length > 0;
}

/** Ends the mute that holds; what it held becomes due. */
export async function endMuteOf(tx: Queryable, storyId: number, now: Date): Promise<void> {
  const ended = await tx.execute(
    `UPDATE story_mutes AS u SET ended_at = $2 WHERE u.story_id = $1 AND ${muteIsOn('$2')}`,
    [storyId, now],
  );
  if (ended > 0) await makeHeldDue(tx, storyId, now);
}

/** Instant subscriptions are looked at now; a digest lists what was held at its next time. Locked in order of id, as everybody does. */
export async function makeHeldDue(tx: Queryable, storyId: number, now: Date): Promise<void> {
  const pending = `SELECT subscription_id FROM notification_log
    WHERE story_id = $1 AND message_id IS NULL AND with_key IS NULL`;
  await tx.query(`SELECT FROM subscriptions WHERE id IN (${pending}) ORDER BY id FOR UPDATE`, [storyId]);
  await tx.execute(
    `UPDATE subscriptions SET next_due_at = least(next_due_at, $2)
      WHERE id IN (${pending}) AND schedule->>'every' = 'instant'`,
    [storyId, now],
  );
}

/** A table `u` with when the mute that holds, or held, the pending notification `n` ends or ended (SQL). */
export const muteOfPending = `
  LEFT JOIN LATERAL (SELECT m.id, coalesce(m.ended_at, m.until) AS ends_at FROM story_mutes AS m
                      WHERE m.story_id = n.story_id AND n.created_at <= coalesce(m.ended_at, m.until, 'infinity')
                      ORDER BY m.id DESC LIMIT 1) AS u ON true`;
