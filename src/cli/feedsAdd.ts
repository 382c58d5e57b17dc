import { Command } from 'commander';
import { readFeedEntry } from '../../config/feedsFile.ts';
import { createFeedDeeds } from '../adapters/store/desk/feedDeeds.ts';
import { addFeed } from '../desk/feeds/addFeed.ts';
import { shownUrl } from '../domain/basics/webUrl.ts';
import { webAddressArgument } from './arguments.ts';
import { commandDeed } from './commandDeed.ts';
import { onStore, refuse } from './onStore.ts';

interface Options {
  readonly name?: string;
  readonly every?: string;
  readonly fullText: boolean;
  readonly by?: string;
  readonly why: string;
}

export const feedsAddCommand = (): Command =>
  new Command('add')
    .description('Adds one feed to the store. The address is the feed’s own; `feeds discover` finds those of a site.')
    .argument('<url>', 'the address of the feed', webAddressArgument)
    .option('--name <name>', 'what messages call its outlet (default: its host)')
    .option('--every <duration>', 'poll it exactly that often, such as 5m (default: by its own rhythm)')
    .option('--full-text', 'read the pages of its articles, too', false)
    .option('--by <name>', 'who adds it, for the audit log (default: your login name)')
    .option('--why <reason>', 'the reason, for the audit log', '')
    .action(add);

/** Exit code 1 when it is there already, or what was given is no feed. */
async function add(url: string, { name, every, fullText, by, why }: Options): Promise<void> {
  const entry = readFeedEntry({
    url,
    ...(name !== undefined && { name }),
    ...(every !== undefined && { every }),
    fullText,
  });
  if (!entry.ok) return refuse(entry.faults.map(({ key, says }) => [key, says].join(' ').trim()).join('\n'));
  await onStore(async (db) => {
    const outcome = await addFeed({ store: createFeedDeeds(db) }, commandDeed({ by, why }), entry.feed);
    if (outcome.kind === 'added') process.stdout.write(`Added as feed ${outcome.id}; it is polled at once.\n`);
    else refuse(`${shownUrl(outcome.feed.url)} is already there: ${outcome.feed.name}`);
  });
}
