import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import type { Database } from '../adapters/store/database.ts';
import type { ConfigKind, PlannedChange } from '../app/configuration/configKind.ts';
import { shownFinding } from '../app/configuration/shownFinding.ts';
import { createLog } from '../app/logging.ts';
import { withStore } from '../app/openStore.ts';
import { systemClock } from '../app/systemPorts.ts';

interface ApplyOptions {
  readonly by: string;
  readonly why: string;
  readonly dryRun: boolean;
}

/** `tocsin rules|feeds|subscribers apply|export|diff`: the same three for every kind. */
export function configCommand<T>(kind: ConfigKind<T>): Command {
  const command = new Command(kind.name).description(`The store's ${kind.name}: apply a file, export, or compare.`);
  command
    .command('apply')
    .description(`Makes the store's ${kind.name} those of the file, all or none, and says first what changes.`)
    .argument('<file>', 'a YAML or JSON file; what it does not hold is removed')
    .option('--by <name>', 'who changes them', userInfo().username)
    .option('--why <text>', 'why', `apply of a file`)
    .option('--dry-run', 'only say what would change', false)
    .action((file: string, options: ApplyOptions) => apply(kind, file, options));
  command
    .command('export')
    .description(`Writes the store's ${kind.name} as the YAML that apply takes.`)
    .action(() => onStore(async (db) => void process.stdout.write(kind.toYaml(await kind.current(db)))));
  command
    .command('diff')
    .description(`Says what apply would change; exit code 1 when that is anything.`)
    .argument('<file>', 'a YAML or JSON file')
    .action((file: string) => diff(kind, file));
  return command;
}

function onStore(use: (db: Database) => Promise<void>): Promise<void> {
  return withStore(settingsFromEnvironment(), createLog('warn'), ({ db }) => use(db));
}

async function apply<T>(kind: ConfigKind<T>, file: string, { by, why, dryRun }: ApplyOptions): Promise<void> {
  await onStore(async (db) => {
    const wanted = await readWanted(kind, file, db);
    if (wanted === null) return;
    const changes = kind.changes(await kind.current(db), wanted);
    process.stdout.write(shownPlan(kind.name, changes));
    if (dryRun || changes.length === 0) return;
    await kind.apply(db, wanted, { by, why, at: systemClock.now() });
    process.stdout.write('Applied.\n');
  });
}

async function diff<T>(kind: ConfigKind<T>, file: string): Promise<void> {
  await onStore(async (db) => {
    const wanted = await readWanted(kind, file, db);
    if (wanted === null) return;
    const changes = kind.changes(await kind.current(db), wanted);
    process.stdout.write(shownPlan(kind.name, changes));
    if (changes.length > 0) process.exitCode = 1;
  });
}

/** Null, with what is wrong on stderr and exit code 1, when the file can't be applied. */
async function readWanted<T>(kind: ConfigKind<T>, file: string, db: Database): Promise<T | null> {
  const { value, findings } = kind.read(await readFile(file, 'utf8'), file);
  const problems = value === null ? findings.map(shownFinding) : await kind.refusals(db, value);
  if (problems.length === 0) return value;
  process.stderr.write(`${problems.join('\n')}\nNothing was changed.\n`);
  process.exitCode = 1;
  return null;
}

const signs = { added: '+', changed: '~', removed: '-' } as const;

function shownPlan(name: string, changes: readonly PlannedChange[]): string {
  if (changes.length === 0) return `The ${name} are the same; nothing changes.\n`;
  const lines = changes.flatMap(({ kind, what, details }) => [
    `${signs[kind]} ${what}`,
    ...details.map((detail) => `    ${detail}`),
  ]);
  const counts = (['added', 'changed', 'removed'] as const).map(
    (kind) => `${changes.filter((change) => change.kind === kind).length} ${kind}`,
  );
  return `${lines.join('\n')}\n${counts.join(', ')}\n`;
}
