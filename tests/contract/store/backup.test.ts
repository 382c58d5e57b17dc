import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BrokenArchive } from '../../../src/adapters/store/backup/archiveShape.ts';
import { openCopySession } from '../../../src/adapters/store/backup/copySession.ts';
import { exportStore } from '../../../src/adapters/store/backup/exportStore.ts';
import { importStore } from '../../../src/adapters/store/backup/importStore.ts';
import { namesIn, ownSequences, ownTables } from '../../../src/adapters/store/backup/ownTables.ts';
import { openArchive } from '../../../src/adapters/store/backup/readArchive.ts';
import type { Queryable } from '../../../src/adapters/store/database.ts';
import { migrate } from '../../../src/adapters/store/schema/migrate.ts';
import { type Migration, readMigrations } from '../../../src/adapters/store/schema/readMigrations.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { waitFor } from '../../support/waitFor.ts';
import { feedItem, later, passToPlan, pollFeed, settle } from '../../support/world.ts';

let folder: string;
let known: readonly Migration[];
let source: TestDatabase;
let target: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'));
  known = await readMigrations();
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  [source, target] = await Promise.all([createTestDatabase(), createEmptyDatabase()]);
});
afterEach(() => Promise.all([source.drop(), target.drop()]));

const never = new AbortController().signal;
let files = 0;

async function backUp(
  { connectionString } = source,
  onPiece: (piece: Buffer) => Promise<void> | void = () => undefined,
  madeAt = later(5),
): Promise<string> {
  const file = join(folder, `${++files}.gz`);
  const session = await openCopySession(connectionString, never);
  const about = { known, madeAt, version: '0.0.0', key: { fingerprint: 'f' }, onEnd: () => undefined };
  async function* pieces() {
    for await (const piece of exportStore(session, about)) {
      yield piece;
      await onPiece(piece);
    }
  }
  await pipeline(pieces, createGzip(), createWriteStream(file)).finally(session.close);
  return file;
}

async function restore(
  file: string,
  { connectionString } = target,
  beforeCommit: () => Promise<void> = async () => undefined,
) {
  const archive = await openArchive(file);
  const session = await openCopySession(connectionString, never);
  try {
    await importStore(session, archive, known, beforeCommit);
  } finally {
    await session.close();
    await archive.close();
  }
}

/** All rows of all tables, as text. */
async function contentOf(db: Queryable): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await ownTables(db, [...namesIn(known).tables, 'schema_migrations']);
  const content = new Map<string, readonly string[]>();
  for (const { name } of tables) {
    const rows = await db.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t ORDER BY 1`);
    content.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return content;
}

const tablesOf = (db: Queryable) =>
  db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'S') ORDER BY 1`,
  );

const hostile = 'a\nb\r\\.\\n\t"\u0001 \\N \u2028 ҰҚШҰ 🜁';

async function fill(): Promise<void> {
  await settle(source.db);
  await pollFeed(source.db, 'one', [
    feedItem({ guid: 'a' }),
    feedItem({ guid: hostile, title: hostile, contentText: `\\.\n${hostile}` }),
  ]);
  await pollFeed(
    source.db,
    'two',
    [feedItem({ guid: 'b', title: 'Next month', publishedAt: later(60_000) })],
    later(60_000),
  );
  await passToPlan(source.db);
}

it('knows every table and sequence that migrations make, and no other', async () => {
  await source.db.execute('CREATE TABLE of_another_program (at date); CREATE SEQUENCE of_another_sequence');
  const rows = await source.db.query<{ name: string; kind: string }>(
    `SELECT c.relname AS name, c.relkind AS kind FROM pg_class AS c
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'S') AND NOT relispartition
        AND NOT (relkind = 'S' AND EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'i'))`,
  );
  const named = (isSequence: boolean) =>
    rows.flatMap(({ name, kind }) =>
      (kind === 'S') === isSequence && !/schema_migrations|of_another/.test(name) ? [name] : [],
    );
  const names = namesIn(known);
  expect((await ownTables(source.db, names.tables)).map(({ name }) => name).sort()).toEqual(named(false).sort());
  expect(await ownSequences(source.db, names.sequences)).toEqual(named(true).sort());
});

it('restores every row of every table, over months and whatever stands in texts, and goes on numbering', async () => {
  await fill();
  await restore(await backUp());
  const [before, after] = [await contentOf(source.db), await contentOf(target.db)];
  expect(after).toEqual(before);
  expect(before.get('articles')).toHaveLength(3);
  expect(before.get('story_members')?.length).toBeGreaterThan(0);
  const next = "SELECT nextval('article_ids') AS id, nextval(pg_get_serial_sequence('stories', 'id')) AS story";
  expect(await target.db.query(next)).toEqual(await source.db.query(next));
  await pollFeed(target.db, 'one', [feedItem({ guid: 'c' })], later(60_010));
  expect((await contentOf(target.db)).get('articles')).toHaveLength(4);
});

it('holds what was committed when it began, all of it and nothing later, though everything goes on', async () => {
  await fill();
  const before = await contentOf(source.db);
  let writes = 0;
  const file = await backUp(source, async () => {
    if (++writes > 20) return;
    await pollFeed(
      source.db,
      'one',
      [feedItem({ guid: `later ${writes}`, title: `Report ${writes}` })],
      later(60_000 + writes),
    );
    await source.db.execute('UPDATE stories SET title = title || $1', ['!']);
  });
  expect(writes).toBeGreaterThan(20);
  await restore(file);
  expect(await contentOf(target.db)).toEqual(before);
  expect(await contentOf(source.db)).not.toEqual(before);
  await pollFeed(target.db, 'two', [feedItem({ guid: 'first' })], later(70_000));
});

it('on the last day of a month gives way to what holds its tables in another order, and is made all the same', async () => {
  const waiting = () =>
    source.db
      .query("SELECT FROM pg_locks WHERE NOT granted AND relation = 'matches'::regclass")
      .then(({ length }) => length);
  let made: Promise<string> | undefined;
  await source.db.transaction(async (tx) => {
    await tx.query('SELECT FROM matches');
    made = backUp(source, undefined, new Date('2031-05-31T12:00:00Z'));
    await waitFor(async () => (await waiting()) > 0, { withinMs: 30_000 });
    await tx.query('SELECT FROM articles');
  });
  expect(gunzipSync(await readFile((await made) ?? '')).toString('utf8')).toContain('"2031-06"');
});

it('leaves alone what other programs keep in the same database', async () => {
  await fill();
  await source.db.execute(
    "CREATE TABLE of_another_program (secret text); INSERT INTO of_another_program VALUES ('theirs')",
  );
  const file = await backUp();
  expect(gunzipSync(await readFile(file)).toString()).not.toContain('theirs');
  await target.db.execute('CREATE TABLE of_another_program (at date)');
  await restore(file);
  expect((await contentOf(target.db)).get('articles')).toHaveLength(3);
});

it('holds a few pieces at a time of what it copies', async () => {
  await settle(source.db);
  await pollFeed(source.db, 'one', [feedItem({ guid: 'a' })]);
  await source.db.execute(
    `INSERT INTO article_revisions (article_id, revision, seen_at, saved_at, content_hash, audience, title, content_text)
     SELECT article_id, n, seen_at, saved_at, content_hash, audience, title, (SELECT string_agg(md5((n * 1000 + word)::text), ' ') FROM generate_series(1, 150) AS word)
       FROM article_revisions, generate_series(2, 3000) AS n`,
  );
  const pieces: number[] = [];
  const file = await backUp(source, ({ length }) => {
    pieces.push(length);
  });
  const archive = await openArchive(file);
  for await (const { rows } of archive.tables()) for await (const { length } of rows) pieces.push(length);
  expect(pieces.reduce((sum, length) => sum + length)).toBeGreaterThan(2 * 14_000_000);
  expect(Math.max(...pieces)).toBeLessThan(1_000_000);
  await restore(file);
  expect(await target.db.query('SELECT count(*) AS count FROM article_revisions')).toEqual([{ count: 3000 }]);
});

describe('of an archive that is not whole', () => {
  const brokenIn = async (bytes: Buffer): Promise<string> => {
    const file = join(folder, `${++files}.gz`);
    await writeFile(file, bytes);
    const error = await restore(file).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(BrokenArchive);
    expect(await tablesOf(target.db)).toEqual([]);
    return error instanceof Error ? error.message : '';
  };

  it('nothing is restored, wherever it is torn', async () => {
    await fill();
    const whole = await readFile(await backUp());
    for (const share of [0, 0.01, 0.3, 0.6, 0.9, 0.99]) await brokenIn(whole.subarray(0, whole.length * share));
    expect(await brokenIn(whole.subarray(0, whole.length - 1))).toMatch(/torn/);
    const unpacked = gunzipSync(whole);
    for (const share of [0.001, 0.2, 0.5, 0.9]) await brokenIn(gzipSync(unpacked.subarray(0, unpacked.length * share)));
  });

  it('nothing is restored where it says something else than was written', async () => {
    await fill();
    const whole = await readFile(await backUp());
    const unpacked = gunzipSync(whole).toString();
    expect(await brokenIn(gzipSync(unpacked.replace('A riot began', 'A riot ended')))).toMatch(/checksum/);
    expect(await brokenIn(gzipSync(`${unpacked}more\n`))).toMatch(/follows its end/);
    expect(await brokenIn(Buffer.from('not packed'))).toMatch(/not made by/);
    expect(await brokenIn(gzipSync('{"tocsin":"something"}\n'))).toMatch(/not made by/);
    expect(await brokenIn(gzipSync(unpacked.replace('"format":1', '"format":2')))).toMatch(/newer Tocsin/);
  });

  it('nothing is restored where what belongs to it cannot be kept', async () => {
    await fill();
    const refuses = restore(await backUp(), target, () => Promise.reject(new Error('no key')));
    await expect(refuses).rejects.toThrow('no key');
    expect(await tablesOf(target.db)).toEqual([]);
  });
});

describe('the target', () => {
  it('must be empty: what is there stays as it was', async () => {
    await fill();
    const file = await backUp();
    const before = await contentOf(source.db);
    await expect(restore(file, source)).rejects.toThrow(/holds tables of Tocsin already/);
    expect(await contentOf(source.db)).toEqual(before);
  });

  it('gets the newest schema, from whatever older one the archive is', async () => {
    for (const version of [1, Math.trunc(known.length / 2), known.length - 1]) {
      const [old, fresh] = await Promise.all([createEmptyDatabase(), createEmptyDatabase()]);
      await migrate(old.db, known.slice(0, version));
      await old.db.execute(
        "INSERT INTO feeds (url, name, next_poll_at) VALUES ('https://a.example/', 'A', '2022-01-06')",
      );
      await old.db.execute("SELECT ensure_month('2022-01-06')");
      const file = await backUp(old);
      expect((await old.db.query('SELECT FROM schema_migrations')).length).toBe(version);
      await restore(file, fresh);
      await migrate(old.db);
      expect(await contentOf(fresh.db)).toEqual(await contentOf(old.db));
      await Promise.all([old.drop(), fresh.drop()]);
    }
  });

  it('is refused an archive of a newer schema, and of another one', async () => {
    await fill();
    const newer = { version: known.length + 1, name: 'from_the_future', sha256: 'x' };
    const unpacked = gunzipSync(await readFile(await backUp())).toString();
    const [header = ''] = unpacked.split('\n', 1);
    const withSchema = async (schema: readonly object[]) => {
      const file = join(folder, `${++files}.gz`);
      await writeFile(file, gzipSync(unpacked.replace(header, JSON.stringify({ ...JSON.parse(header), schema }))));
      return file;
    };
    const { schema } = JSON.parse(header);
    await expect(restore(await withSchema([...schema, newer]))).rejects.toThrow(/knows only/);
    await expect(restore(await withSchema([{ ...schema[0], sha256: 'x' }]))).rejects.toThrow(/not the file/);
    expect(await tablesOf(target.db)).toEqual([]);
  });
});

it('is not made of a database without Tocsin, nor of a newer one', async () => {
  await expect(backUp(target)).rejects.toThrow(/holds no Tocsin/);
  await source.db.execute("INSERT INTO schema_migrations VALUES ($1, 'newer', 'x')", [known.length + 1]);
  await expect(backUp()).rejects.toThrow(/knows only/);
});

it('can be read by a person', async () => {
  await fill();
  const file = await backUp();
  const [header = '', table = ''] = gunzipSync(await readFile(file))
    .toString()
    .split('\n', 2);
  expect(JSON.parse(header)).toMatchObject({ tocsin: 'backup', format: 1, months: ['2022-01', '2022-02'] });
  expect(JSON.parse(table)).toMatchObject({ table: expect.any(String), columns: expect.any(Array) });
});

it('what is restored stays so, whatever fails after that', async () => {
  await settle(source.db);
  const archive = await openArchive(await backUp());
  const session = await openCopySession(target.connectionString, never);
  const failing: typeof session = {
    ...session,
    execute: (text, values) =>
      text === 'ANALYZE' ? Promise.reject(new Error('the connection is gone')) : session.execute(text, values),
  };
  await importStore(failing, archive, known, async () => undefined);
  await session.close();
  await archive.close();
  expect(await contentOf(target.db)).toEqual(await contentOf(source.db));
});

it('a request to stop that came before is heeded', async () => {
  await expect(openCopySession(target.connectionString, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});
