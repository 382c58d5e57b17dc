import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { startEmbedded } from '../../../src/adapters/store/embedded/embeddedServer.ts';
import { UnusableCluster } from '../../../src/adapters/store/embedded/unusableCluster.ts';
import { postmasterPid } from '../../support/dataDir.ts';
import { embeddedTest as it, query, start } from '../../support/embedded.ts';
import { silentLog } from '../../support/silentLog.ts';
import { waitFor } from '../../support/waitFor.ts';

const killServer = async (dataDir: string) => process.kill((await postmasterPid(dataDir)) ?? 0, 'SIGKILL');

/** What is done to the data while the server is at work, and what the process then says. */
const ruins: readonly (readonly [string, (data: string) => Promise<unknown>, RegExp])[] = [
  ['removed', (data) => rm(data, { recursive: true }), /is gone: restore DATA_DIR from a backup/],
  ['of another version', (data) => writeFile(join(data, 'PG_VERSION'), '17\n'), /created by PostgreSQL 17/],
  [
    'with wrong settings',
    (data) => writeFile(join(data, 'postgresql.conf'), 'shared_buffers = nonsense\n'),
    /invalid value for parameter "shared_buffers"/,
  ],
  ['without their control file', (data) => rm(join(data, 'global/pg_control')), /pg_control/],
  [
    'with a broken control file',
    (data) => writeFile(join(data, 'global/pg_control'), Buffer.alloc(8192, 7)),
    /control file|incompatible/,
  ],
  ['without the log of changes', (data) => rm(join(data, 'pg_wal'), { recursive: true }), /required WAL directory/],
  ['with a broken log of changes', breakLog, /could not locate a valid checkpoint record/],
];

async function breakLog(data: string): Promise<void> {
  const files = (await readdir(join(data, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name));
  for (const file of files) await writeFile(join(data, 'pg_wal', file), Buffer.alloc(16 * 1024 * 1024));
}

describe.concurrent('a server that was lost', () => {
  for (const [state, ruin, words] of ruins) {
    it(`with data ${state} is given up, saying why`, async ({ dataDir }) => {
      const server = await start(dataDir);
      const pid = (await postmasterPid(dataDir)) ?? 0;
      process.kill(pid, 'SIGSTOP'); // it would write some of them once more
      await ruin(join(dataDir, 'postgres/data'));
      process.kill(pid, 'SIGKILL');
      const error = await server.unusable;
      expect(error).toBeInstanceOf(UnusableCluster);
      expect(error.message).toMatch(words);
      expect(server.trouble()).toContain('cannot be started again');
      await server.leave();
    });
  }

  it('is tried again with growing pauses, said once, until it comes up', async ({ dataDir }) => {
    const errors: string[] = [];
    const log = { ...silentLog, error: (_fields: object, message: string) => void errors.push(message) };
    const server = await startEmbedded({ dataDir, log });
    // As on a full disk: the server may not write its lock file, now; a later try may.
    const lock = join(dataDir, 'postgres/data/postmaster.opts');
    await rm(lock, { force: true });
    const obstacle = join(dataDir, 'postgres/data/postmaster.opts/obstacle');
    await mkdir(obstacle, { recursive: true });
    await killServer(dataDir);
    await waitFor(() => errors.length > 0, { withinMs: 60_000 });
    expect(errors).toEqual([expect.stringContaining('it is tried again with growing pauses')]);
    expect(server.trouble()).toContain('cannot be started');
    await rm(lock, { recursive: true });
    await waitFor(() => server.trouble() === null, { withinMs: 90_000 });
    expect(await query(server.connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(errors).toHaveLength(1);
    await server.leave();
  });
});
