import type { Queryable } from '../database.ts';

/**
 * Whether a round is due and is this transaction's. Who has the row makes the round; nobody waits for it. A round that
 * fails is not marked as made.
 */
export async function takesRound(
  tx: Queryable,
  name: 'health' | 'sources' | 'sending',
  doneBefore: Date,
  now: Date,
): Promise<boolean> {
  const free = await tx.query('SELECT FROM rounds WHERE name = $1 AND done_at <= $2 FOR UPDATE SKIP LOCKED', [
    name,
    doneBefore,
  ]);
  if (free.length === 0) return false;
  await tx.execute('UPDATE rounds SET done_at = $2 WHERE name = $1', [name, now]);
  return true;
}
