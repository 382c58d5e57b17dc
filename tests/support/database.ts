import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/store/database.ts';
import { silentLog } from './silentLog.ts';

export interface TestDatabase {
  readonly db: Database;
  readonly connectionString: string;
  /** Closes `db` and removes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/** A database of one's own, at the newest schema. Drop it in `afterAll` or `afterEach`. */
export const createTestDatabase = (): Promise<TestDatabase> => createDatabase(inject('templateDatabase'));

/** One without any table, for what makes its own schema. */
export const createEmptyDatabase = (): Promise<TestDatabase> => createDatabase('template0');

async function createDatabase(template: string): Promise<TestDatabase> {
  const name = `tocsin_test_${randomBytes(6).toString('hex')}`;
  // The server's own way writes all of the template to its log, and costs four times as much.
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const url = new URL(inject('testServerUrl'));
  url.pathname = name;
  const db = openDatabase({ connectionString: url.href, maxConnections: 5, log: silentLog });
  return {
    db,
    connectionString: url.href,
    async drop() {
      await db.close();
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** One for each process that runs tests, which it ends with: a connection a statement would cost more than most statements. */
let server: Database | undefined;

async function onServer(statement: string): Promise<void> {
  server ??= openDatabase({ connectionString: inject('testServerUrl'), maxConnections: 2, log: silentLog });
  await server.execute(statement);
}

/** Stops the time that leases run on at `at` and moves it there on each further call; null: the server's clock again. */
export async function setLeaseTime(db: Database, at: Date | null): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute('CREATE TABLE IF NOT EXISTS lease_time (at timestamptz)');
    await tx.execute('DELETE FROM lease_time');
    if (at !== null) await tx.execute('INSERT INTO lease_time VALUES ($1)', [at]);
    await tx.execute(`
      CREATE OR REPLACE FUNCTION lease_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
        'SELECT coalesce((SELECT at FROM lease_time), clock_timestamp())'`);
  });
}
