import { userInfo } from 'node:os';
import { Command } from 'commander';
import { type Restoration, restoreRule } from '../app/configuration/restoreRule.ts';
import { systemClock } from '../app/systemPorts.ts';
import { countArgument } from './arguments.ts';
import { onStore, refuse } from './onStore.ts';
import { shownPlan } from './planOutput.ts';

interface Options {
  readonly revision: number;
  readonly by?: string;
  readonly why?: string;
  readonly dryRun: boolean;
}

export const rulesRestoreCommand = (): Command =>
  new Command('restore')
    .description('Restores an old revision of a rule as a new one, with the concepts as they are now.')
    .argument('<rule>', 'the id of a current or former rule')
    .requiredOption('--revision <n>', 'which revision; `rules history RULE` lists them', countArgument)
    .option('--by <name>', 'who restores it (default: your login name)')
    .option('--why <text>', 'the reason (default: the number of the revision)')
    .option('--dry-run', 'only show what would change', false)
    .action(restore);

async function restore(ruleId: string, { revision, by, why, dryRun }: Options): Promise<void> {
  await onStore(async (db) => {
    const who = {
      by: by ?? userInfo().username,
      why: why ?? `restored revision ${revision}`,
      at: systemClock.now(),
    };
    show(await restoreRule(db, { ruleId, revision, isDryRun: dryRun }, who), ruleId, revision);
  });
}

function show(outcome: Restoration, ruleId: string, revision: number): void {
  if (outcome.kind === 'refused') refuse(`${outcome.reason}\nNothing was changed.`);
  else process.stdout.write(shown(outcome, ruleId, revision));
}

function shown(outcome: Exclude<Restoration, { kind: 'refused' }>, ruleId: string, revision: number): string {
  if (outcome.kind === 'in force') return `${ruleId} is already as in revision ${revision}; nothing changes.\n`;
  const plan = shownPlan('rules', outcome.changes, outcome.notes);
  return outcome.kind === 'restored' ? `${plan}Restored.\n` : plan;
}
