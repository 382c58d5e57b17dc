import { createHash } from 'node:crypto';
import { isDeadlock } from '../database.ts';
import { appliedMigrations } from '../schema/migrate.ts';
import type { Migration } from '../schema/readMigrations.ts';
import {
  type ArchivedSequence,
  type ArchiveEnd,
  type ArchiveHeader,
  archiveFormat,
  endOfRows,
} from './archiveShape.ts';
import type { CopySession } from './copySession.ts';
import { identityColumns, namesIn, type OwnTable, ownSequences, ownTables } from './ownTables.ts';
import { listed } from './quotedNames.ts';

export interface ExportRequest {
  readonly known: readonly Migration[];
  readonly madeAt: Date;
  /** Of Tocsin. */
  readonly version: string;
  readonly key: ArchiveHeader['key'];
  /** Called once all is written, with the rows of each table. */
  readonly onEnd: (rows: ArchiveEnd['rows']) => void;
}

/**
 * The archive of a store, unpacked, as of one instant: it goes on working meanwhile. What belongs to other programs, and the queue, is
 * left out. Throws where the database holds no Tocsin, or a newer one.
 */
export async function* exportStore(session: CopySession, request: ExportRequest): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const hashed = (bytes: Buffer): Buffer => {
    hash.update(bytes);
    return bytes;
  };
  const tables = await openSnapshot(session, request);
  yield hashed(lineOf(await headerFor(session, request)));
  const rows: Record<string, number> = {};
  for (const { name, columns } of tables) {
    yield hashed(lineOf({ table: name, columns }));
    const copied = session.copyOut(name, columns);
    let piece = await copied.next();
    for (; piece.done !== true; piece = await copied.next()) yield hashed(piece.value);
    rows[name] = piece.value;
    yield hashed(Buffer.from(endOfRows));
  }
  const sequences = await sequencesOf(session, request.known, tables);
  yield lineOf({ rows, sequences, sha256: hash.digest('hex') } satisfies ArchiveEnd);
  await session.execute('COMMIT');
  request.onEnd(rows);
}

const lineOf = (value: ArchiveHeader | ArchiveEnd | object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** Partitions are made under a lock that would wait for the export, and all that reads articles behind it: those of tomorrow are made before. */
const aheadMs = 86_400_000;

const mostTries = 5;

/** The tables are locked before the snapshot is taken, so that none is dropped or altered between. */
async function openSnapshot(session: CopySession, { known, madeAt }: ExportRequest): Promise<readonly OwnTable[]> {
  await appliedMigrations(session, known);
  const { tables: names } = namesIn(known);
  for (let tries = 1; tries <= mostTries; tries++) {
    if (!(await isGranted(makeMonth(session, new Date(madeAt.getTime() + aheadMs))))) continue;
    const found = await ownTables(session, names);
    await session.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (await isGranted(lock(session, found))) {
      const locked = await ownTables(session, names);
      if (JSON.stringify(locked) === JSON.stringify(found)) return locked;
    }
    await session.execute('ROLLBACK');
  }
  throw new Error('the schema of the database changes all the time: let the migration end, then make the backup again');
}

const makeMonth = (session: CopySession, at: Date): Promise<unknown> =>
  session.execute('SELECT ensure_month($1)', [at]);

const lock = (session: CopySession, tables: readonly OwnTable[]): Promise<unknown> =>
  session.execute(`LOCK TABLE ${listed(tables.map(({ name }) => name))} IN ACCESS SHARE MODE`);

/** False: the service, or who makes or drops a month, took the same tables in another order, and this had to give way. */
async function isGranted(locking: Promise<unknown>): Promise<boolean> {
  try {
    await locking;
    return true;
  } catch (error) {
    if (isDeadlock(error)) return false;
    throw error;
  }
}

async function headerFor(session: CopySession, { known, madeAt, version, key }: ExportRequest): Promise<ArchiveHeader> {
  const months = await session.query<{ month: string }>(
    `SELECT replace(right(c.relname, 7), '_', '-') AS month FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'articles'::regclass ORDER BY 1`,
  );
  return {
    ...{ tocsin: 'backup', format: archiveFormat, madeISO: madeAt.toISOString(), version },
    schema: [...(await appliedMigrations(session, known))],
    months: months.map(({ month }) => month),
    key,
  };
}

/** Sequences belong to no snapshot: read after the rows they are beyond all of them. */
async function sequencesOf(
  session: CopySession,
  known: readonly Migration[],
  tables: readonly OwnTable[],
): Promise<ArchivedSequence[]> {
  const identities = await identityColumns(
    session,
    tables.map(({ name }) => name),
  );
  const named = await ownSequences(session, namesIn(known).sequences);
  const all = [
    ...identities.map(({ table, column, sequence }) => ({ of: { table, column }, sequence })),
    ...named.map((name) => ({ of: { name }, sequence: name })),
  ];
  const read: ArchivedSequence[] = [];
  for (const { of, sequence } of all) {
    const [state] = await session.query<{ lastValue: number; isCalled: boolean }>(
      `SELECT last_value AS "lastValue", is_called AS "isCalled" FROM ${sequence}`,
    );
    if (state !== undefined) read.push({ of, ...state });
  }
  return read;
}
