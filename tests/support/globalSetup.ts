import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/adapters/store/database.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/adapters/store/embedded/embeddedServer.ts';
import { migrate } from '../../src/adapters/store/schema/migrate.ts';
import { isRunning, makeDataDir, removeDataDir } from './dataDir.ts';
import { silentLog } from './silentLog.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's, on the server of this run. */
    readonly testServerUrl: string;
    /** The migrated database that test databases are copied from. */
    readonly templateDatabase: string;
    /** A DATA_DIR whose database is migrated and at rest, to be copied: see usedDataDir.ts. */
    readonly usedDataDir: string;
  }
}

/**
 * Gives all projects of a run one PostgreSQL server with a migrated template database: that of TEST_DATABASE_URL, or an
 * embedded one in a folder of its own, stopped and removed afterwards. The first project that needs it starts it.
 */
export default async function setup({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const run = vitest.getRootProject();
  if (run.getProvidedContext().testServerUrl !== undefined) return undefined;
  const server = await openTestServer(process.env.TEST_DATABASE_URL);
  const templateDatabase = `tocsin_template_${process.pid}`;
  const usedDataDir = await makeDataDir(`tocsin-test-${process.pid}-used-`);
  const close = async () => {
    await removeDataDir(usedDataDir);
    await server.stop();
  };
  try {
    await Promise.all([makeTemplate(server.url, templateDatabase), fill(usedDataDir)]);
  } catch (error) {
    await close();
    throw error;
  }
  run.provide('testServerUrl', server.url);
  run.provide('templateDatabase', templateDatabase);
  run.provide('usedDataDir', usedDataDir);
  return async () => {
    await runOn(server.url, `DROP DATABASE IF EXISTS ${templateDatabase} WITH (FORCE)`);
    await close();
  };
}

interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function openTestServer(givenUrl: string | undefined): Promise<TestServer> {
  if (givenUrl !== undefined) return { url: givenUrl, stop: async () => undefined };
  await removeAbandoned();
  const dataDir = await makeDataDir(`tocsin-test-${process.pid}-`);
  const server = await startHasty(dataDir);
  return {
    url: server.connectionString,
    async stop() {
      await server.leave();
      await removeDataDir(dataDir);
    },
  };
}

/** Tests kill processes, never the machine: nothing needs to outlive a loss of power. And many files are at it at once. */
const hastySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
  autovacuum: 'off',
};

async function startHasty(dataDir: string): Promise<EmbeddedServer> {
  const first = await startEmbedded({ dataDir, log: silentLog });
  for (const [name, value] of Object.entries(hastySettings))
    await runOn(first.connectionString, `ALTER SYSTEM SET ${name} = ${value}`);
  await first.leave();
  return startEmbedded({ dataDir, log: silentLog });
}

/** The server outlives a run that was killed: the next run removes it. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = /^tocsin-test-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await removeDataDir(join(tmpdir(), name));
  }
}

async function makeTemplate(serverUrl: string, name: string): Promise<void> {
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  await migrateAt(url.href);
}

async function fill(dataDir: string): Promise<void> {
  const server = await startEmbedded({ dataDir, log: silentLog });
  await migrateAt(server.connectionString);
  await server.leave();
}

async function migrateAt(connectionString: string): Promise<void> {
  const db = openDatabase({ connectionString, maxConnections: 1, log: silentLog });
  try {
    await migrate(db);
  } finally {
    await db.close();
  }
}

async function runOn(connectionString: string, statement: string): Promise<void> {
  const db = openDatabase({ connectionString, maxConnections: 1, log: silentLog });
  try {
    await db.execute(statement);
  } finally {
    await db.close();
  }
}
