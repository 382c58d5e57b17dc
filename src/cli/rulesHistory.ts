import { Command } from 'commander';
import type { Database } from '../adapters/store/database.ts';
import { createRuleHistory, type RuleSetChange } from '../adapters/store/rules/ruleHistory.ts';
import {
  type ConceptDifference,
  conceptDifferences,
  type FieldDifference,
  fieldDifferences,
} from '../domain/configuration/ruleDifferences.ts';
import { definitionOf, type KeptRevision, type RuleSetMade } from '../domain/rules/keptRevision.ts';
import { instant } from '../web/console/shownValues.ts';
import { writeLine } from './jsonLines.ts';
import { noSuchRule } from './noSuchRule.ts';
import { onStore, refuse } from './onStore.ts';

const latestChanges = 20;

interface Options {
  readonly json: boolean;
}

export const rulesHistoryCommand = (): Command =>
  new Command('history')
    .description('Shows who changed the rules, when and why; for one rule, each of its revisions, newest first.')
    .argument(
      '[rule]',
      `the id of a current or former rule; without it, the ${latestChanges} latest changes to any rule`,
    )
    .option('--json', 'write one JSON line per change or revision', false)
    .action((rule: string | undefined, options: Options) =>
      onStore((db) => (rule === undefined ? showChanges(db, options) : showRevisions(db, rule, options))),
    );

async function showChanges(db: Database, { json }: Options): Promise<void> {
  for (const change of await createRuleHistory(db).changes(latestChanges)) {
    if (json) await writeLine(change);
    else process.stdout.write(shownChange(change));
  }
}

const shownChange = ({ set, added, changed, ended, ...made }: RuleSetChange): string =>
  lines([
    `set ${set}, ${shownMade({ set, ...made })}`,
    ...added.map((id) => `    + ${id}`),
    ...changed.map((id) => `    ~ ${id}`),
    ...ended.map((id) => `    - ${id}`),
  ]);

/** `2026-11-24 10:00 UTC by dana: missed Aktau` */
export const shownMade = ({ at, by, why }: RuleSetMade): string => `${instant(at)} by ${by}: ${why}`;

const lines = (each: readonly string[]): string => `${each.join('\n')}\n`;

async function showRevisions(db: Database, ruleId: string, { json }: Options): Promise<void> {
  const history = createRuleHistory(db);
  const revisions = await history.revisions(ruleId);
  if (revisions.length === 0) return refuse(noSuchRule(ruleId, await history.ruleIds()));
  for (const [place, revision] of revisions.entries()) {
    const before = revisions[place + 1] ?? null;
    if (json) await writeLine(revisionLine(revision, before));
    else process.stdout.write(shownRevision(revision, before));
  }
}

interface RevisionChanges {
  readonly fields: readonly FieldDifference[];
  readonly concepts: readonly ConceptDifference[];
}

const changesOf = (revision: KeptRevision, before: KeptRevision): RevisionChanges => ({
  fields: fieldDifferences(definitionOf(before), definitionOf(revision)),
  concepts: conceptDifferences(before.concepts, revision.concepts),
});

/** `changes` is null for the first revision. */
function revisionLine(revision: KeptRevision, before: KeptRevision | null) {
  const { id: _id, ruleId, ...kept } = revision;
  return { rule: ruleId, ...kept, changes: before === null ? null : changesOf(revision, before) };
}

function shownRevision(revision: KeptRevision, before: KeptRevision | null): string {
  const state = revision.state === 'in force' ? ', in force' : '';
  return lines([
    ...(revision.state === 'ended' && revision.until !== null ? [`ended ${shownMade(revision.until)}`] : []),
    `revision ${revision.revision}${state}, ${shownMade(revision.since)}`,
    ...(before === null ? [`    query: ${revision.query}`] : shownChanges(changesOf(revision, before))),
  ]);
}

function shownChanges({ fields, concepts }: RevisionChanges): readonly string[] {
  const shown = [
    ...fields.flatMap(({ field, before, after }) => [`    - ${field}: ${before}`, `    + ${field}: ${after}`]),
    ...concepts.flatMap(({ concept, removed, added }) => [
      ...removed.map((term) => `    - @${concept}: ${term}`),
      ...added.map((term) => `    + @${concept}: ${term}`),
    ]),
  ];
  return shown.length > 0 ? shown : ['    the same as before'];
}
