import { Command } from 'commander';
import { createReplayStore } from '../adapters/store/history/articlesToReplay.ts';
import { stopRequested } from '../app/stopRequested.ts';
import { systemClock } from '../app/systemPorts.ts';
import { type ReplayReport, type ReplayRequest, replay } from '../pipeline/history/replayArticles.ts';
import { sinceArgument } from './arguments.ts';
import { onStore, refuse } from './onStore.ts';
import { createProgress } from './progress.ts';

interface Options {
  readonly since: Date;
  readonly rules?: readonly string[];
  readonly tell: boolean;
  readonly dryRun: boolean;
}

export const replayCommand = (): Command =>
  new Command('replay')
    .requiredOption('--since <when>', 'a duration before now (7d) or an instant (2026-11-20T00:00Z)', sinceArgument)
    .option('--rules <ids>', 'only these rules, separated by commas (default: all)', readIds)
    .option('--tell', 'notify subscribers of what is newly found; without it, nobody is notified', false)
    .option('--dry-run', 'only show what would be found', false)
    .action(replayCommanded);

const readIds = (text: string): readonly string[] => text.split(',').map((id) => id.trim());

/** The first SIGINT or SIGTERM ends it after the batch at hand: what is saved stays, and the next run does the rest. */
async function replayCommanded({ since, rules = [], tell, dryRun }: Options, command: Command): Promise<void> {
  const stop = new AbortController();
  void stopRequested().then(() => stop.abort());
  const progress = createProgress();
  const request: ReplayRequest = {
    since,
    ruleIds: rules.length === 0 ? null : rules,
    notifies: tell,
    isDryRun: dryRun,
  };
  await onStore(async (db) => {
    const deps = { store: createReplayStore(db), clock: systemClock, onProgress: progress.show };
    const report = await replay(deps, request, stop.signal).finally(progress.end);
    if (report.unknown.length > 0)
      return command.error(`error: no such rule is in force: ${report.unknown.join(', ')}`);
    show(report, request);
  });
}

function show(report: ReplayReport, request: ReplayRequest): void {
  for (const { ruleId, message } of report.refused) refuse(`${ruleId} has an error and matches nothing: ${message}`);
  process.stdout.write(`${shownReport(report, request)}\n`);
  if (report.isCut) refuse('Stopped before the end; run the command again to do the rest.');
}

function shownReport({ ruleSet, looked, onTheirWay, rules, notified }: ReplayReport, request: ReplayRequest): string {
  const left = onTheirWay === 0 ? [] : [`${onTheirWay} more are still in progress and left to the service.`];
  const gained = rules.reduce((sum, rule) => sum + rule.gained, 0);
  return [
    `${looked} articles saved since ${request.since.toISOString()}, matched against rule set ${ruleSet}.`,
    ...left,
    ...table(rules),
    ...(gained === 0 ? ['Nothing new was found.'] : []),
    ...(request.isDryRun ? ['Nothing was saved.'] : []),
    notifiedWords(notified, gained, request),
  ].join('\n');
}

function notifiedWords(notified: number, gained: number, { notifies, isDryRun }: ReplayRequest): string {
  const counted = notified === 1 ? '1 notification' : `${notified} notifications`;
  if (notifies) return `${counted} ${isDryRun ? 'would' : 'will'} be sent.`;
  return gained === 0 || isDryRun
    ? 'Nobody was notified.'
    : 'Nobody was notified; run it again with --tell to notify subscribers.';
}

/** Rules with something to say; a line each. */
function table(rules: ReplayReport['rules']): readonly string[] {
  const shown = rules.filter(({ matched, gained, lost }) => matched + gained + lost > 0);
  if (shown.length === 0) return ['No rule matches any of them.'];
  const width = Math.max(4, ...shown.map(({ ruleId }) => ruleId.length));
  const row = (name: string, ...cells: readonly (string | number)[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
  return [
    row('rule', 'matches', 'gained', 'lost'),
    ...shown.map(({ ruleId, matched, gained, lost }) => row(ruleId, matched, gained, lost)),
  ];
}
