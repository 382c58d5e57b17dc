import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { StepLog } from '../../ports/log.ts';
import { openSession, type Queryable, queryable, type Session } from './session.ts';
import { typeParsers } from './typeParsers.ts';

export type { Queryable } from './session.ts';

/** The store of truth: a pool of connections. Every query outside `transaction` is a transaction of its own. */
export interface Database extends Queryable {
  /**
   * Commits what `run` did, or nothing of it. After a serialization failure or a deadlock `run` is called again, up to
   * five times in all, so it must do nothing that a rollback does not undo.
   */
  transaction<T>(run: (tx: Queryable) => Promise<T>): Promise<T>;
  /** A connection outside the pool; close it before the database. */
  openSession(): Promise<Session>;
  /** Waits for what is under way. May be called more than once. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly maxConnections: number;
  readonly log: StepLog;
}

/** Connects at the first query; a server that cannot be reached is an exception there. */
export function openDatabase({ connectionString, maxConnections, log }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    application_name: 'tocsin',
    types: typeParsers,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  let closed: Promise<void> | null = null;
  // Without a listener of its own, the loss of an idle or a checked-out connection would end the process. While the pool closes, connections
  // end anyhow: a server that stops first says so on those that are not quite closed yet.
  pool.on('error', (error) => {
    if (closed === null) log.warn(lossOf(error), 'an idle database connection was lost');
  });
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    ...queryable(pool),
    transaction: (run) => retried(() => inTransaction(pool, run)),
    openSession: () => openSession(connectionString),
    close() {
      closed ??= pool.end();
      return closed;
    },
  };
}

/** The pool hangs the client on the error, and where it arose says nothing: the server ended the connection. */
const lossOf = ({ name, code, message }: NodeJS.ErrnoException) => ({ error: name, code, reason: message });

async function inTransaction<T>(pool: pg.Pool, run: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query('BEGIN');
    const result = await run(queryable(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}

const maxTries = 5;
const serializationFailure = '40001';
const deadlockDetected = '40P01';

async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === maxTries || !isPassing(error)) throw error;
      await sleep(tries * 20);
    }
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === serializationFailure || error.code === deadlockDetected);
