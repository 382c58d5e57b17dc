import type { Queryable } from '../database.ts';

/**
 * Whether a round is due and is this transaction's. Who has the row makes the round; nobody waits for it. A round that
 * fails is not marked as made. `dueSooner` (SQL, `$2` is now): why it may be due although one was made since.
 */
export async function takesRound(
  tx: Queryable,
  name: 'health' | 'sources' | 'sending',
  doneBefore: Date,
  now: Date,
  dueSooner = 'false',
): Promise<boolean> {
  const free = await tx.query(
    `SELECT FROM rounds WHERE name = $1 AND (done_at <= $3 OR (done_at <= $2::timestamptz AND ${dueSooner})) FOR UPDATE SKIP LOCKED`,
    [name, now, doneBefore],
  );
  if (free.length === 0) return false;
  await tx.execute('UPDATE rounds SET done_at = $2 WHERE name = $1', [name, now]);
  return true;
}
