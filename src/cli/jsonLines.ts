import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Writes one JSON line, and waits where the reader is slower than we are. */
export async function writeLine(value: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
}

export interface ReadLine {
  /** Counts from 1. */
  readonly number: number;
  readonly value: unknown;
}

/** The JSON lines of a file, or of standard input for `-`, one at a time. Throws at a line that is no JSON, naming it. */
export async function* readLines(file: string): AsyncGenerator<ReadLine> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() !== '') yield { number, value: parsed(line, number, file) };
  }
}

function parsed(line: string, number: number, file: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${file === '-' ? 'standard input' : file}, line ${number}: this is not JSON`);
  }
}
