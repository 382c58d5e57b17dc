import { userInfo } from 'node:os';
import { Command } from 'commander';
import type { Database } from '../adapters/store/database.ts';
import { applyWanted, type Wanted } from '../app/configuration/applyWanted.ts';
import type { ConfigKind } from '../app/configuration/configKind.ts';
import { type ApplyPlan, planApply } from '../app/configuration/planApply.ts';
import { systemClock } from '../app/systemPorts.ts';
import { fileWords, readWanted, textOf } from './configFile.ts';
import { confirm } from './confirm.ts';
import { onStore, refuse } from './onStore.ts';
import { shownPlan } from './planOutput.ts';

interface Options {
  readonly dryRun: boolean;
  readonly prune: boolean;
  readonly basedOn?: string;
  readonly by?: string;
  readonly why?: string;
}

export function applyCommand<T>(kind: ConfigKind<T>): Command {
  const { name, versionWord } = kind;
  const command = new Command('apply')
    .description(`Replaces the store's ${name} with those in the file, all or nothing, and shows the changes first.`)
    .argument('<file>', `${fileWords}; whatever it does not contain is removed`)
    .option('--dry-run', 'only show what would change', false)
    .option(
      '--prune',
      'remove without asking, also more than a tenth and what the last applied file did not hold',
      false,
    )
    .option(
      `--based-on <${versionWord}>`,
      `refuse if the ${name} have changed since that ${versionWord}, which the first line of \`${name} export\` names`,
    )
    .action((file: string, options: Options) => apply(kind, file, options, command));
  if (!kind.keepsAuthors) return command;
  return command
    .option('--by <name>', 'who makes the change (default: your login name)')
    .option('--why <text>', 'the reason (default: the name of the file)');
}

async function apply<T>(kind: ConfigKind<T>, file: string, options: Options, command: Command): Promise<void> {
  const text = await textOf(file, command);
  await onStore(async (db) => {
    const wanted = await readWanted(kind, text, file, db);
    if (wanted === null) return;
    const plan = await planApply(db, kind, wanted.value, systemClock.now());
    process.stdout.write(shownPlan(kind.name, plan.changes, [...plan.notes, ...plan.doubts]));
    const reason = newerEdits(kind, plan, options) ?? (options.dryRun ? null : await refusedRemovals(plan, options));
    if (reason !== null) return refuse(`${reason}\nNothing was changed.`);
    if (!options.dryRun) await carryOut(db, kind, wanted, plan, { ...options, file });
  });
}

/** Why the file may not replace what is there: it was made from an older state. */
function newerEdits<T>({ name, versionWord }: ConfigKind<T>, { version }: ApplyPlan<T>, { basedOn }: Options) {
  if (basedOn === undefined || basedOn === version) return null;
  const changed = `The ${name} are at ${versionWord} ${version}, and your file is based on ${versionWord} ${basedOn}.`;
  return `${changed} Make your change in a new \`tocsin ${name} export\`, or leave out --based-on to overwrite what is there.`;
}

/** Null where nothing is in doubt, or somebody says yes. */
async function refusedRemovals<T>({ doubts }: ApplyPlan<T>, { prune }: Options): Promise<string | null> {
  if (prune || doubts.length === 0) return null;
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const isConfirmed = await confirm('Remove these?', { input: process.stdin, output: process.stdout });
    return isConfirmed ? null : 'You did not confirm the removals.';
  }
  return `This ${doubts.join('\nand ')}.\nIf you mean it, apply with --prune.`;
}

async function carryOut<T>(
  db: Database,
  kind: ConfigKind<T>,
  wanted: Wanted<T>,
  { current, changes }: ApplyPlan<T>,
  { file, by = userInfo().username, why = `apply of ${file}` }: Options & { readonly file: string },
): Promise<void> {
  const isApplied = await applyWanted(db, kind, wanted, { by, why, at: systemClock.now() }, current);
  if (!isApplied)
    refuse(`Somebody changed the ${kind.name} after this plan was made. Nothing was changed; apply again.`);
  else if (changes.length > 0) process.stdout.write('Applied.\n');
}
