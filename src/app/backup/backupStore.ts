import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Settings } from '../../../config/settings.ts';
import type { ConnectionString } from '../../adapters/postgres/clientSettings.ts';
import { openCopySession } from '../../adapters/store/backup/copySession.ts';
import { exportStore } from '../../adapters/store/backup/exportStore.ts';
import { isThere, syncFolder } from '../../adapters/store/embedded/files.ts';
import { readMigrations } from '../../adapters/store/schema/readMigrations.ts';
import type { StepLog } from '../../ports/log.ts';
import { openServer } from '../openStore.ts';
import { systemClock } from '../systemPorts.ts';
import { version } from '../userAgent.ts';
import { archivedKey } from './archivedKey.ts';

type BackupSettings = Pick<Settings, 'databaseUrl' | 'dataDir' | 'secretKey'>;

/**
 * Writes all that the store holds, as of now, to a new file that only its owner may read; answers how many rows. The file has its name
 * once it is whole. Throws where there is no store, or such a file already.
 */
export async function backupStore(
  settings: BackupSettings,
  file: string,
  log: StepLog,
  signal: AbortSignal,
): Promise<number> {
  if (await isThere(file)) throw new Error(`${file} is there already; name a new file`);
  if (settings.databaseUrl === null && !(await isThere(join(settings.dataDir, 'postgres'))))
    throw new Error(
      `there is no database in DATA_DIR (${settings.dataDir}); set DATA_DIR or DATABASE_URL to that of the service`,
    );
  const server = await openServer(settings, log);
  try {
    return await writeArchive(settings, server.connectionString, file, signal);
  } finally {
    await server.leave();
  }
}

async function writeArchive(
  settings: BackupSettings,
  place: ConnectionString,
  file: string,
  signal: AbortSignal,
): Promise<number> {
  const session = await openCopySession(place, signal);
  const draft = `${file}.${process.pid}.part`;
  let total = 0;
  try {
    const archive = exportStore(session, {
      ...{
        known: await readMigrations(),
        madeAt: systemClock.now(),
        version: version(),
        key: await archivedKey(settings),
      },
      onEnd: (rows) => {
        total = Object.values(rows).reduce((sum, count) => sum + count, 0);
      },
    });
    const target = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(archive, createGzip(), target, { signal });
    await rename(draft, file);
    await syncFolder(dirname(file));
    return total;
  } catch (error) {
    await rm(draft, { force: true });
    throw signal.aborted ? signal.reason : error;
  } finally {
    await session.close();
  }
}
