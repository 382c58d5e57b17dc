import type { Leadership } from '../../../pipeline/story/storyStore.ts';
import type { Database, Queryable } from '../database.ts';
import type { Session } from '../session.ts';

/**
 * Takes the writer's lock on a connection of its own; null while another process holds it. A server that falls silent is given
 * up within seconds, and gives the lock free by itself. The epoch fences: a writer that did not notice yet finds its
 * transactions refused.
 */
export async function becomeLeader(db: Database): Promise<Leadership | null> {
  const session = await db.openSession();
  try {
    const epoch = await nextEpoch(session);
    if (epoch === null) {
      await session.close();
      return null;
    }
    await session.watch();
    return { epoch, lost: session.lost, release: () => session.close() };
  } catch (error) {
    // An open session would keep the lock, and with it everybody out, for as long as this process lives.
    await session.close();
    throw error;
  }
}

/** False when another process has become the writer. None can before the transaction ends. */
export async function isStillLeader(tx: Queryable, { epoch }: Leadership): Promise<boolean> {
  const rows = await tx.query("SELECT FROM writers WHERE name = 'story' AND epoch = $1 FOR SHARE", [epoch]);
  return rows.length > 0;
}

/** Whether any process is the writer now. */
export async function hasLeader(db: Queryable): Promise<boolean> {
  // A lock of one number is kept as its two halves.
  const rows = await db.query(
    `SELECT FROM pg_locks
      WHERE locktype = 'advisory' AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32 | objid::bigint) = hashtext('tocsin.story')`,
  );
  return rows.length > 0;
}

/** The new epoch; null while another session holds the lock. */
async function nextEpoch(session: Session): Promise<number | null> {
  const [lock] = await session.query<{ ours: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('tocsin.story')) AS ours",
  );
  if (!lock?.ours) return null;
  const [leadership] = await session.query<{ epoch: number }>(
    "UPDATE writers SET epoch = epoch + 1 WHERE name = 'story' RETURNING epoch",
  );
  if (leadership === undefined) throw new Error("the table writers lacks its row 'story': restore it, or the database");
  return leadership.epoch;
}
