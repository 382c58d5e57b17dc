import { Command, Option } from 'commander';
import { findingsOfRule, ofFile, type RuleFinding } from '../../config/ruleFindings.ts';
import { readRulesFile } from '../../config/rulesFile.ts';
import type { Database } from '../adapters/store/database.ts';
import { createSearchStore } from '../adapters/store/history/searchedArticles.ts';
import { createRuleHistory } from '../adapters/store/rules/ruleHistory.ts';
import { createRuleStore } from '../adapters/store/rules/ruleStore.ts';
import { systemClock } from '../app/systemPorts.ts';
import { dayMs } from '../domain/basics/time.ts';
import type { KeptRevision } from '../domain/rules/keptRevision.ts';
import { nearest } from '../domain/rules/language/nearestName.ts';
import { findingsOfQuery } from '../domain/rules/language/parser.ts';
import type { RuleRevision } from '../domain/rules/rule.ts';
import { unsavedRule } from '../domain/rules/unsavedRule.ts';
import { type PreviewRequest, previewRule } from '../pipeline/history/previewRule.ts';
import { countArgument } from './arguments.ts';
import { textOf } from './configFile.ts';
import { shownFinding } from './findingOutput.ts';
import { writeLine } from './jsonLines.ts';
import { noSuchRule } from './noSuchRule.ts';
import { onStore, refuse } from './onStore.ts';
import { articleLine, createDifferenceList, shownPreview } from './previewOutput.ts';
import { createProgress } from './progress.ts';

interface Options {
  readonly days: number;
  readonly query?: string;
  readonly file?: string;
  readonly json: boolean;
}

export const rulesPreviewCommand = (): Command =>
  new Command('preview')
    .description('Shows which stored articles a changed rule would have matched, and which it matches as it is.')
    .argument('<rule>', 'its id; a rule that the store does not have is compared with nothing')
    .option('--days <n>', 'how many days to look back', countArgument, 7)
    .option('--query <query>', 'try this query, with the concepts in the store')
    .addOption(
      new Option('--file <file>', 'try the rule with that id from a file, with the concepts in the file').conflicts(
        'query',
      ),
    )
    .option('--json', 'write JSON Lines: every article gained or lost, then the counts', false)
    .action(preview);

async function preview(ruleId: string, options: Options, command: Command): Promise<void> {
  const text = options.file === undefined ? null : await textOf(options.file, command);
  await onStore(async (db) => {
    const [revision] = await createRuleHistory(db).revisions(ruleId);
    const saved = revision?.state === 'in force' ? revision : null;
    const candidate =
      text === null ? await queryGiven(db, ruleId, options) : ruleInFile(text, ruleId, options, command);
    if (candidate === 'refused') return;
    if (saved === null && candidate === null) return refuse(await whyNothing(db, ruleId, revision ?? null));
    await run(db, ruleId, { saved, candidate }, options);
  });
}

async function whyNothing(db: Database, ruleId: string, last: KeptRevision | null): Promise<string> {
  if (last !== null) return `${ruleId} is no longer in force; give a --query or a --file to try`;
  return `${noSuchRule(ruleId, await createRuleHistory(db).ruleIds())}; give a --query or a --file to try a new one`;
}

async function queryGiven(db: Database, ruleId: string, { query }: Options): Promise<RuleRevision | 'refused' | null> {
  if (query === undefined) return null;
  const { concepts } = await createRuleStore(db).read();
  const findings = findingsOfQuery(query, { concepts }).map(
    ({ column, ...finding }): RuleFinding => ({
      ...{ file: '--query', line: 1, column, rule: null, ...finding },
      ...{ queryColumn: column, query },
    }),
  );
  return hasErrors(findings) ? 'refused' : unsavedRule({ ruleId, query, concepts });
}

function ruleInFile(text: string, ruleId: string, { file = '-' }: Options, command: Command): RuleRevision | 'refused' {
  const read = readRulesFile(text, file);
  const rule = read.rules.find(({ id }) => id === ruleId);
  const ofRule = rule === undefined ? [] : findingsOfRule(file, rule, read);
  const concerning = read.findings.filter((finding) => finding.rule === null || finding.rule === ruleId);
  if (hasErrors([...concerning.map(ofFile), ...ofRule])) return 'refused';
  if (rule !== undefined) {
    const { name, query, alert } = rule;
    return unsavedRule({ ruleId, name, query, alert, concepts: read.concepts });
  }
  const meant = nearest(
    ruleId,
    read.rules.map(({ id }) => id),
  );
  return command.error(`error: ${file} has no rule ${ruleId}${meant === null ? '' : `; did you mean ${meant}?`}`);
}

/** Shows the findings on stderr, warnings too. */
function hasErrors(findings: readonly RuleFinding[]): boolean {
  for (const finding of findings) process.stderr.write(`${shownFinding(finding)}\n`);
  const isRefused = findings.some(({ severity }) => severity === 'error');
  if (isRefused) process.exitCode = 1;
  return isRefused;
}

async function run(
  db: Database,
  ruleId: string,
  rules: Pick<PreviewRequest, 'saved' | 'candidate'>,
  { days, json }: Options,
): Promise<void> {
  const until = systemClock.now();
  const range = { since: new Date(until.getTime() - days * dayMs), until };
  const progress = createProgress();
  const list = createDifferenceList();
  const deps = {
    store: createSearchStore(db),
    onProgress: progress.show,
    onArticle: async (found: Parameters<typeof articleLine>[0]) => {
      if (json) await writeLine(articleLine(found));
      else list.add(found);
    },
  };
  const report = await previewRule(deps, { range, ...rules }).finally(progress.end);
  if (report.savedIsRefused !== null)
    refuse(`the saved ${ruleId} has an error and matches nothing: ${report.savedIsRefused}`);
  if (json) await writeLine({ summary: { rule: ruleId, ...range, ...report } });
  else process.stdout.write(shownPreview(report, { ruleId, days, ...rules }, list));
}
