import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Database } from '../adapters/store/database.ts';
import type { Wanted } from '../app/configuration/applyWanted.ts';
import type { ConfigKind } from '../app/configuration/configKind.ts';
import { shownFinding } from '../app/configuration/shownFinding.ts';
import { refuse } from './onStore.ts';

export const fileWords = 'a YAML or JSON file, or - for standard input';

export const textOf = async (file: string, command: Command): Promise<string> =>
  (await bytesOf(file, command)).toString('utf8');

/** A file that cannot be read is bad usage: exit code 2. */
export async function bytesOf(file: string, command: Command): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return command.error(`error: ${file} cannot be read: ${reason}`, { exitCode: 2 });
  }
}

/** Null, with what is wrong on stderr and exit code 1, when the file can't be applied. */
export async function readWanted<T>(
  kind: ConfigKind<T>,
  text: string,
  file: string,
  db: Database,
): Promise<Wanted<T> | null> {
  const { value, findings } = await kind.read(db, text, file);
  if (value !== null) return { value, text };
  refuse(`${findings.map(shownFinding).join('\n')}\nNothing was changed.`);
  return null;
}
