import { DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import pg from 'pg';
import { ownPrefix } from './backend.ts';

/** Held while the schema is made, so that processes which start together make it once. */
const lockKey = 'tocsin.queue';

/**
 * Makes BullMQ's schema, or brings it up to date. A schema whose tables were all emptied has lost its record of
 * migrations and can't be migrated; it holds no work, so it is made anew.
 */
export async function migrateQueue(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(config);
  client.on('error', () => undefined); // the query under way rejects with it
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [lockKey]);
    await runMigrations(client).catch(async (error: unknown) => {
      if (!wasMadeBefore(error) || (await holdsJobsOfOthers(client))) throw error;
      await client.query(`DROP SCHEMA ${DEFAULT_SCHEMA} CASCADE`);
      await runMigrations(client);
    });
  } finally {
    await client.end();
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** duplicate_object, duplicate_table, duplicate_function */
const wasMadeBefore = (error: unknown): boolean => ['42710', '42P07', '42723'].includes(String(codeOf(error)));

/** invalid_schema_name, undefined_table, undefined_function: somebody dropped it. */
export const isSchemaGone = (error: unknown): boolean => ['3F000', '42P01', '42883'].includes(String(codeOf(error)));

async function holdsJobsOfOthers(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM ${DEFAULT_SCHEMA}.job WHERE NOT starts_with(queue, $1) LIMIT 1`,
    [ownPrefix],
  );
  return rowCount !== 0;
}
