import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { StepLog } from '../../ports/log.ts';
import { type ConnectionString, clientAt, clientSettings } from '../postgres/clientSettings.ts';
import { explained } from '../postgres/missedLimit.ts';
import { createOpenSockets } from '../postgres/openSockets.ts';
import { beginWithin, connectionSetup, queryLimits } from '../postgres/queryLimits.ts';
import { patience } from '../timeLimit.ts';
import { openSession, type Queryable, queryable, type Session } from './session.ts';
import { typeParsers } from './typeParsers.ts';

export type { Queryable } from './session.ts';

/**
 * The store of truth: a pool of connections. Every query outside `transaction` is a transaction of its own. Each statement
 * has a limit; one that misses it rejects with `MissedLimit`, and its connection is given up.
 */
export interface Database extends Queryable {
  /**
   * Commits what `run` did, or nothing of it. After a serialization failure or a deadlock `run` is called again, up to
   * five times in all, so it must do nothing that a rollback does not undo. `limitMs`: of each statement, and of each pause
   * between two.
   */
  transaction<T>(run: (tx: Queryable) => Promise<T>, limitMs?: number): Promise<T>;
  /** A connection outside the pool; close it before the database. */
  openSession(): Promise<Session>;
  /** Waits for what is under way, for five seconds; what is left then rejects. May be called more than once. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connectionString: ConnectionString;
  readonly maxConnections: number;
  readonly log: StepLog;
  /** Of each statement that has none of its own. */
  readonly limitMs?: number;
}

const partingLimitMs = 5000;

/** Connects at the first query; a server that cannot be reached is an exception there. */
export function openDatabase(options: DatabaseOptions): Database {
  const { connectionString, maxConnections, log, limitMs: usualMs = queryLimits.usualMs } = options;
  const sockets = createOpenSockets();
  const settings = {
    ...clientSettings(connectionString, sockets, usualMs),
    max: maxConnections,
    application_name: 'tocsin',
    types: typeParsers,
    Client: clientAt(connectionString),
    onConnect: (client: pg.ClientBase) =>
      queryable(client, queryLimits.shortMs, () => undefined).execute(connectionSetup(usualMs)),
  };
  // Where one statement is not answered, connections that were silent as long are no better: a long limit does not keep them.
  const suspectOthers = () => sockets.destroySilent(usualMs / 2);
  const pool = new pg.Pool(settings);
  let closed: Promise<void> | null = null;
  // Without a listener of its own, the loss of an idle or a checked-out connection would end the process. While the pool closes, connections
  // end anyhow: a server that stops first says so on those that are not quite closed yet.
  pool.on('error', (error) => {
    if (closed === null) log.warn(lossOf(error), 'an idle database connection was lost');
  });
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    // The pool ends a connection on which a query failed.
    ...queryable(pool, usualMs, suspectOthers),
    transaction: (run, limitMs = usualMs) => retried(() => inTransaction(pool, run, limitMs, suspectOthers)),
    openSession: () => openSession(connectionString, usualMs),
    close() {
      closed ??= patience(partingLimitMs, pool.end()).then(sockets.destroyAll);
      return closed;
    },
  };
}

/** The pool hangs the client on the error, and where it arose says nothing: the server ended the connection. */
const lossOf = ({ name, code, message }: NodeJS.ErrnoException) => ({ error: name, code, reason: message });

async function inTransaction<T>(
  pool: pg.Pool,
  run: (tx: Queryable) => Promise<T>,
  limitMs: number,
  missed: () => void,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw explained(error, queryLimits.connectMs);
  });
  let isBroken = false;
  const breaks = () => {
    isBroken = true;
  };
  const tx = queryable(client, limitMs, () => {
    breaks();
    missed();
  });
  try {
    await tx.execute(beginWithin(limitMs));
    const result = await run(tx);
    await tx.execute('COMMIT');
    return result;
  } catch (error) {
    if (!isBroken) await queryable(client, queryLimits.shortMs, breaks).execute('ROLLBACK').catch(breaks);
    throw error;
  } finally {
    client.release(isBroken);
  }
}

const maxTries = 5;
const serializationFailure = '40001';

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
  (error instanceof pg.DatabaseError && error.code === serializationFailure) || isDeadlock(error);

/** Two transactions waited for each other's locks, and this one had to give way. */
export const isDeadlock = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '40P01';
