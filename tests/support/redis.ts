import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

const givenUrl = process.env.TOCSIN_TEST_REDIS_URL;
const isThere = givenUrl !== undefined || spawnSync('redis-server', ['--version']).status === 0;
const advice = 'redis-server is not installed: apt-get install redis-server';

/** Why tests on Redis are left out, or null when they run. In CI they always run: without redis-server they fail. */
export const redisMissing: string | null = isThere || process.env.CI === 'true' ? null : advice;

if (redisMissing !== null) process.stderr.write(`tests on Redis are left out: ${redisMissing}\n`);

/**
 * A server of one's own on a free loopback port, nothing kept on disk; or a database of the server at
 * TOCSIN_TEST_REDIS_URL, one for each process of the test run. What is in that database is wiped.
 */
export async function startRedis(): Promise<TestRedis> {
  if (givenUrl !== undefined) return { url: databaseOf(givenUrl), stop: async () => undefined };
  if (!isThere) throw new Error(advice);
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-redis-'));
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', options, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const url = `redis://127.0.0.1:${port}`;
  await answering(url, server);
  return {
    url,
    async stop() {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Redis has 16 databases unless told otherwise. */
function databaseOf(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${Number(process.env.VITEST_POOL_ID ?? 0) % 16}`;
  return url.href;
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const failed = once(server, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  redis.on('error', () => undefined);
  await Promise.race([redis.ping(), failed]).finally(() => redis.disconnect());
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
