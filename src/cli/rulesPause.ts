import { Command, InvalidArgumentError } from 'commander';
import { createRuleDeeds } from '../adapters/store/desk/ruleDeeds.ts';
import { createRuleHistory } from '../adapters/store/rules/ruleHistory.ts';
import { systemClock } from '../app/systemPorts.ts';
import { pauseRule, resumeRule } from '../desk/rules/pauseRule.ts';
import { parseDuration } from '../domain/basics/duration.ts';
import { instant } from '../web/console/shownValues.ts';
import { commandDeed } from './commandDeed.ts';
import { noSuchRule } from './noSuchRule.ts';
import { onStore, refuse } from './onStore.ts';

interface Options {
  readonly until?: Date;
  readonly by?: string;
  readonly why?: string;
  readonly end: boolean;
}

export const rulesPauseCommand = (): Command =>
  new Command('pause')
    .description('Holds off the messages of a rule, which goes on matching; with --end, resumes it.')
    .argument('<rule>', 'the id of a rule in force')
    .option(
      '--until <when>',
      'a duration (8h), or an instant (2026-12-01T18:00Z); without it, until you end it',
      endArgument,
    )
    .option('--end', 'resume the rule', false)
    .option('--by <name>', 'who pauses it (default: your login name)')
    .option('--why <text>', 'the reason; needed to pause it')
    .action((ruleId: string, options: Options) => (options.end ? end(ruleId, options) : pause(ruleId, options)));

function endArgument(text: string): Date {
  const seconds = parseDuration(text);
  if (seconds !== null) return new Date(systemClock.now().getTime() + seconds * 1000);
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : null;
  if (at === null || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('expected a duration, for example 8h, or an instant, for example 2026-12-01T18:00Z');
  return at;
}

const pause = (ruleId: string, { until, by, why = '' }: Options): Promise<void> =>
  onStore(async (db) => {
    const request = { ruleId, endsAt: until ?? null };
    const outcome = await pauseRule({ store: createRuleDeeds(db) }, commandDeed({ by, why: why.trim() }), request);
    if (outcome.kind === 'no such rule')
      return refuse(noSuchRule(ruleId, await createRuleHistory(db).ruleIds()).replace('has never been', 'is'));
    if (outcome.kind === 'no reason') return refuse("Say why, for example --why 'the feed repeats itself'.");
    if (outcome.kind === 'past') return refuse('That time is over already.');
    const ends =
      until === undefined ? `until you run \`tocsin rules pause ${ruleId} --end\`` : `until ${instant(until)}`;
    process.stdout.write(`${ruleId} is paused ${ends}. It goes on matching, and notifies nobody.\n`);
  });

const end = (ruleId: string, { by, why = '' }: Options): Promise<void> =>
  onStore(async (db) => {
    const outcome = await resumeRule({ store: createRuleDeeds(db) }, commandDeed({ by, why: why.trim() }), ruleId);
    if (outcome.kind === 'not paused') return refuse(`${ruleId} is not paused.`);
    const past = `What it found meanwhile was told to nobody; \`tocsin replay --rules ${ruleId} --since … --tell\` tells it.`;
    process.stdout.write(`${ruleId} notifies again. ${past}\n`);
  });
