import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database.ts';
import { migrate } from '../../../src/adapters/store/schema/migrate.ts';
import { readMigrations } from '../../../src/adapters/store/schema/readMigrations.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.ts';

const migrations = await readMigrations();

let empty: TestDatabase;
beforeEach(async () => {
  empty = await createEmptyDatabase();
});
afterEach(() => empty.drop());

/** Every column, index and constraint of the schema, in one text. */
async function describeSchema(db: Database): Promise<readonly unknown[]> {
  return db.query(`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    ORDER BY line`);
}

describe('migrate', () => {
  it('brings an empty database to the newest schema, and records every file', async () => {
    await migrate(empty.db);
    const rows = await empty.db.query('SELECT version, name, sha256 FROM schema_migrations ORDER BY version');
    expect(rows).toEqual(migrations.map(({ version, name, sha256 }) => ({ version, name, sha256 })));
  });

  it.each(migrations.map(({ version }) => version))(
    'brings a database of version %i to the same schema as an empty one',
    async (version) => {
      const newest = await createTestDatabase();
      await migrate(empty.db, migrations.slice(0, version));
      await migrate(empty.db);
      expect(await describeSchema(empty.db)).toEqual(await describeSchema(newest.db));
      await newest.drop();
    },
  );

  it('gives readings that an older Tocsin left for the story step the field that says which figures are stale', async () => {
    const since = migrations.findIndex(({ name }) => name === 'stale_figures');
    await migrate(empty.db, migrations.slice(0, since));
    const readings = [
      {
        figures: [
          { min: 26, rules: ['number-digits', 'subject', 'stale-since'] },
          { min: 2, rules: ['of'] },
        ],
        totals: {},
      },
      { figures: [], totals: {} },
      null,
    ];
    await empty.db.execute(
      `INSERT INTO pipeline_items (article_id, revision, seen_at, step, reading)
       SELECT place, 1, '2022-01-06', 'story', nullif(reading, 'null') FROM jsonb_array_elements($1) WITH ORDINALITY AS r (reading, place)`,
      [JSON.stringify(readings)],
    );
    await migrate(empty.db);
    const rows = await empty.db.query<{ reading: object | null }>(
      'SELECT reading FROM pipeline_items ORDER BY sequence',
    );
    expect(rows.map(({ reading }) => reading)).toMatchObject([
      {
        figures: [
          { min: 26, isStale: true },
          { min: 2, isStale: false },
        ],
        totals: {},
      },
      { figures: [], totals: {} },
      null,
    ]);
  });

  it('keeps a stated day that was kept as its last second as a calendar date, and no other instant', async () => {
    const since = migrations.findIndex(({ name }) => name === 'stated_days');
    await migrate(empty.db, migrations.slice(0, since));
    await empty.db.execute(`
      INSERT INTO stories (title, opened_at, last_article_at) VALUES ('A', '2022-01-06', '2022-01-06');
      INSERT INTO moves (story_id, article_id, revision, kind, to_min, as_of, moved_at)
      SELECT 1, place, 1, 'killed', place, as_of, '2022-01-09'
        FROM unnest(ARRAY['2022-01-08T23:59:59Z', '2022-01-08T23:59:58Z', NULL]::timestamptz[]) WITH ORDINALITY AS at (as_of, place)`);
    await migrate(empty.db);
    expect(await empty.db.query('SELECT as_of, as_of_day::text FROM moves ORDER BY id')).toEqual([
      { as_of: null, as_of_day: '2022-01-08' },
      { as_of: new Date('2022-01-08T23:59:58Z'), as_of_day: null },
      { as_of: null, as_of_day: null },
    ]);
  });

  it('keeps what an older Tocsin noted under the words it had: states of feeds, the notification log, and what matches wait for', async () => {
    const since = migrations.findIndex(({ name }) => name === 'words');
    await migrate(empty.db, migrations.slice(0, since));
    const waiting = (word: string) => [
      {
        text: `"${word}": "rise"`,
        awaits: { kind: 'not', part: { kind: 'ledger', [word]: 'rise', figure: 'killed' } },
      },
    ];
    await empty.db.execute(`
      INSERT INTO feeds (url, name, next_poll_at, moved_to, asked_seconds) VALUES ('https://a.example/', 'A', '2022-01-06', 'https://b.example/', 600);
      INSERT INTO feed_states (feed_id, state, since, says, advice)
      SELECT 1, state, '2022-01-06', '', '' FROM unnest(ARRAY['ended', 'moved', 'put aside']) AS state;
      INSERT INTO subscribers (email, name, timezone, created_at) VALUES ('a@example.org', 'A', 'UTC', '2022-01-06');
      INSERT INTO subscriptions (subscriber_id, key, channel, target, schedule, created_at) VALUES (1, 's', 'email', 'a@example.org', '{}', '2022-01-06');
      INSERT INTO tellings (subscription_id, thing, entry, with_thing, created_at)
      VALUES (1, 'fold:1', '{}', NULL, '2022-01-06'), (1, 'move:1.1 killed', NULL, 'fold:1', '2022-01-06')`);
    await empty.db.execute(
      "INSERT INTO pipeline_items (article_id, revision, seen_at, step, text_matches) VALUES (1, 1, '2022-01-06', 'story', $1), (2, 1, '2022-01-06', 'match', NULL)",
      [JSON.stringify(waiting('move'))],
    );
    await migrate(empty.db);
    const rows = (text: string) => empty.db.query(text);
    expect(await rows('SELECT redirected_to, requested_seconds FROM listed_feeds')).toEqual([
      { redirected_to: 'https://b.example/', requested_seconds: 600 },
    ]);
    expect(await rows('SELECT state FROM feed_states ORDER BY id')).toEqual([
      { state: 'ended' },
      { state: 'redirected' },
      { state: 'quarantined' },
    ]);
    expect(await rows('SELECT key, with_key FROM notification_log ORDER BY key')).toEqual([
      { key: 'fold:1', with_key: null },
      { key: 'move:1.1 killed', with_key: 'fold:1' },
    ]);
    const [waits, matches] = await empty.db.query<{ text_matches: object | null }>(
      'SELECT text_matches FROM pipeline_items ORDER BY sequence',
    );
    expect(waits?.text_matches).toEqual([{ ...waiting('operator')[0], text: waiting('move')[0]?.text }]);
    expect(matches?.text_matches).toBeNull();
  });

  it('gives what was on its way the feed that brought it, and keeps its order', async () => {
    const since = migrations.findIndex(({ name }) => name === 'turns');
    await migrate(empty.db, migrations.slice(0, since));
    await empty.db.execute(`
      SELECT ensure_month('2022-01-06');
      INSERT INTO articles (id, seen_at, feed_id, outlet_name, latest_revision) VALUES (1, '2022-01-06', 7, 'Wire', 2);
      INSERT INTO article_revisions (article_id, revision, seen_at, saved_at, title, content_hash, audience, feed_id)
      VALUES (1, 1, '2022-01-06', '2022-01-06', 'A', '', 'everyone', NULL), (1, 2, '2022-01-06', '2022-01-06', 'B', '', 'everyone', 8);
      INSERT INTO pipeline_items (article_id, revision, seen_at, step) VALUES (1, 1, '2022-01-06', 'story'), (1, 2, '2022-01-06', 'match')`);
    await migrate(empty.db);
    expect(
      await empty.db.query('SELECT feed_id, line, turn FROM pipeline_items ORDER BY is_backlog, turn, sequence'),
    ).toEqual([
      { feed_id: 7, line: 'match', turn: 0 },
      { feed_id: 8, line: 'match', turn: 0 },
    ]);
  });

  it('changes nothing the second time', async () => {
    await migrate(empty.db);
    const before = await describeSchema(empty.db);
    await migrate(empty.db);
    expect(await describeSchema(empty.db)).toEqual(before);
  });

  it('succeeds in all of several processes that start at once', async () => {
    await Promise.all([migrate(empty.db), migrate(empty.db), migrate(empty.db)]);
    expect(await empty.db.query('SELECT count(*) FROM schema_migrations')).toEqual([{ count: migrations.length }]);
  });

  it('refuses a file that is not the one that was applied', async () => {
    await migrate(empty.db);
    const tampered = migrations.map((migration) => ({ ...migration, sha256: '0'.repeat(64) }));
    await expect(migrate(empty.db, tampered)).rejects.toThrow(/0001_initial is not the file that was applied/);
  });

  it('refuses a database that a newer Tocsin migrated', async () => {
    await migrate(empty.db);
    await expect(migrate(empty.db, [])).rejects.toThrow(
      /at schema version \d+, but this version of Tocsin knows only 0: start the newer/,
    );
  });

  it('refuses a history with a hole', async () => {
    await migrate(empty.db);
    await empty.db.execute('DELETE FROM schema_migrations WHERE version = 1');
    await expect(migrate(empty.db)).rejects.toThrow(/lacks version 1/);
  });

  it('leaves nothing of a migration that fails, and keeps those before it', async () => {
    const [first, second] = [migrationOf(1, 'CREATE TABLE a ()'), migrationOf(2, 'CREATE TABLE b (); SELECT 1 / 0')];
    await expect(migrate(empty.db, [first, second])).rejects.toThrow(/0002_step failed/);
    const tables = await empty.db.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
    expect(tables).toEqual([{ tablename: 'a' }, { tablename: 'schema_migrations' }]);
  });
});

describe('the migration files', () => {
  it.each([
    ['numbered with a gap', ['0001_a.sql', '0003_b.sql'], /0003_b\.sql stands in place 2/],
    ['numbered twice', ['0001_a.sql', '0001_b.sql'], /0001_b\.sql stands in place 2/],
    ['misnamed', ['1-a.sql'], /1-a\.sql .* is not named NNNN_name\.sql/],
  ])('are refused when they are %s', async (_, files, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-migrations-'));
    for (const file of files) await writeFile(join(folder, file), 'SELECT 1');
    await expect(readMigrations(folder)).rejects.toThrow(message);
    await rm(folder, { recursive: true });
  });

  it('are the same with the line ends of Windows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-migrations-'));
    const sums = new Set<string | undefined>();
    for (const text of ['SELECT 1;\nSELECT 2;\n', 'SELECT 1;\r\nSELECT 2;\r\n']) {
      await writeFile(join(folder, '0001_a.sql'), text);
      sums.add((await readMigrations(folder))[0]?.sha256);
    }
    expect(sums.size).toBe(1);
    await rm(folder, { recursive: true });
  });
});

describe('the schema', () => {
  it('finds the keys of an article, and what a rule set has over another, by an index', async () => {
    await migrate(empty.db);
    const statements = [
      'UPDATE article_identities SET article_id = 2 WHERE article_id = 1',
      'SELECT FROM rule_revisions WHERE from_set = 1',
      'SELECT FROM rule_revisions WHERE to_set = 1',
    ];
    await empty.db.transaction(async (tx) => {
      await tx.execute('SET LOCAL enable_seqscan = off');
      for (const statement of statements)
        expect(JSON.stringify(await tx.query(`EXPLAIN ${statement}`))).not.toContain('Seq Scan');
    });
  });

  it('lays out by month whatever is kept with the time its article was first seen; only rows that leave by themselves are not', async () => {
    await migrate(empty.db);
    const whole = await empty.db.query(
      `SELECT t.relname AS name FROM pg_class AS t JOIN pg_attribute AS a ON a.attrelid = t.oid
        WHERE a.attname = 'seen_at' AND t.relkind = 'r' AND NOT t.relispartition ORDER BY 1`,
    );
    expect(whole).toEqual([{ name: 'pipeline_items' }]);
  });

  it('keeps, when it lays out by month, what stories and near-duplicates remembered', async () => {
    const { db } = empty;
    await migrate(db, migrations.slice(0, 14));
    await db.execute(`
      INSERT INTO stories (title, opened_at, last_article_at) VALUES ('A riot', '2022-01-05Z', '2022-03-05Z');
      INSERT INTO fold_groups (opened_at) VALUES ('2022-01-05Z'), ('2022-03-05Z');
      INSERT INTO fold_members SELECT id, 1, id, '\\x01', '{7}', opened_at FROM fold_groups;
      INSERT INTO story_members SELECT id, id, 1, opened_at, 1, 'report', opened_at, '{"words":[]}' FROM fold_groups;
      SELECT ensure_month('2022-02-05Z')`);
    const remembered = async () => [
      await db.query('SELECT * FROM fold_members ORDER BY article_id'),
      await db.query('SELECT * FROM story_members ORDER BY sequence'),
    ];
    const before = await remembered();
    await migrate(db);
    expect(await remembered()).toEqual(before);
    const months = await db.query("SELECT relname FROM pg_class WHERE relname ~ '^story_members_2022_..$' ORDER BY 1");
    expect(months).toEqual(['01', '02', '03'].map((month) => ({ relname: `story_members_2022_${month}` })));
    expect(await db.query("SELECT nextval('fold_group_ids') AS id")).toEqual([{ id: 3 }]);
  });

  it('makes the partitions of a month once, whoever asks, by UTC', async () => {
    await migrate(empty.db);
    const instants = ['2021-12-31T23:59:59Z', '2022-01-01T00:00:00Z', '2022-01-31T23:30:00Z', '2022-01-15T00:00:00Z'];
    await Promise.all(instants.map((at) => empty.db.query('SELECT ensure_month($1)', [at])));
    const partitions = await empty.db.query(
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND relispartition ORDER BY 1",
    );
    expect(partitions).toEqual(
      ['article_revisions', 'articles', 'fold_members', 'matches', 'search_entries', 'story_members'].flatMap(
        (table) => [{ relname: `${table}_2021_12` }, { relname: `${table}_2022_01` }],
      ),
    );
  });
});

const migrationOf = (version: number, sql: string) => ({ version, name: 'step', sql, sha256: sql });
