import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { enter } from '../../../src/adapters/store/embedded/membership.ts';
import { openSession } from '../../../src/adapters/store/session.ts';
import { postmasterPid } from '../../support/dataDir.ts';
import { embeddedTest as it, query, start, startMember } from '../../support/embedded.ts';
import { waitFor } from '../../support/waitFor.ts';

describe.concurrent('the embedded server', () => {
  it('is a durable UTF-8 server with the builtin locale, and gone after the last one left', async ({ dataDir }) => {
    const server = await start(dataDir);
    expect(server.alone).toBe(true);
    const [facts] = await query(
      server.connectionString,
      `SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider, datlocale AS locale,
              current_setting('fsync') AS fsync, current_setting('listen_addresses') AS addresses,
              current_setting('unix_socket_directories') AS sockets, lower('ҚАЗАҚСТАН') AS lower
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(facts).toEqual({
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      fsync: 'on',
      addresses: '127.0.0.1',
      sockets: '',
      lower: 'қазақстан',
    });
    await server.leave();
    expect(await postmasterPid(dataDir)).toBeNull();
    await expect(openSession(server.connectionString)).rejects.toThrow('ECONNREFUSED');
  });

  it('is left without a word by who is cut off while leaving', async ({ dataDir }) => {
    const server = await start(dataDir);
    const other = await openSession(server.connectionString);
    for (let round = 0; round < 20; round++) {
      const member = await enter(server.connectionString);
      const [{ pid } = { pid: 0 }] = await other.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY backend_start DESC LIMIT 1",
      );
      const noStop = () => Promise.reject(new Error('another member is there'));
      await Promise.all([other.query('SELECT pg_terminate_backend($1)', [pid]), member.leave(noStop)]);
    }
    await other.close();
    await server.leave();
  });

  it('lets nobody in without the password, which only its owner can read', async ({ dataDir }) => {
    const server = await start(dataDir);
    const guess = new URL(server.connectionString);
    guess.password = 'guess';
    await expect(openSession(guess.href)).rejects.toThrow('password authentication failed');
    expect((await stat(join(dataDir, 'postgres/password'))).mode & 0o777).toBe(0o600);
    await server.leave();
  });

  it('is joined by a second process and stops after the last, whoever came first', async ({ dataDir }) => {
    const first = await start(dataDir);
    const second = await startMember(dataDir);
    expect([second.alone, second.connectionString]).toEqual([false, first.connectionString]);
    const pid = await postmasterPid(dataDir);
    await first.leave();
    expect(await postmasterPid(dataDir)).toBe(pid);
    expect(await query(second.connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.leave();
    expect(await postmasterPid(dataDir)).toBeNull();
  });

  it('outlives a kill -9 of its only process, and the next one adopts it, alone', async ({ dataDir }) => {
    const killed = await startMember(dataDir);
    const pid = await postmasterPid(dataDir);
    await killed.kill('SIGKILL');
    const next = await start(dataDir);
    expect([next.alone, next.connectionString]).toEqual([true, killed.connectionString]);
    expect(await postmasterPid(dataDir)).toBe(pid);
    await next.leave();
  });

  it('does not count a killed process as a member', async ({ dataDir }) => {
    const killed = await startMember(dataDir);
    const staying = await start(dataDir);
    await killed.kill('SIGKILL');
    await waitFor(
      async () => {
        const [row] = await query<{ count: number }>(
          staying.connectionString,
          "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'",
        );
        return row?.count === 1;
      },
      { withinMs: 60_000 },
    );
    await staying.leave();
    expect(await postmasterPid(dataDir)).toBeNull();
  });

  it('recovers what was committed when it was killed itself', async ({ dataDir }) => {
    const killed = await startMember(dataDir);
    await query(killed.connectionString, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await killed.kill('SIGKILL');
    process.kill((await postmasterPid(dataDir)) ?? 0, 'SIGKILL');
    const next = await start(dataDir);
    expect(next.alone).toBe(true);
    expect(await query(next.connectionString, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await next.leave();
  });

  it('is started again by its members when it was killed under them, on the same port', async ({ dataDir }) => {
    const [one, other] = [await start(dataDir), await startMember(dataDir)];
    const pid = (await postmasterPid(dataDir)) ?? 0;
    process.kill(pid, 'SIGKILL');
    await waitFor(async () => (await postmasterPid(dataDir)) !== pid && (await answers(one.connectionString)), soon);
    await one.leave();
    await waitFor(() => answers(other.connectionString), soon);
    await other.leave();
    expect(await postmasterPid(dataDir)).toBeNull();
  });
});

const soon = { withinMs: 60_000 };

const answers = (connectionString: string): Promise<boolean> =>
  query(connectionString, 'SELECT 1').then(
    () => true,
    () => false,
  );
