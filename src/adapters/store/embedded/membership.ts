import { isPassingFault } from '../../../ports/passingFault.ts';
import { openSession, type Session } from '../session.ts';

/** A process's share in the server, held as an advisory lock: the death of the process ends it. */
export interface Membership {
  /** No other process was a member when this one entered. */
  readonly alone: boolean;
  /** The server's time at that moment, before any other could enter: whoever leases something later holds it longer. */
  readonly enteredAt: Date;
  /** Aborted when the connection that held the lock was lost. */
  readonly lost: AbortSignal;
  /** Ends the membership. Whoever turns out to be the last calls `stopServer`, while nobody else can enter. */
  leave(stopServer: () => Promise<void>): Promise<void>;
}

// Members hold the lock shared. Holding it exclusively proves that there are none, and keeps newcomers waiting.
const key = "hashtext('tocsin.members')";

/** Rejects when the server is being stopped by its last member; then it is to be started again. */
export async function enter(connectionString: string): Promise<Membership> {
  const session = await openSession(connectionString);
  try {
    const alone = await succeeds(session, `pg_try_advisory_lock(${key})`);
    const enteredAt = await readTime(session);
    await session.query(`SELECT pg_advisory_lock_shared(${key})`);
    if (alone) await session.query(`SELECT pg_advisory_unlock(${key})`);
    return { alone, enteredAt, lost: session.lost, leave: (stopServer) => leave(session, stopServer) };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Our share is given back first: of two who leave at once, the later one then finds itself alone. */
async function leave(session: Session, stopServer: () => Promise<void>): Promise<void> {
  try {
    if (session.lost.aborted) return;
    if (await isLast(session)) await stopServer();
  } finally {
    await session.close();
  }
}

/** A server that another member, the last one, stops while we ask has no members any more. */
async function isLast(session: Session): Promise<boolean> {
  try {
    await session.query(`SELECT pg_advisory_unlock_shared(${key})`);
    return await succeeds(session, `pg_try_advisory_lock(${key})`);
  } catch (error) {
    if (isPassingFault(error)) return false;
    throw error;
  }
}

async function succeeds(session: Session, call: string): Promise<boolean> {
  const [row] = await session.query<{ succeeded: boolean }>(`SELECT ${call} AS succeeded`);
  return row?.succeeded === true;
}

async function readTime(session: Session): Promise<Date> {
  const [row] = await session.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  if (row === undefined) throw new Error('the server did not tell the time');
  return row.now;
}
