import type { WriterTerm } from '../../pipeline/storyStore.ts';
import type { Database } from './database.ts';
import type { Session } from './session.ts';

/**
 * Takes the writer's lock on a connection of its own; null while another process holds it. The epoch fences: a writer
 * that lost its connection without noticing finds its transactions refused.
 */
export async function becomeWriter(db: Database): Promise<WriterTerm | null> {
  const session = await db.openSession();
  try {
    const epoch = await takeOffice(session);
    if (epoch === null) await session.close();
    return epoch === null ? null : { epoch, lost: session.lost, resign: () => session.close() };
  } catch (error) {
    // An open session would keep the lock, and with it everybody out, for as long as this process lives.
    await session.close();
    throw error;
  }
}

/** The new epoch; null while another session holds the lock. */
async function takeOffice(session: Session): Promise<number | null> {
  const [lock] = await session.query<{ ours: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('tocsin.story')) AS ours",
  );
  if (!lock?.ours) return null;
  const [term] = await session.query<{ epoch: number }>(
    "UPDATE writers SET epoch = epoch + 1 WHERE name = 'story' RETURNING epoch",
  );
  if (term === undefined) throw new Error("the table writers lacks its row 'story': restore it, or the database");
  return term.epoch;
}
