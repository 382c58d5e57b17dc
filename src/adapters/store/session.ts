import pg from 'pg';
import { type ConnectionString, clientSettings } from '../postgres/clientSettings.ts';
import { explained, isUnanswered } from '../postgres/missedLimit.ts';
import { createOpenSockets } from '../postgres/openSockets.ts';
import { connectionSetup, type LimitedQuery, queryLimits } from '../postgres/queryLimits.ts';
import { watchConnection } from '../postgres/watchConnection.ts';
import { patience } from '../timeLimit.ts';
import { typeParsers } from './typeParsers.ts';

/** What can be asked of the store, in a transaction or outside one. */
export interface Queryable {
  /** The rows. Dates are `timestamptz`, int8 arrives as a number; objects go to json columns, arrays to PostgreSQL arrays. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** How many rows were written. Without values, `text` may hold several statements. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
}

/** A connection of its own, for what belongs to a session: advisory locks. */
export interface Session extends Queryable {
  /** Aborted when the connection is gone, and every lock with it; not by `close`. */
  readonly lost: AbortSignal;
  /**
   * From now on the server is asked every few seconds whether it is still there, so that one which fell silent is given up
   * within fifteen; and it ends the session, with its locks, when it has not heard of us for half a minute.
   */
  watch(): Promise<void>;
  close(): Promise<void>;
}

const forgottenAfterMs = 30_000;
const partingLimitMs = 1000;

/** Rejects when the server cannot be reached within ten seconds. A statement that misses its limit ends the session. */
export async function openSession(place: ConnectionString, limitMs: number = queryLimits.usualMs): Promise<Session> {
  const sockets = createOpenSockets();
  const client = new pg.Client({
    ...clientSettings(place, sockets, limitMs),
    application_name: 'tocsin',
    types: typeParsers,
  });
  const loss = new AbortController();
  let isClosing = false;
  let unwatch = () => {};
  const lose = () => {
    unwatch();
    if (!isClosing) loss.abort();
  };
  client.on('error', lose).on('end', lose);
  const giveUp = (error: unknown) => {
    sockets.destroyAll();
    throw explained(error, limitMs);
  };
  await client
    .connect()
    .then(() => client.query(connectionSetup(limitMs)))
    .catch(giveUp);
  return {
    ...queryable(client, limitMs, sockets.destroyAll),
    lost: loss.signal,
    async watch() {
      await client.query(`SET idle_session_timeout = ${forgottenAfterMs}`);
      unwatch = watchConnection(client, sockets.destroyAll);
    },
    async close() {
      isClosing = true;
      unwatch();
      await patience(partingLimitMs, client.end());
      sockets.destroyAll();
    },
  };
}

/**
 * `missed` is called before a statement that was not answered within its limit rejects: nothing more can be learned over
 * that connection.
 */
export function queryable(client: pg.ClientBase | pg.Pool, limitMs: number, missed: () => void): Queryable {
  const run = async (text: string, values: readonly unknown[]) => {
    const limited: LimitedQuery = { text, values: [...values], query_timeout: limitMs };
    try {
      return await client.query(limited);
    } catch (error) {
      if (isUnanswered(error)) missed();
      throw explained(error, limitMs);
    }
  };
  return {
    query: async (text, values = []) => (await run(text, values)).rows,
    execute: async (text, values = []) => (await run(text, values)).rowCount ?? 0,
  };
}
