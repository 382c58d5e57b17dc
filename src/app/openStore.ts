import type { Settings } from '../../config/settings.ts';
import { type Database, openDatabase } from '../adapters/store/database.ts';
import { startEmbedded } from '../adapters/store/embedded/embeddedServer.ts';
import { migrate } from '../adapters/store/schema/migrate.ts';
import type { StepLog } from '../ports/log.ts';
import { inDataDir } from './inDataDir.ts';
import { outliveReader } from './lostReader.ts';

export interface OpenedStore {
  readonly db: Database;
  /** Where the server is; carries the password, so it is never logged. */
  readonly connectionString: string;
  /** No other process is at work on this DATA_DIR: what is claimed was claimed by the dead. */
  readonly alone: boolean;
  /** When we joined, by the database's clock. */
  readonly joinedAt: Date;
  close(): Promise<void>;
}

type StoreSettings = Pick<Settings, 'databaseUrl' | 'dataDir'>;

/**
 * Opens the store of truth, migrated: the server of DATABASE_URL, or the embedded one on DATA_DIR. From here on the process
 * outlives whoever reads what it writes, so that it closes the store.
 */
export async function openStore(settings: StoreSettings, log: StepLog, maxConnections = 10): Promise<OpenedStore> {
  const server = await openServer(settings, log);
  const db = openDatabase({ connectionString: server.connectionString, maxConnections, log });
  const close = async () => {
    await db.close();
    await server.leave();
  };
  try {
    await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, connectionString: server.connectionString, alone: server.alone, joinedAt: server.joinedAt, close };
}

/** The server of the store, whatever it holds; `leave` it. */
export async function openServer({ databaseUrl, dataDir }: StoreSettings, log: StepLog) {
  outliveReader();
  if (databaseUrl === null) return inDataDir(dataDir, () => startEmbedded({ dataDir, log }));
  return { connectionString: databaseUrl, alone: false, joinedAt: new Date(), leave: async () => undefined };
}

/** Opens the store for one command and closes it afterwards, whatever happened. */
export async function withStore<T>(
  settings: StoreSettings,
  log: StepLog,
  use: (store: OpenedStore) => Promise<T>,
): Promise<T> {
  const store = await openStore(settings, log, 4);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
