import { Queue as BullQueue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueName } from '../../../src/adapters/queue/backend.ts';
import { createQueue } from '../../../src/adapters/queue/bullmq.ts';
import type { StepLog } from '../../../src/ports/log.ts';
import { steps } from '../../../src/ports/queue.ts';
import { redisMissing, startRedis, type TestRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silentLog.ts';
import { queueContract } from './queueContract.ts';

describe.skipIf(redisMissing !== null)('with redis-server', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(() => redis.stop());

  const open = (log: StepLog) => createQueue({ redisUrl: redis.url, connectionString: '', log });

  async function withClient<T>(use: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(redis.url);
    return use(client).finally(() => client.disconnect());
  }

  queueContract('Redis', async () => ({
    open,
    async empty() {
      await withClient((client) => client.flushdb());
      await withClient((client) => client.script('FLUSH')); // BullMQ's scripts, as after a restart
    },
    async addForeignJob() {
      const foreign = new BullQueue(queueName('match'), { connection: { url: redis.url } });
      await foreign.add('greeting', { from: 'a stranger' });
      await foreign.close();
    },
    async jobsInHand() {
      const watching = new BullQueue(queueName('match'), { connection: { url: redis.url } });
      return watching.getActiveCount().finally(() => watching.close());
    },
  }));

  it('holds no more connections than one a working step and two besides', async () => {
    const queue = await open(silentLog);
    const workers = await Promise.all(steps.map((step) => queue.work(step, async () => undefined)));
    for (const step of steps) await queue.wake(step);
    const clients = await withClient((client) => client.client('LIST'));
    await Promise.all(workers.map((worker) => worker.close()));
    await queue.close();
    expect(String(clients).trim().split('\n').length - 1).toBeLessThanOrEqual(steps.length + 2);
  });

  it('says where Redis is missed, without the password', async () => {
    const redisUrl = 'redis://user:secret@127.0.0.1:1';
    await expect(createQueue({ redisUrl, connectionString: '', log: silentLog })).rejects.toThrow(
      'the queue cannot use Redis at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
    );
  });
});
