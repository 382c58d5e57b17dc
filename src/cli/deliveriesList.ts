import { Command } from 'commander';
import { lineOf } from '../adapters/channels/mail/hostileText.ts';
import { listDeliveries } from '../adapters/store/views/deliveryViews.ts';
import type { ListedDelivery } from '../ports/listedMessages.ts';
import { instant } from '../web/console/shownValues.ts';
import { type FilterOptions, filterOf, withFilter } from './deliveryFilter.ts';
import { writeLine } from './jsonLines.ts';
import { onStore } from './onStore.ts';

export const deliveriesListCommand = (): Command =>
  withFilter(new Command('list'), 'all')
    .description('Lists deliveries, the newest message first: where each stands, and why it waits or failed.')
    .option('--json', 'write one JSON line per delivery', false)
    .action(list);

const list = ({ json, ...options }: FilterOptions & { readonly json: boolean }): Promise<void> =>
  onStore(async (db) => {
    let count = 0;
    for await (const delivery of listDeliveries(db, filterOf(options, null))) {
      count++;
      if (json) await writeLine(lineOfDelivery(delivery));
      else process.stdout.write(shown(delivery));
    }
    if (count === 0 && !json) process.stdout.write('There is no such delivery.\n');
  });

const lineOfDelivery = ({ createdAt, dueAt, settledAt, messageId, subscriberId: _, ...delivery }: ListedDelivery) => ({
  ...delivery,
  message: messageId,
  createdISO: createdAt.toISOString(),
  dueISO: settledAt === null ? dueAt.toISOString() : null,
  settledISO: settledAt?.toISOString() ?? null,
});

/** Two lines: when, state and what; to whom, and why it stands there. */
function shown(delivery: ListedDelivery): string {
  const { createdAt, state, title, entries, subscriber, channel, target, attempts, response } = delivery;
  const more = entries > 1 ? ` and ${entries - 1} more` : '';
  const to = `${channel} to ${lineOf(subscriber)} (${target})`;
  const tries = attempts === 0 ? [] : [attempts === 1 ? '1 try' : `${attempts} tries`];
  const says = response === null ? [] : [lineOf(response)];
  return `${instant(createdAt)}  ${state.padEnd(11)} ${lineOf(title)}${more}\n    ${[to, ...tries, ...says].join('; ')}\n`;
}
