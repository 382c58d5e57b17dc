import { Command } from 'commander';
import { lineOf } from '../adapters/channels/mail/hostileText.ts';
import { heldUpTargets } from '../adapters/store/views/targetViews.ts';
import type { HeldUp } from '../ports/consoleStore.ts';
import { instant } from '../web/console/shownValues.ts';
import { writeLine } from './jsonLines.ts';
import { onStore } from './onStore.ts';

export const deliveriesTargetsCommand = (): Command =>
  new Command('targets')
    .description(
      'Lists what is sent nothing now: targets that were switched off, and targets and channels that are held.',
    )
    .option('--json', 'write one JSON line each', false)
    .action(list);

const list = ({ json }: { readonly json: boolean }): Promise<void> =>
  onStore(async (db) => {
    const targets = await heldUpTargets(db);
    for (const target of targets) {
      if (json) await writeLine(lineOfTarget(target));
      else process.stdout.write(shown(target));
    }
    if (targets.length === 0 && !json) process.stdout.write('Everything is sent as usual.\n');
  });

const lineOfTarget = ({ since, until, ...target }: HeldUp) => ({
  ...target,
  sinceISO: since.toISOString(),
  untilISO: until?.toISOString() ?? null,
});

function shown({ id, channel, name, state, since, until, reason, waiting }: HeldUp): string {
  const what = name === null ? `${channel}, all of it` : `${channel} ${name}`;
  const ends = until === null ? '' : `, next try at ${instant(until)}`;
  return `${id ?? '-'}  ${what}\n    ${state} since ${instant(since)}${ends}; ${waiting} waiting; ${lineOf(reason)}\n`;
}
