import { afterAll, beforeAll } from 'vitest';
import { createQueue } from '../../../src/adapters/queue/bullmq.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';
import { queueFaults } from './queueFaults.ts';
import { queueKills } from './queueKills.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(() => database.drop());
queueFaults('PostgreSQL', () => ({
  url: database.connectionString,
  open: (connectionString, log) => createQueue({ redisUrl: null, connectionString, log }),
}));
queueKills('PostgreSQL', () => ({ redisUrl: null, connectionString: database.connectionString }));
