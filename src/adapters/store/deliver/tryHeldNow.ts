import { concernsTarget, isOfChannel } from '../shared/sendHolds.ts';
import type { Transactional } from '../transactional.ts';

/**
 * Tries at once what our own settings may have kept back: they may have changed with the start of this process. Holds end with
 * the first message that goes through.
 */
export const tryHeldNow = (db: Transactional, now: Date): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.execute(
      `UPDATE deliveries AS d SET due_at = $1 FROM targets AS t, holds AS h
        WHERE t.id = d.target_id AND ${concernsTarget} AND ${dependsOnSettings}
          AND d.state = 'retrying' AND d.due_at > $1 AND d.due_at <= h.held_until`,
      [now],
    );
    await tx.execute(
      `UPDATE notices SET due_at = $1 FROM holds AS h
        WHERE ${isOfChannel} AND h.key = notices.channel
          AND notices.state = 'retrying' AND notices.due_at > $1 AND notices.due_at <= h.held_until`,
      [now],
    );
    await tx.execute(
      `UPDATE holds AS h SET held_until = $1 WHERE h.direction = 'send' AND h.held_until > $1 AND ${dependsOnSettings}`,
      [now],
    );
  });

/** A channel of ours, or a target that stands in a setting (SQL). */
const dependsOnSettings = "(h.scope = 'channel' OR h.scope = 'target' AND h.key LIKE '% env:%')";
