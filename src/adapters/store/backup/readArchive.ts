import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  type ArchivedTable,
  type ArchiveEnd,
  type ArchiveHeader,
  archiveFormat,
  BrokenArchive,
  endOf,
  endOfRows,
  headerOf,
  tableOf,
} from './archiveShape.ts';

export interface ArchivedRows extends ArchivedTable {
  /** As COPY takes them. To be read to its end before the next table is asked for. */
  readonly rows: AsyncIterable<Buffer>;
}

/** An archive, read once from front to end, in pieces of some kilobytes. */
export interface Archive {
  readonly header: ArchiveHeader;
  tables(): AsyncIterable<ArchivedRows>;
  /** What its last line says; after the tables. Throws `BrokenArchive` where the checksum is another. */
  end(): ArchiveEnd;
  close(): Promise<void>;
}

/** Throws `BrokenArchive` with what is wrong with the file, here or while it is read; of a file that cannot be opened, Node's error. */
export async function openArchive(file: string): Promise<Archive> {
  const bytes = bytesOf(file);
  const source = createLines(bytes);
  const header = headerOf(await source.line());
  if (header === null) throw new BrokenArchive(`${file} was not made by \`tocsin backup\``);
  if (header.format > archiveFormat)
    throw new BrokenArchive(
      `${file} was made by a newer Tocsin (${header.version}); restore it with that version or a later one`,
    );
  let end: ArchiveEnd | null = null;
  return {
    header,
    async *tables() {
      for (;;) {
        const before = source.sha256();
        const line = await source.line();
        end = endOf(line);
        if (end !== null) {
          if (end.sha256 !== before) throw new BrokenArchive(`${file} is damaged: its checksum does not fit`);
          await source.finish();
          return;
        }
        const table = tableOf(line);
        if (table === null) throw new BrokenArchive(`${file} is damaged: a table was expected`);
        yield { ...table, rows: source.rows() };
      }
    },
    end() {
      if (end === null) throw new BrokenArchive(`${file} was not read to its end`);
      return end;
    },
    close: async () => void (await bytes.return(undefined)),
  };
}

/** The unpacked bytes. */
async function* bytesOf(file: string): AsyncGenerator<Buffer, undefined> {
  const unpacked = pipeline(createReadStream(file), createGunzip(), () => undefined);
  try {
    for await (const chunk of unpacked) yield chunk;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') throw new BrokenArchive(`${file} is torn: it ends in the middle`, { cause: error });
    if (String(code).startsWith('Z_'))
      throw new BrokenArchive(`${file} is damaged, or was not made by \`tocsin backup\``, { cause: error });
    throw error;
  }
}

interface Lines {
  line(): Promise<string>;
  rows(): AsyncGenerator<Buffer>;
  /** Nothing may follow. */
  finish(): Promise<void>;
  /** Of all that was read so far. */
  sha256(): string;
}

const newline = 0x0a;
const mostLineBytes = 16_000_000;

function createLines(bytes: AsyncGenerator<Buffer, undefined>): Lines {
  const hash = createHash('sha256');
  let ahead: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { value } = await bytes.next();
    if (value !== undefined) ahead = ahead.length === 0 ? value : Buffer.concat([ahead, value]);
    return value !== undefined;
  };
  const take = (count: number): Buffer => {
    const taken = ahead.subarray(0, count);
    ahead = ahead.subarray(count);
    hash.update(taken);
    return taken;
  };
  const torn = () => new BrokenArchive('the archive is torn: it ends in the middle');
  return {
    async line() {
      for (let from = 0; ; ) {
        const at = ahead.indexOf(newline, from);
        if (at >= 0) return take(at + 1).toString('utf8', 0, at);
        from = ahead.length;
        if (from > mostLineBytes) throw new BrokenArchive('the archive is damaged: a line does not end');
        if (!(await more())) throw torn();
      }
    },
    async *rows() {
      for (let isAtStart = true; ; isAtStart = false) {
        while (ahead.length < endOfRows.length) if (!(await more())) throw torn();
        const isEmpty = isAtStart && ahead.toString('latin1', 0, endOfRows.length) === endOfRows;
        const length = isEmpty ? 0 : ahead.indexOf(`\n${endOfRows}`) + 1;
        if (isEmpty || length > 0) {
          if (length > 0) yield take(length);
          take(endOfRows.length);
          return;
        }
        // The last bytes may be the beginning of the end.
        if (ahead.length > endOfRows.length) yield take(ahead.length - endOfRows.length);
        if (!(await more())) throw torn();
      }
    },
    async finish() {
      if (ahead.length > 0 || (await more()))
        throw new BrokenArchive('the archive is damaged: something follows its end');
    },
    sha256: () => hash.copy().digest('hex'),
  };
}
