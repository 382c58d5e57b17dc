import { afterAll, beforeAll, describe } from 'vitest';
import { createQueue } from '../../../src/adapters/queue/bullmq.ts';
import { redisMissing, startRedis, type TestRedis } from '../../support/redis.ts';
import { queueFaults } from './queueFaults.ts';
import { queueKills } from './queueKills.ts';

describe.skipIf(redisMissing !== null)('with redis-server', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  queueFaults('Redis', () => ({
    url: redis.url,
    open: (redisUrl, log) => createQueue({ redisUrl, connectionString: '', log }),
  }));

  queueKills('Redis', () => ({ redisUrl: redis.url, connectionString: '' }));
});
