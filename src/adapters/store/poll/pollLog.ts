import type { PollSettlement, SavedCounts } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import { storable } from '../storable.ts';

/** So many are kept of a feed; further ones take the places of the oldest. */
const keptPolls = 20;

/**
 * Notes what a poll came to. One that came to the same as the poll before (the same failure, nothing new) is counted with
 * it, so that twenty rows hold a feed's changes, not its last hour.
 */
export async function notePoll(
  tx: Queryable,
  feedId: number,
  settlement: PollSettlement,
  { created, revised }: SavedCounts,
  now: Date,
): Promise<void> {
  const { kind } = settlement;
  const isDocument = kind === 'document';
  await tx.execute(
    `WITH last AS (
       SELECT * FROM feed_polls WHERE feed_id = $1 ORDER BY number DESC LIMIT 1
     ), next AS (
       SELECT coalesce(last.kind = $3 AND last.says IS NOT DISTINCT FROM $5::text AND coalesce(last.created + last.revised, 0) = 0
                       AND coalesce($7::integer + $8::integer, 0) = 0, false) AS is_same,
              coalesce(last.number, 0) AS number, last.first_at, last.times
         FROM (SELECT) AS one LEFT JOIN last ON true
     )
     INSERT INTO feed_polls (feed_id, slot, number, first_at, last_at, times, kind, reason, says, items, created, revised)
     SELECT $1, (CASE WHEN is_same THEN number ELSE number + 1 END) % ${keptPolls}, CASE WHEN is_same THEN number ELSE number + 1 END,
            CASE WHEN is_same THEN first_at ELSE $2 END, $2, CASE WHEN is_same THEN times + 1 ELSE 1 END, $3, $4, $5, $6, $7, $8
       FROM next
     ON CONFLICT (feed_id, slot) DO UPDATE
        SET number = excluded.number, first_at = excluded.first_at, last_at = excluded.last_at, times = excluded.times,
            kind = excluded.kind, reason = excluded.reason, says = excluded.says, items = excluded.items,
            created = excluded.created, revised = excluded.revised`,
    [
      ...[feedId, now, kind],
      'reason' in settlement ? settlement.reason : null,
      'message' in settlement ? storable(settlement.message.slice(0, 500)) : null,
      isDocument ? settlement.articles.length : null,
      isDocument ? created : null,
      isDocument ? revised : null,
    ],
  );
}
