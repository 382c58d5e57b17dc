import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, passToPlan, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const names = async (sql: string): Promise<readonly string[]> =>
  (await database.db.query<{ name: string }>(sql)).map(({ name }) => name);
const columnsOf = (table: string) =>
  names(`SELECT column_name AS name FROM information_schema.columns WHERE table_name = '${table}' ORDER BY 1`);
const listed = () => names("SELECT table_name AS name FROM information_schema.views WHERE table_name ~ '^listed_'");
const markable = () =>
  names(`SELECT c.table_name AS name FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_name)
          WHERE c.column_name = 'built_in' AND t.table_type = 'BASE TABLE'`);

describe('the listed views', () => {
  it('are there for every table whose rows can be built in', async () => {
    expect(await listed()).toEqual(expect.arrayContaining((await markable()).map((table) => `listed_${table}`)));
  });

  it('have every column of their table, those that later migrations added, too', async () => {
    for (const view of await listed()) expect(await columnsOf(view)).toEqual(await columnsOf(view.slice(7)));
  });

  it('leave out what is built in, and what hangs on it, and nothing else', async () => {
    const { db } = database;
    await settle(db);
    await pollFeed(db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(db);
    const views = await listed();
    const shown = async () => {
      const found = [];
      for (const view of views) if ((await db.query(`SELECT FROM ${view}`)).length > 0) found.push(view);
      return found;
    };
    expect(await shown()).toEqual(views);
    for (const table of await markable()) await db.execute(`UPDATE ${table} SET built_in = true`);
    expect(await shown()).toEqual([]);
  });
});
