import { hourStart } from '../../../domain/feeds/health/hourOfWeek.ts';
import type { Queryable } from '../database.ts';

/** Counts what a feed brought in this hour. The first document of a feed is no news, and no part of its rhythm. */
export async function countNewItems(tx: Queryable, feedId: number, created: number, now: Date): Promise<void> {
  if (created === 0) return;
  await tx.execute(
    `WITH brought AS (
       UPDATE feeds SET last_new_at = $3 WHERE id = $1 AND first_polled_at IS NOT NULL RETURNING id
     )
     INSERT INTO feed_hours AS h (feed_id, hour, created) SELECT id, $4, $2 FROM brought
     ON CONFLICT (feed_id, hour) DO UPDATE SET created = h.created + excluded.created`,
    [feedId, created, now, hourStart(now)],
  );
}
