import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { discoverFeeds } from '../adapters/discovery/discoverFeeds.ts';
import { requestsAtOnce } from '../adapters/discovery/feedSearch.ts';
import { createThreadedParser } from '../adapters/feeds/threadedParser.ts';
import { createGuardedAgent } from '../adapters/http/guardedAgent.ts';
import { createLog } from '../app/logging.ts';
import { userAgent } from '../app/userAgent.ts';
import { shownUrl } from '../domain/basics/webUrl.ts';
import { counted } from '../domain/basics/wording.ts';
import { countArgument, webAddressArgument } from './arguments.ts';
import { writeLine } from './jsonLines.ts';
import { refuse } from './onStore.ts';

export const feedsDiscoverCommand = (): Command =>
  new Command('discover')
    .description('Finds the feeds of a site and writes them as JSON Lines, best first. Adds nothing to the store.')
    .argument('<url>', "a page of the site, or a feed's own address", webAddressArgument)
    .option('--max-requests <n>', 'request at most this many documents', countArgument, 30)
    .action(discover);

/** Exit code 1 when there are none. */
async function discover(url: string, { maxRequests }: { readonly maxRequests: number }): Promise<void> {
  const settings = settingsFromEnvironment();
  const { allowPrivateAddresses } = settings;
  const agent = createGuardedAgent({ allowPrivateAddresses, connectTimeoutMs: 10_000, connections: requestsAtOnce });
  const parser = createThreadedParser({ log: createLog('warn') });
  try {
    const limits = { timeoutMs: 10_000, maxBytes: 10_000_000, maxRequests };
    const { feeds, requests, failure } = await discoverFeeds(url, {
      ...{ agent, userAgent: userAgent(settings), parse: parser.parse },
      ...limits,
    });
    for (const { newest, ...feed } of feeds) await writeLine({ ...feed, newestISO: newest?.toISOString() ?? null });
    if (feeds.length === 0) refuse(failure ?? `${shownUrl(url)}: no feed found in ${counted(requests, 'request')}`);
  } finally {
    await Promise.all([parser.close(), agent.destroy()]);
  }
}
