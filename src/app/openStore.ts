import type { Settings } from '../../config/settings.ts';
import type { SettingsError } from '../../config/settingsError.ts';
import type { ConnectionString } from '../adapters/postgres/clientSettings.ts';
import { queryLimits } from '../adapters/postgres/queryLimits.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../adapters/store/database.ts';
import { startEmbedded } from '../adapters/store/embedded/embeddedServer.ts';
import { migrate } from '../adapters/store/schema/migrate.ts';
import type { StepLog } from '../ports/log.ts';
import { inDataDir, wrongDataDir } from './inDataDir.ts';
import { outliveReader } from './lostReader.ts';

export interface OpenedStore {
  readonly db: Database;
  /** Where the server is; carries the password, so it is never logged. */
  readonly connectionString: ConnectionString;
  /** Why our own server is not there at the moment; null where it is, or is not ours. */
  readonly trouble: () => string | null;
  /** Resolves when our own server is gone for good, to what has to be done. */
  readonly unusable: Promise<SettingsError>;
  /** No other process is at work on this DATA_DIR: what is claimed was claimed by the dead. */
  readonly alone: boolean;
  /** When we joined, by the database's clock. */
  readonly joinedAt: Date;
  close(): Promise<void>;
}

type StoreOptions = Pick<DatabaseOptions, 'maxConnections' | 'limitMs'>;

const serviceOptions: StoreOptions = { maxConnections: 10, limitMs: queryLimits.usualMs };
/** A preview or a replay may ask for much at once. */
export const commandOptions: StoreOptions = { maxConnections: 4, limitMs: queryLimits.longMs };

type StoreSettings = Pick<Settings, 'databaseUrl' | 'dataDir'>;

/**
 * Opens the store of truth, migrated: the server of DATABASE_URL, or the embedded one on DATA_DIR. From here on the process
 * outlives whoever reads what it writes, so that it closes the store.
 */
export async function openStore(
  settings: StoreSettings,
  log: StepLog,
  options: StoreOptions = serviceOptions,
): Promise<OpenedStore> {
  const server = await openServer(settings, log);
  const db = openDatabase({ connectionString: server.connectionString, log, ...options });
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
  return { db, ...server, close };
}

type Server = Omit<OpenedStore, 'db' | 'close'> & { leave(): Promise<void> };

/** The server of the store, whatever it holds; `leave` it. */
export async function openServer({ databaseUrl, dataDir }: StoreSettings, log: StepLog): Promise<Server> {
  outliveReader();
  if (databaseUrl !== null) {
    const unusable = new Promise<never>(() => undefined);
    const common = { alone: false, joinedAt: new Date(), trouble: () => null, unusable };
    return { ...common, connectionString: databaseUrl, leave: async () => undefined };
  }
  const server = await inDataDir(dataDir, () => startEmbedded({ dataDir, log }));
  return {
    ...{ alone: server.alone, joinedAt: server.joinedAt, trouble: server.trouble, leave: server.leave },
    connectionString: () => server.connectionString,
    unusable: server.unusable.then(wrongDataDir),
  };
}

/** Opens the store for one command and closes it afterwards, whatever happened. */
export async function withStore<T>(
  settings: StoreSettings,
  log: StepLog,
  use: (store: OpenedStore) => Promise<T>,
): Promise<T> {
  const store = await openStore(settings, log, commandOptions);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
