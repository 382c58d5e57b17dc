import type { Dispatcher } from 'undici';
import { workDeliver } from '../../workers/deliver.ts';
import { workMatch } from '../../workers/match.ts';
import { workPlan } from '../../workers/plan.ts';
import { workPoll } from '../../workers/poll.ts';
import { workRead } from '../../workers/read.ts';
import { workStory } from '../../workers/story.ts';
import { createHttpFeedSource } from '../adapters/feeds/httpFeedSource.ts';
import { withCanaryFeed } from '../adapters/http/canaryRoute.ts';
import { createThreadedMatcher } from '../adapters/matching/threadedMatcher.ts';
import { createHttpPageSource } from '../adapters/pages/httpPageSource.ts';
import { createRobots } from '../adapters/pages/robots.ts';
import { createThreadedReader, type ReadPage } from '../adapters/pages/threadedReader.ts';
import { createDeliverStore } from '../adapters/store/deliver/deliveries.ts';
import { createNoticeStore } from '../adapters/store/deliver/notices.ts';
import { createMatchStore } from '../adapters/store/match/articlesToMatch.ts';
import { createPlanStore } from '../adapters/store/plan/articlesToPlan.ts';
import { createPollStore } from '../adapters/store/poll/polledFeeds.ts';
import { createReadStore } from '../adapters/store/read/articlesToRead.ts';
import { createRuleSource } from '../adapters/store/rules/ruleSource.ts';
import { createFetchHolds } from '../adapters/store/shared/heldTargets.ts';
import { createStoryStore } from '../adapters/store/story/articlesToPlace.ts';
import { createStoryWriter } from '../pipeline/story/storyWriter.ts';
import type { FeedSource } from '../ports/feedSource.ts';
import type { QueueWorker } from '../ports/queue.ts';
import type { AppContext } from './context.ts';
import type { Role } from './roles.ts';

const fetchTimeoutMs = 30_000;
const documentMaxBytes = 10_000_000;

/** Starts the worker of each step that this process is to do. `web` has none. */
export function startWorkers(context: AppContext, roles: readonly Role[]): Promise<readonly QueueWorker[]> {
  return Promise.all(roles.flatMap((role) => (role === 'web' ? [] : [starters[role](context)])));
}

const starters: Readonly<Record<Exclude<Role, 'web'>, (context: AppContext) => Promise<QueueWorker>>> = {
  poll: async (context) => {
    const reader = createThreadedReader({ log: context.log });
    const workers = await Promise.all([
      workPoll(context.queue, pollDeps(context)),
      workRead(context.queue, readDeps(context, reader.read)),
    ]);
    const close = () => Promise.all(workers.map((worker) => worker.close())).finally(reader.close);
    return { close: async () => void (await close()) };
  },
  match: async ({ queue, db, matchThreads, wake, log }) => {
    const matcher = createThreadedMatcher({ rules: createRuleSource(db), threads: matchThreads, log });
    const worker = await workMatch(queue, { store: createMatchStore(db), matcher, wake, log });
    const close = () => worker.close().finally(matcher.close);
    return { close };
  },
  story: async ({ queue, db, clock, wake, log }) => {
    const writer = createStoryWriter({ store: createStoryStore(db), clock, wake, log });
    const worker = await workStory(queue, writer);
    const close = () => worker.close().finally(writer.close);
    return { close };
  },
  plan: ({ queue, db, clock, random, wake, log }) =>
    workPlan(queue, { store: createPlanStore(db), clock, random, wake, log }),
  deliver: ({ queue, db, channels, sendNotice, clock, random, log }) =>
    workDeliver(queue, {
      ...{ store: createDeliverStore(db), channels, clock, random, log },
      ...{ notices: createNoticeStore(db), sendNotice },
    }),
};

const feedSource = (context: AppContext): FeedSource => {
  const { agent, canaryAgent, canaryKey, userAgent, parse, db, clock, resolveReference } = context;
  const limits = { userAgent, parse, timeoutMs: fetchTimeoutMs, maxBytes: documentMaxBytes };
  const common = { ...limits, holds: createFetchHolds(db), now: clock.now, resolveReference };
  const sourceOver = (each: Dispatcher) => createHttpFeedSource({ agent: each, ...common });
  return withCanaryFeed(sourceOver(agent), sourceOver(canaryAgent), canaryKey);
};

const pollDeps = (context: AppContext) => ({
  store: createPollStore(context.db),
  feeds: feedSource(context),
  holds: createFetchHolds(context.db),
  limits: { minSeconds: context.settings.pollMinSeconds, maxSeconds: context.settings.pollMaxSeconds },
  clock: context.clock,
  random: context.random,
  wake: context.wake,
  log: context.log,
});

function readDeps({ db, agent, userAgent, clock, wake, log }: AppContext, read: ReadPage) {
  const holds = createFetchHolds(db);
  const robots = createRobots({ agent, userAgent, clock });
  const pages = createHttpPageSource({ agent, userAgent, robots, holds, clock, read });
  return { store: createReadStore(db), pages, holds, clock, wake, log };
}
