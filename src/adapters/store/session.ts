import pg from 'pg';
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
  close(): Promise<void>;
}

/** Rejects when the server cannot be reached within ten seconds. */
export async function openSession(connectionString: string): Promise<Session> {
  const client = new pg.Client({
    connectionString,
    application_name: 'tocsin',
    types: typeParsers,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  const loss = new AbortController();
  let isClosing = false;
  const lose = () => !isClosing && loss.abort();
  client.on('error', lose).on('end', lose);
  await client.connect();
  return {
    ...queryable(client),
    lost: loss.signal,
    async close() {
      isClosing = true;
      await client.end().catch(() => undefined);
    },
  };
}

export function queryable(client: pg.ClientBase | pg.Pool): Queryable {
  return {
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
    execute: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
  };
}
