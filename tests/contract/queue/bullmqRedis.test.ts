import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe } from 'vitest';
import { createQueue } from '../../../src/adapters/queue/bullmq.ts';
import { redisMissing, startRedis, type TestRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silentLog.ts';
import { queueContract } from './queueContract.ts';

describe.skipIf(redisMissing !== null)('with redis-server', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(() => redis.stop());

  const open = () => createQueue({ redisUrl: redis.url, connectionString: '', log: silentLog });

  async function empty(): Promise<void> {
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
  }

  queueContract('Redis', async () => ({ open, empty }));
});
