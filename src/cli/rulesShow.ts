import { Command } from 'commander';
import type { Database } from '../adapters/store/database.ts';
import { createRuleHistory } from '../adapters/store/rules/ruleHistory.ts';
import { rulesKind } from '../app/configuration/rulesKind.ts';
import { definitionOf, type KeptRevision } from '../domain/rules/keptRevision.ts';
import { countArgument } from './arguments.ts';
import { noSuchRule } from './noSuchRule.ts';
import { onStore, refuse } from './onStore.ts';
import { shownMade } from './rulesHistory.ts';

export const rulesShowCommand = (): Command =>
  new Command('show')
    .description('Prints one revision of a rule as YAML, with its concepts as they were then.')
    .argument('<rule>', 'the id of a current or former rule')
    .option('--revision <n>', 'which revision (default: the newest)', countArgument)
    .action((rule: string, { revision }: { readonly revision?: number }) =>
      onStore((db) => show(db, rule, revision ?? null)),
    );

async function show(db: Database, ruleId: string, wanted: number | null): Promise<void> {
  const history = createRuleHistory(db);
  const revisions = await history.revisions(ruleId);
  const [newest] = revisions;
  if (newest === undefined) return refuse(noSuchRule(ruleId, await history.ruleIds()));
  const revision = wanted === null ? newest : revisions.find((each) => each.revision === wanted);
  if (revision === undefined) return refuse(`${ruleId} has no revision ${wanted}, only 1 to ${newest.revision}`);
  process.stdout.write(shown(revision));
}

/** Applied alone, the file would end every other rule: it says so itself. */
function shown(kept: KeptRevision): string {
  const { concepts, ruleId: id, revision, state, since } = kept;
  const about = `${id}, revision ${revision} (${state}), ${shownMade(since)}`.replaceAll('\n', ' ');
  const yaml = rulesKind.toYaml({ concepts, rules: [definitionOf(kept)] });
  return `# ${about}\n# One rule from the store: \`rules restore\` brings it back; \`rules apply\` of this file alone would end all others.\n${yaml}`;
}
