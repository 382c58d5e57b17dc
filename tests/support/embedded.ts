import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../../src/adapters/store/embedded/embeddedServer.ts';
import { openSession } from '../../src/adapters/store/session.ts';
import { isRunning, makeDataDir, postmasterPid, removeDataDir } from './dataDir.ts';
import { startMember } from './embeddedMember.ts';
import { silentLog } from './silentLog.ts';
import { makeUsedDataDir } from './usedDataDir.ts';
import { waitFor } from './waitFor.ts';

export { spawnMember, startMember } from './embeddedMember.ts';

const testIn = (makeDir: () => Promise<string>) =>
  test.extend<{ readonly dataDir: string }>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's needs from this pattern
    dataDir: async ({}, use) => {
      const dataDir = await makeDir();
      await use(dataDir);
      await removeDataDir(dataDir);
    },
  });

/** Tests with a used DATA_DIR each, removed afterwards with the server that they may have left there. */
export const embeddedTest = testIn(makeUsedDataDir);
/** The same with an empty one, for what concerns a first start. */
export const firstStartTest = testIn(makeDataDir);

/** Joins in this process. */
export const start = (dataDir: string): Promise<EmbeddedServer> => startEmbedded({ dataDir, log: silentLog });

/** Leaves what a machine that lost its power leaves, with another pid in postmaster.pid; answers the server's port. */
export async function crash(dataDir: string, pidNow?: number): Promise<number> {
  const member = await startMember(dataDir);
  const pid = (await postmasterPid(dataDir)) ?? 0;
  await member.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await waitFor(() => !isRunning(pid), { withinMs: 60_000 });
  const file = join(dataDir, 'postgres/data/postmaster.pid');
  if (pidNow !== undefined) await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(pidNow)));
  return Number(new URL(member.connectionString).port);
}

/** Asks over a connection of its own. */
export async function query<Row>(connectionString: string, text: string): Promise<Row[]> {
  const session = await openSession(connectionString);
  try {
    return await session.query<Row>(text);
  } finally {
    await session.close();
  }
}
