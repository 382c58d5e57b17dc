import { execFile } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { makeServiceFolder, type ServiceFiles, type ServiceFolder } from './configFolder.ts';
import { makeDataDir } from './dataDir.ts';

/** A DATA_DIR as a service has left it that has not worked yet. A first start makes its database and all tables: a second of work. */
export async function makeUsedDataDir(): Promise<string> {
  const dataDir = await makeDataDir();
  await copyUsedData(dataDir);
  return dataDir;
}

/** A folder for one service with such a DATA_DIR. */
export async function makeUsedFolder(files: ServiceFiles): Promise<ServiceFolder> {
  const folder = await makeServiceFolder(files);
  await copyUsedData(folder.data);
  return folder;
}

async function copyUsedData(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, 0o755);
  // Node's own copy would give the database to whoever runs the tests: root's belongs to another user.
  await promisify(execFile)('cp', ['-a', join(inject('usedDataDir'), 'postgres'), dataDir]);
}
