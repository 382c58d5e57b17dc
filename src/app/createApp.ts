import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { environmentReferences } from '../../config/references.ts';
import type { Settings } from '../../config/settings.ts';
import { createMailRenderer } from '../adapters/channels/mail/renderMail.ts';
import { createThreadedParser } from '../adapters/feeds/threadedParser.ts';
import { createCanaryAgent } from '../adapters/http/canaryRoute.ts';
import { createGuardedAgent } from '../adapters/http/guardedAgent.ts';
import { createQueue } from '../adapters/queue/bullmq.ts';
import { tryHeldNow } from '../adapters/store/deliver/tryHeldNow.ts';
import { voidLeases } from '../adapters/store/shared/leases.ts';
import { createSweepStore } from '../adapters/store/shared/stepsWithWork.ts';
import { createConsoleStore } from '../adapters/store/views/consoleViews.ts';
import { createCanaryStore } from '../adapters/store/watch/canaries.ts';
import type { WantedPerson } from '../desk/people/addPerson.ts';
import type { ResolveReference } from '../domain/basics/resolveReference.ts';
import { canaryKey } from '../domain/canary/canary.ts';
import { createUnsubscribeLinks } from '../domain/digests/unsubscribeToken.ts';
import { startSweeper, sweep } from '../pipeline/shared/sweep.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConsoleStore } from '../ports/consoleStore.ts';
import type { Random } from '../ports/random.ts';
import { type Closing, createClosing } from './closing.ts';
import { importStarterFiles, sayNothingIsWatched } from './configuration/importStarterFiles.ts';
import type { AppContext } from './context.ts';
import { firstAdminPath, invite, placeOfPages } from './firstAdmin.ts';
import { startHeartbeat } from './heartbeat.ts';
import { openChannels, outboxFolder } from './openChannels.ts';
import { openStore } from './openStore.ts';
import type { Role } from './roles.ts';
import { secretKey } from './secretKey.ts';
import { reachableUrl, startCanary } from './startCanary.ts';
import { startDueTimes } from './startDueTimes.ts';
import { startHealthWatch } from './startHealthWatch.ts';
import { type PageParts, startPages } from './startPages.ts';
import { startRetention } from './startRetention.ts';
import { startSearchIndex } from './startSearchIndex.ts';
import { startSendingWatch } from './startSendingWatch.ts';
import { startWebSub } from './startWebSub.ts';
import { startWorkers } from './startWorkers.ts';
import { systemClock, systemRandom } from './systemPorts.ts';
import { userAgent } from './userAgent.ts';
import { createWake } from './wake.ts';

/** What the demo, or a scenario, has otherwise than the service. */
export interface AppOverrides {
  readonly roles: readonly Role[];
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Finds what an `env:NAME` reference stands for. */
  readonly resolveReference?: ResolveReference;
  readonly sweepIntervalMs?: number;
  readonly matchThreads?: number;
  readonly canaryLookMs?: number;
}

/** To each host that receives webhooks. More than lanes are in use, so that receivers that hang hold up no other of their host. */
const sendingConnections = 300;

/** One core is left to everything else; more than four threads would cost more memory than most installations can use. */
const defaultMatchThreads = (): number => Math.max(1, Math.min(4, availableParallelism() - 1));

export interface App {
  readonly console: ConsoleStore;
  /** Where things are, for the person who started it: name and place. Complete once it has started. */
  places(): readonly (readonly [name: string, place: string])[];
  /** Adds somebody who may sign in: the path of a link that does so once. */
  invite(person: WantedPerson): Promise<string>;
  /** Takes up work: workers, sweeper, pages. */
  start(): Promise<void>;
  /** Resolves when the service cannot go on, and waiting would not help: to what has to be done. */
  readonly failed: Promise<Error>;
  /** Looks at once for rows whose time has come, instead of waiting for the sweeper. */
  sweep(): Promise<void>;
  /**
   * Finishes what is in hand, gives back what was not begun, and closes everything, within twenty seconds. False when a part
   * was late: then the process has to be ended.
   */
  stop(): Promise<boolean>;
}

/**
 * Opens all that the service stands on (store, queue, channels) and imports the starter files once. The app is then ready
 * to start. When a part cannot be opened, those before it are closed again and the error is thrown. What the caller has added
 * to `closing` closes with it.
 */
export async function createApp(
  settings: Settings,
  overrides: AppOverrides,
  closing: Closing = createClosing(overrides.log),
): Promise<App> {
  try {
    return await open(settings, overrides, closing);
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

async function open(settings: Settings, overrides: AppOverrides, closing: Closing): Promise<App> {
  const { log, clock = systemClock, random = systemRandom } = overrides;
  const store = await openStore(settings, log);
  closing.add('store', 'the store', store.close);
  if (store.alone) await voidLeases(store.db, store.joinedAt);
  await tryHeldNow(store.db, clock.now());
  const starting = { db: store.db, configDir: settings.configDir, clock, log };
  await importStarterFiles(starting);
  await sayNothingIsWatched(starting);

  const connectionString = settings.queueDatabaseUrl ?? store.connectionString;
  const queue = await createQueue({ redisUrl: settings.redisUrl, connectionString, log });
  closing.add('queue', 'the queue', queue.close);

  const guard = { allowPrivateAddresses: settings.allowPrivateAddresses, connectTimeoutMs: 10_000 };
  const agent = createGuardedAgent(guard);
  closing.add('connections', 'the connections', () => agent.close());
  // A receiver that is slow with one message does not use up the time of the next.
  const sendingAgent = createGuardedAgent({ ...guard, connections: sendingConnections });
  closing.add('connections', 'the connections to receivers', () => sendingAgent.close());

  const parser = createThreadedParser({ log });
  closing.add('connections', 'the feed parser', parser.close);

  const canaryAgent = createCanaryAgent();
  closing.add('connections', 'the canary’s connections', () => canaryAgent.close());

  const signingKey = await secretKey(settings);
  const ownKey = canaryKey(signingKey);
  const links = createUnsubscribeLinks({ secretKey: signingKey, publicUrl: settings.publicUrl });
  const renderMail = createMailRenderer({
    from: settings.mailFrom,
    linkFor: links.linkFor,
    publicUrl: settings.publicUrl,
  });
  const resolveReference = overrides.resolveReference ?? environmentReferences();
  const { channels, sendNotice } = openChannels(settings, {
    ...{ agent: sendingAgent, canaryAgent, canaryKey: ownKey, resolveReference, renderMail },
    now: clock.now,
  });
  for (const channel of channels.values())
    closing.add('connections', `the channel ${channel.name}`, () => channel.close());

  const wake = createWake(queue, log);
  const context = {
    settings,
    log,
    clock,
    random,
    db: store.db,
    queue,
    wake,
    agent,
    canaryAgent,
    canaryKey: ownKey,
    secretKey: signingKey,
    userAgent: userAgent(settings),
    resolveReference,
    parse: parser.parse,
    channels,
    sendNotice,
    matchThreads: overrides.matchThreads ?? defaultMatchThreads(),
  };
  const pageParts = { links, renderMail, storeTrouble: store.trouble, opened: store };
  return { ...runnable(context, overrides, closing, pageParts), failed: store.unusable };
}

type Runnable = Omit<App, 'failed'>;

function runnable(context: AppContext, overrides: AppOverrides, closing: Closing, pageParts: PageParts): Runnable {
  const { settings, db, clock, wake, log } = context;
  const { roles, sweepIntervalMs = 1000 } = overrides;
  const sweepDeps = { store: createSweepStore(db), clock, wake };
  const places: (readonly [string, string])[] = [['data', settings.dataDir]];
  if (settings.smtpUrl === null) places.push(['outbox', outboxFolder(settings)]);
  return {
    console: createConsoleStore(db),
    places: () => places,
    invite: (person) => invite(context, person),
    sweep: () => sweep(sweepDeps),
    stop: closing.closeAll,
    async start() {
      closing.add('work', 'the due times', startDueTimes(context));
      if (settings.canaryMinutes === 0) await createCanaryStore(db).end();
      if (roles.includes('web')) {
        const pages = await startPages(context, pageParts);
        closing.add('connections', 'the pages', pages.close);
        places.push(['console', pages.url]);
        const welcome = await firstAdminPath(context);
        if (welcome !== null) places.push(['first sign-in', `${placeOfPages(settings, pages.url)}${welcome}`]);
        if (settings.canaryMinutes > 0)
          closing.add('work', 'the canary', startCanary(context, reachableUrl(pages.url), overrides.canaryLookMs));
      }
      const workers = await startWorkers(context, roles);
      closing.add('work', 'the workers', () => Promise.all(workers.map((worker) => worker.close())));
      const sweeper = startSweeper({ ...sweepDeps, log, intervalMs: sweepIntervalMs });
      closing.add('work', 'the sweeper', sweeper.stop);
      closing.add('work', 'the health watch', startHealthWatch(context));
      closing.add('work', 'the sending watch', startSendingWatch(context));
      if (roles.includes('poll')) closing.add('work', 'the subscriptions at hubs', startWebSub(context));
      closing.add('work', 'the retention', startRetention(context));
      if (roles.includes('match')) closing.add('work', 'the index of articles', startSearchIndex(context));
      if (settings.heartbeatUrl !== null)
        closing.add('work', 'the heartbeat', startHeartbeat(context, settings.heartbeatUrl));
    },
  };
}
