import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { runProgram } from '../../../src/adapters/store/embedded/runProgram.ts';
import { postmasterPid } from '../../support/dataDir.ts';
import { crash, firstStartTest as it, query, spawnMember, start, startMember } from '../../support/embedded.ts';
import { waitFor } from '../../support/waitFor.ts';

describe.concurrent('a start', () => {
  it('at the same time as another first start joins it', async ({ dataDir }) => {
    const members = await Promise.all([startMember(dataDir), startMember(dataDir), startMember(dataDir)]);
    expect(new Set(members.map(({ connectionString }) => connectionString)).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['postgres']);
    await Promise.all(members.map((member) => member.leave()));
    expect(await postmasterPid(dataDir)).toBeNull();
  });

  it('after a first start that was killed half-way makes its own', async ({ dataDir }) => {
    const killed = spawnMember(dataDir);
    const isHalfMade = async () => (await readdir(dataDir)).some((name) => name.startsWith('postgres.new-'));
    await waitFor(isHalfMade, { withinMs: 60_000 });
    killed.kill('SIGKILL');
    const next = await start(dataDir);
    expect(next.alone).toBe(true);
    await next.leave();
  });

  it('while the last one leaves gets a server that stays', async ({ dataDir }) => {
    let current = await start(dataDir);
    for (let round = 0; round < 5; round++) {
      const [next] = await Promise.all([start(dataDir), current.leave()]);
      expect(await query(next.connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      current = next;
    }
    await current.leave();
  });

  it.runIf(process.platform === 'linux')(
    'takes no other program for the crashed server whose pid it has now',
    async ({ dataDir }) => {
      await crash(dataDir, process.pid);
      const next = await start(dataDir);
      expect(next.alone).toBe(true);
      await next.leave();
    },
  );

  it.runIf(process.platform === 'linux')(
    'does not wait for a crashed server that nobody reaps',
    async ({ dataDir }) => {
      const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60']);
      const [zombie] = await once(parent.stdout, 'data');
      await crash(dataDir, Number(zombie));
      const next = await start(dataDir);
      expect(next.alone).toBe(true);
      await next.leave();
      parent.kill();
    },
  );

  it('after a crash takes another port when the old one is taken', async ({ dataDir }) => {
    const port = await crash(dataDir);
    const squatter = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    const next = await start(dataDir);
    expect(new URL(next.connectionString).port).not.toBe(String(port));
    await next.leave();
    squatter.close();
  });

  it('takes a relative DATA_DIR, seen from its own working directory', async ({ dataDir }) => {
    const member = await startMember('data', dataDir);
    await member.leave();
    expect(await readdir(dataDir)).toEqual(['data']);
    expect(await readdir(join(dataDir, 'data'))).toEqual(['postgres']);
  });

  it('clears away what a killed first start left, but not one that may still be at work', async ({ dataDir }) => {
    await mkdir(join(dataDir, 'postgres.new-1-old/data'), { recursive: true });
    await mkdir(join(dataDir, 'postgres.new-1-young/data'), { recursive: true });
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(dataDir, 'postgres.new-1-old'), hourAgo, hourAgo);
    const server = await start(dataDir);
    await server.leave();
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.new-1-young']);
  });

  it('refuses the data of another PostgreSQL, saying what to do', async ({ dataDir }) => {
    await (await start(dataDir)).leave();
    await writeFile(join(dataDir, 'postgres/data/PG_VERSION'), '17\n');
    await expect(start(dataDir)).rejects.toThrow(/created by PostgreSQL 17.*includes 18.*pg_dump/);
  });

  it('tells why the server does not come up, with the end of its log', async ({ dataDir }) => {
    await (await start(dataDir)).leave();
    await writeFile(join(dataDir, 'postgres/data/postgresql.conf'), 'shared_buffers = nonsense\n');
    await expect(start(dataDir)).rejects.toThrow(/invalid value for parameter "shared_buffers"/);
  });

  it('tells when the password was lost', async ({ dataDir }) => {
    const server = await start(dataDir);
    await writeFile(join(dataDir, 'postgres/password'), 'wrong');
    await expect(start(dataDir)).rejects.toThrow(/does not accept the password/);
    await server.leave();
  });
});

// Containers often forbid them; then such a folder is refused.
const hasNamespaces = await runProgram('true', [], {
  runAs: { kind: 'namespace', uid: 1, gid: 1 },
  cwd: '/',
  withinMs: 10_000,
}).then(
  ({ code }) => code === 0,
  () => false,
);

describe.runIf(process.getuid?.() === 0).concurrent('as root', () => {
  it.runIf(hasNamespaces)('works below a folder that only root can enter', async ({ dataDir }) => {
    await chmod(dataDir, 0o700);
    const server = await start(join(dataDir, 'clone/data'));
    expect(await query(server.connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    await server.leave();
  });

  it('tells when the owner of the cluster can no longer reach it', async ({ dataDir }) => {
    await (await start(dataDir)).leave();
    await chmod(dataDir, 0o700);
    await chown(join(dataDir, 'postgres'), 12345, 12345);
    await expect(start(dataDir)).rejects.toThrow(/belongs to the user with uid 12345, who cannot enter/);
  });
});
