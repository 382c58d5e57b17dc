import { z } from 'zod';

/**
 * An archive is one gzip file of lines. The first is the header; then each table has a line that names it and its columns, its rows as
 * COPY writes them (text format), and the line `\.` that ends them; the last line says what must have been read, with a checksum.
 */
const headerShape = z.object({
  tocsin: z.literal('backup'),
  format: z.int(),
  madeISO: z.string(),
  /** Of Tocsin. */
  version: z.string(),
  /** The migrations that made the schema, oldest first. */
  schema: z.array(z.object({ version: z.int(), name: z.string(), sha256: z.string() })).min(1),
  /** What is laid out by month has these, `2022-01`. */
  months: z.array(z.string().regex(/^\d{4}-\d\d$/)),
  key: z.object({
    /** Tells whether a key is the one that signed the links; the key cannot be found from it. */
    fingerprint: z.string(),
    /** The key itself, where DATA_DIR holds it; absent where the settings do. */
    secret: z.string().optional(),
  }),
});

export type ArchiveHeader = z.infer<typeof headerShape>;

/** What this version writes and reads. */
export const archiveFormat = 1;

const tableShape = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });

export type ArchivedTable = z.infer<typeof tableShape>;

const sequenceShape = z.object({
  /** An identity column's, or one of its own. */
  of: z.union([z.object({ table: z.string(), column: z.string() }), z.object({ name: z.string() })]),
  lastValue: z.int(),
  isCalled: z.boolean(),
});

export type ArchivedSequence = z.infer<typeof sequenceShape>;

const endShape = z.object({
  /** How many each table has. */
  rows: z.record(z.string(), z.int()),
  sequences: z.array(sequenceShape),
  /** Hex, of all bytes before this line, unpacked. */
  sha256: z.string(),
});

export type ArchiveEnd = z.infer<typeof endShape>;

/** Ends the rows of a table; a row never looks like that, since COPY doubles a backslash. */
export const endOfRows = '\\.\n';

/** The file cannot be restored, whatever the target. */
export class BrokenArchive extends Error {
  override readonly name = 'BrokenArchive';
}

const lineAs =
  <T>(shape: z.ZodType<T>) =>
  (line: string): T | null => {
    try {
      return shape.safeParse(JSON.parse(line)).data ?? null;
    } catch {
      return null;
    }
  };

export const headerOf = lineAs(headerShape);
export const tableOf = lineAs(tableShape);
export const endOf = lineAs(endShape);
