import type { WriterTerm } from '../../pipeline/storyStore.ts';
import type { Database } from './database.ts';

/**
 * Takes the writer's lock on a connection of its own; null while another process holds it. The epoch fences: a writer
 * that lost its connection without noticing finds its transactions refused.
 */
export async function becomeWriter(db: Database): Promise<WriterTerm | null> {
  const session = await db.openSession();
  const [lock] = await session.query<{ ours: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('tocsin.story')) AS ours",
  );
  if (!lock?.ours) {
    await session.close();
    return null;
  }
  const [term] = await session.query<{ epoch: number }>(
    "UPDATE writers SET epoch = epoch + 1 WHERE name = 'story' RETURNING epoch",
  );
  if (term === undefined) throw new Error("the table writers lacks its row 'story': restore it, or the database");
  return { epoch: term.epoch, lost: session.lost, resign: () => session.close() };
}
