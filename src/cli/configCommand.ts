import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Database } from '../adapters/store/database.ts';
import { applyWanted, type Wanted } from '../app/configuration/applyWanted.ts';
import type { ConfigKind } from '../app/configuration/configKind.ts';
import { shownFinding } from '../app/configuration/shownFinding.ts';
import { systemClock } from '../app/systemPorts.ts';
import { onStore } from './onStore.ts';
import { shownPlan } from './planOutput.ts';

/** `tocsin rules|feeds|subscribers apply|export|diff`: the same three for every kind. */
export function configCommand<T>(kind: ConfigKind<T>): Command {
  const { name } = kind;
  return new Command(name)
    .addCommand(applyCommand(kind))
    .addCommand(exportCommand(kind))
    .addCommand(
      new Command('diff')
        .description('Shows what apply would change; the exit code is 1 when there are changes.')
        .argument('<file>', fileWords)
        .action((file: string, _options: object, command: Command) => diff(kind, file, command)),
    );
}

const fileWords = 'a YAML or JSON file, or - for standard input';

interface ApplyOptions {
  readonly dryRun: boolean;
  readonly by?: string;
  readonly why?: string;
}

function applyCommand<T>(kind: ConfigKind<T>): Command {
  const command = new Command('apply')
    .description(
      `Replaces the store's ${kind.name} with those in the file, all or nothing, and shows the changes first.`,
    )
    .argument('<file>', `${fileWords}; whatever it does not contain is removed`)
    .option('--dry-run', 'only show what would change', false)
    .action((file: string, options: ApplyOptions) => apply(kind, file, options, command));
  if (!kind.keepsAuthors) return command;
  return command
    .option('--by <name>', 'who makes the change (default: your login name)')
    .option('--why <text>', 'the reason (default: the name of the file)');
}

function exportCommand<T>(kind: ConfigKind<T>): Command {
  const command = new Command('export')
    .description(`Exports the store's ${kind.name} as YAML that apply accepts.`)
    .argument('[file]', 'the file to write; without it, or with -, standard output')
    .action((file: string | undefined, { opml = false }: { opml?: boolean }) => {
      const write = opml && kind.toOpml !== undefined ? kind.toOpml : kind.toYaml;
      return exportTo(kind, write, file ?? '-');
    });
  return kind.toOpml === undefined ? command : command.option('--opml', 'write OPML 2.0, for feed readers');
}

async function apply<T>(kind: ConfigKind<T>, file: string, options: ApplyOptions, command: Command): Promise<void> {
  const text = await textOf(file, command);
  await onStore(async (db) => {
    const wanted = await readWanted(kind, text, file, db);
    if (wanted === null) return;
    const changes = kind.changes(await kind.current(db), wanted.value);
    process.stdout.write(shownPlan(kind.name, changes, await kind.notes(db, wanted.value, systemClock.now())));
    if (options.dryRun) return;
    const { by = userInfo().username, why = `apply of ${file}` } = options;
    await applyWanted(db, kind, wanted, { by, why, at: systemClock.now() });
    if (changes.length > 0) process.stdout.write('Applied.\n');
  });
}

async function exportTo<T>(kind: ConfigKind<T>, write: (state: T) => string, file: string): Promise<void> {
  await onStore(async (db) => {
    const text = write(await kind.current(db));
    if (file === '-') process.stdout.write(text);
    else await writeFile(file, text);
  });
}

async function diff<T>(kind: ConfigKind<T>, file: string, command: Command): Promise<void> {
  const text = await textOf(file, command);
  await onStore(async (db) => {
    const wanted = await readWanted(kind, text, file, db);
    if (wanted === null) return;
    const changes = kind.changes(await kind.current(db), wanted.value);
    process.stdout.write(shownPlan(kind.name, changes, []));
    if (changes.length > 0) process.exitCode = 1;
  });
}

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
async function readWanted<T>(kind: ConfigKind<T>, text: string, file: string, db: Database): Promise<Wanted<T> | null> {
  const { value, findings } = await kind.read(db, text, file);
  if (value !== null) return { value, text };
  process.stderr.write(`${findings.map(shownFinding).join('\n')}\nNothing was changed.\n`);
  process.exitCode = 1;
  return null;
}
