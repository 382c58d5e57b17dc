import { rm } from 'node:fs/promises';
import type { Settings } from '../../../config/settings.ts';
import { openCopySession } from '../../adapters/store/backup/copySession.ts';
import { importStore } from '../../adapters/store/backup/importStore.ts';
import { type Archive, openArchive } from '../../adapters/store/backup/readArchive.ts';
import { checkHistory } from '../../adapters/store/schema/migrate.ts';
import { readMigrations } from '../../adapters/store/schema/readMigrations.ts';
import type { StepLog } from '../../ports/log.ts';
import { inDataDir } from '../inDataDir.ts';
import { openServer } from '../openStore.ts';
import { keyFile, readKeptKey } from '../secretKey.ts';
import { keyToKeep } from './archivedKey.ts';

type RestoreSettings = Pick<Settings, 'databaseUrl' | 'dataDir' | 'secretKey'>;

export interface RestoreRequest {
  readonly file: string;
  /** Links that were sent may stop to work. */
  readonly newKey: boolean;
}

export interface Restored {
  readonly madeISO: string;
  readonly rows: number;
  /** Schema versions: of the archive, and now. */
  readonly from: number;
  readonly to: number;
}

/**
 * Fills an empty store from an archive of `backupStore`: the database of DATABASE_URL, or the embedded one of a DATA_DIR without any.
 * The file is read to its end before anything is touched. What fails later leaves the target as it was.
 */
export async function restoreStore(
  settings: RestoreSettings,
  { file, newKey }: RestoreRequest,
  log: StepLog,
  signal: AbortSignal,
): Promise<Restored> {
  const known = await readMigrations();
  const { header, rows } = await readWhole(file, signal);
  checkHistory(header.schema, known, 'archive');
  const { keep } = await inDataDir(settings.dataDir, () => keyToKeep(settings, header.key, newKey));
  const hadKey = (await readKeptKey(settings.dataDir)) !== null;
  const server = await openServer(settings, log);
  try {
    await withArchive(file, async (archive) => {
      const session = await openCopySession(server.connectionString, signal);
      await importStore(session, archive, known, keep).finally(session.close);
    });
  } catch (error) {
    if (!hadKey) await rm(keyFile(settings.dataDir), { force: true });
    throw signal.aborted ? signal.reason : error;
  } finally {
    await server.leave();
  }
  return { madeISO: header.madeISO, rows, from: header.schema.length, to: known.length };
}

async function readWhole(file: string, signal: AbortSignal) {
  return withArchive(file, async (archive) => {
    for await (const { rows } of archive.tables()) for await (const _ of rows) signal.throwIfAborted();
    const rows = Object.values(archive.end().rows).reduce((sum, count) => sum + count, 0);
    return { header: archive.header, rows };
  });
}

async function withArchive<T>(file: string, use: (archive: Archive) => Promise<T>): Promise<T> {
  const archive = await openArchive(file);
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}
