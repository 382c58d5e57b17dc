import { Command } from 'commander';
import { createRuleDeeds } from '../adapters/store/desk/ruleDeeds.ts';
import type { PlannedChange } from '../app/configuration/configKind.ts';
import { plannedRuleChanges } from '../app/configuration/rulesKind.ts';
import { type RestoreRefusal, type RestoreRuleOutcome, restoreRule } from '../desk/rules/restoreRule.ts';
import type { ConceptDifference } from '../domain/configuration/ruleDifferences.ts';
import type { RuleFault } from '../domain/rules/checkRule.ts';
import { countArgument } from './arguments.ts';
import { commandDeed } from './commandDeed.ts';
import { neverWas } from './noSuchRule.ts';
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
    const deed = commandDeed({ by, why: why ?? `restored revision ${revision}` });
    const request = { ruleId, revision, isDryRun: dryRun };
    show(await restoreRule({ store: createRuleDeeds(db) }, deed, request), ruleId, revision);
  });
}

function show(outcome: RestoreRuleOutcome, ruleId: string, revision: number): void {
  if (outcome.kind === 'in force')
    process.stdout.write(`${ruleId} is already as in revision ${revision}; nothing changes.\n`);
  else if ('after' in outcome) {
    const changes: readonly PlannedChange[] = plannedRuleChanges(outcome.before, outcome.after);
    const plan = shownPlan('rules', changes, outcome.concepts.map(conceptNote));
    process.stdout.write(outcome.kind === 'restored' ? `${plan}Restored.\n` : plan);
  } else refuse(`${reasonOf(outcome, ruleId, revision)}\nNothing was changed.`);
}

function reasonOf(outcome: RestoreRefusal, ruleId: string, revision: number): string {
  switch (outcome.kind) {
    case 'no such rule':
      return neverWas(ruleId, outcome.meant);
    case 'no such revision':
      return `${ruleId} has no revision ${revision}, only 1 to ${outcome.newest}; \`tocsin rules history ${ruleId}\` lists them`;
    case 'refused': {
      const { query, alert } = outcome.wanted;
      return outcome.faults.map((fault) => shownFault(fault, fault.field === 'when' ? alert.when : query)).join('\n');
    }
    case 'conflict':
      return 'Somebody changed the rule meanwhile.';
    case 'drafted':
      return `${ruleId} waits for the look of a second person`;
  }
}

/** What of the revision cannot be used now, and what to do. */
function shownFault({ field, message, suggestion }: RuleFault, text = ''): string {
  if (field === 'when') return `its alert.when is no longer valid: ${message}\n    ${text}`;
  const advice = suggestion === null ? '' : ` (try: ${suggestion})`;
  return `its ${field} is no longer valid: ${message}${advice}\n    ${text}\nAdd what is missing or change the query in a file (\`tocsin rules export\`), then apply the file`;
}

function conceptNote({ concept, removed, added }: ConceptDifference): string {
  const terms = [...removed.map((term) => `-${term}`), ...added.map((term) => `+${term}`)].join(', ');
  return `@${concept} has changed since that revision and keeps its current terms: ${terms}`;
}
