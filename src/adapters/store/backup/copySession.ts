import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type ConnectionString, clientSettings } from '../../postgres/clientSettings.ts';
import { createOpenSockets } from '../../postgres/openSockets.ts';
import { queryLimits } from '../../postgres/queryLimits.ts';
import { patience } from '../../timeLimit.ts';
import { type Queryable, queryable } from '../session.ts';
import { typeParsers } from '../typeParsers.ts';
import { listed, quoted } from './quotedNames.ts';

/** A connection that copies whole tables, in pieces and without holding more than a few of them. */
export interface CopySession extends Queryable {
  /** The rows as COPY writes them; the value that it returns is their number. */
  copyOut(table: string, columns: readonly string[]): AsyncGenerator<Buffer, number>;
  /** Takes rows as `copyOut` gives them; answers how many. */
  copyIn(table: string, columns: readonly string[], rows: AsyncIterable<Buffer>): Promise<number>;
  /** Also in the middle of a statement: what is not committed is undone by the server. */
  close(): Promise<void>;
}

/** Values are written the same by every server, and nothing that its owner limits ends a long copy: we do, where nothing comes. */
const sessionSettings = `
  SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET timezone = 'UTC'; SET extra_float_digits = 1; SET bytea_output = 'hex';
  SET client_encoding = 'UTF8'; SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0`;

/** Rejects when the server cannot be reached within ten seconds; an abort ends the connection. */
export async function openCopySession(place: ConnectionString, signal: AbortSignal): Promise<CopySession> {
  signal.throwIfAborted();
  const sockets = createOpenSockets();
  // A limit of the client's own would never be taken back from a copy that has ended; each statement has one instead.
  const { query_timeout: _, ...settings } = clientSettings(place, sockets, queryLimits.maintenanceMs);
  const client = new pg.Client({ ...settings, application_name: 'tocsin', types: typeParsers });
  client.on('error', () => undefined); // the statement under way rejects with it
  await client.connect();
  const statements = queryable(client, queryLimits.maintenanceMs, sockets.destroyAll);
  const close = async () => {
    signal.removeEventListener('abort', close);
    await patience(queryLimits.shortMs, client.end());
    sockets.destroyAll();
  };
  signal.addEventListener('abort', close);
  if (signal.aborted) await close();
  signal.throwIfAborted();
  await statements.execute(sessionSettings);
  return {
    ...statements,
    async *copyOut(table, columns) {
      const rows = client.query(copyTo(`COPY (SELECT ${listed(columns)} FROM ${quoted(table)}) TO STDOUT`));
      const stall = setTimeout(sockets.destroyAll, queryLimits.longMs);
      try {
        for await (const chunk of rows) {
          stall.refresh();
          yield chunk;
        }
      } finally {
        clearTimeout(stall);
      }
      return rows.rowCount;
    },
    async copyIn(table, columns, rows) {
      const target = client.query(copyFrom(`COPY ${quoted(table)} (${listed(columns)}) FROM STDIN`));
      const failed = new Promise<never>((_, reject) => target.on('error', reject));
      failed.catch(() => undefined);
      // At its end the server checks what the rows refer to.
      const stall = setTimeout(sockets.destroyAll, queryLimits.maintenanceMs);
      try {
        for await (const chunk of rows) {
          stall.refresh();
          if (!target.write(chunk)) await Promise.race([once(target, 'drain'), failed]);
        }
        const finished = once(target, 'finish');
        target.end();
        await Promise.race([finished, failed]);
      } finally {
        clearTimeout(stall);
      }
      return target.rowCount;
    },
    close,
  };
}
