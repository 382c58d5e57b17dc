import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { parseFeedDocument } from '../../src/adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../src/adapters/http/guardedAgent.ts';
import { heldUrl } from '../../src/adapters/http/heldUrl.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { createFeedList } from '../../src/adapters/store/feeds/feedList.ts';
import { createHubCallbackStore } from '../../src/adapters/store/hubs/hubPushes.ts';
import { createHubStore } from '../../src/adapters/store/hubs/hubSubscriptions.ts';
import { createPollStore } from '../../src/adapters/store/poll/polledFeeds.ts';
import { createFetchHolds } from '../../src/adapters/store/shared/heldTargets.ts';
import { createHub } from '../../src/adapters/websub/httpHub.ts';
import { hubCallbackOf } from '../../src/app/hubCallback.ts';
import { nothingRemembered } from '../../src/domain/feeds/feed.ts';
import type { HubCallbackStore } from '../../src/pipeline/hubs/hubCallbackStore.ts';
import { createHubCallbacks } from '../../src/pipeline/hubs/hubCallbacks.ts';
import { keepHubSubscriptions } from '../../src/pipeline/hubs/keepHubSubscriptions.ts';
import { pollDueFeeds } from '../../src/pipeline/poll/pollFeeds.ts';
import type { FetchOutcome } from '../../src/ports/feedSource.ts';
import type { StepLog } from '../../src/ports/log.ts';
import { websubPages } from '../../src/web/hubRoutes.ts';
import { createTestDatabase } from './database.ts';
import { listenOnLoopback } from './loopback.ts';
import { later } from './world.ts';

const feedAddress = 'https://wire.example/rss';
export const topic = 'https://wire.example/self.rss';

/** One feed that is polled and may be pushed, on a clock that stands still until it is moved; real store, real HTTP. */
export interface PushedWorld {
  readonly db: Database;
  /** All that was logged. */
  readonly logged: readonly string[];
  readonly woken: readonly string[];
  /** Where hubs call. */
  readonly callbackUrl: (token: string) => string;
  /** What the feed's document says from now on. */
  publish(
    titles: readonly string[],
    names?: { readonly hub?: string | null; readonly self?: string | null },
  ): Promise<void>;
  at(minute: number): void;
  /** Polls the feed, due or not. */
  poll(): Promise<void>;
  /** One round with the hubs. `reach`: ranges that may be reached besides public addresses. */
  round(reach?: readonly string[]): Promise<void>;
  removeFeed(): Promise<void>;
  /** Stands in for a part of the store, as a lost database would. */
  breakStore(broken: Partial<HubCallbackStore>): void;
  titles(): Promise<readonly string[]>;
  subscription(): Promise<Readonly<Record<string, unknown>> | undefined>;
  close(): Promise<void>;
}

export const rssOf = (titles: readonly string[]): string =>
  `<rss version="2.0"><channel><title>Wire</title>${titles
    .map(
      (title) => `<item><guid>${title}</guid><title>${title}</title><link>https://wire.example/${title}</link></item>`,
    )
    .join('')}</channel></rss>`;

export async function createPushedWorld(): Promise<PushedWorld> {
  const database = await createTestDatabase();
  const { db } = database;
  let minute = 0;
  const clock = { now: () => later(minute) };
  const random = { uuid: () => 'unused', fraction: () => 0.5 };
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: StepLog = { info: note, warn: note, error: note };
  const woken: string[] = [];
  const wake = (step: string) => void woken.push(step);
  await createFeedList(db).replace([{ url: feedAddress, name: 'Wire', everySeconds: 60 }], clock.now());

  let broken: Partial<HubCallbackStore> = {};
  const store: HubCallbackStore = createHubCallbackStore(db);
  const whole = new Proxy(store, { get: (_target, name: keyof HubCallbackStore) => broken[name] ?? store[name] });
  const hubCallbacks = createHubCallbacks({ store: whole, parse: parseFeedDocument, clock, random, wake, log });
  const pages = new Hono().route('/websub', websubPages({ hubCallbacks, log }));
  const server = await listenOnLoopback(createServer(getRequestListener(pages.fetch)));
  const publicUrl = server.origin;
  const callbackOf = (token: string) => hubCallbackOf({ publicUrl }, token);

  const answeredBy = heldUrl(feedAddress);
  const responded = { memory: nothingRemembered, answeredBy, permanentUrl: null, freshForSeconds: null };
  let document: FetchOutcome = { kind: 'unchanged', ...responded };
  const never = new AbortController().signal;
  return {
    db,
    logged,
    woken,
    callbackUrl: callbackOf,
    async publish(titles, { hub = null, self = topic } = {}) {
      const parsed = await parseFeedDocument(Buffer.from(rssOf(titles)), { url: feedAddress, contentType: null });
      if (parsed.kind === 'failed') throw new Error(parsed.message);
      document = {
        ...{ kind: 'document', ...responded, items: parsed.items },
        header: { ...parsed.header, hub, self },
      };
    },
    at: (to) => {
      minute = to;
    },
    async poll() {
      await db.execute('UPDATE feeds SET next_poll_at = $1', [clock.now()]);
      await pollDueFeeds(
        {
          ...{ store: createPollStore(db), holds: createFetchHolds(db), clock, random, wake, log },
          ...{ feeds: { fetch: async () => document }, limits: { minSeconds: 60, maxSeconds: 600 } },
        },
        never,
      );
    },
    async round(reach = ['127.0.0.0/8']) {
      const agent = createGuardedAgent({ allowPrivateAddresses: reach, connectTimeoutMs: 2000 });
      const hub = createHub({ agent, userAgent: 'Tocsin/test', timeoutMs: 2000 });
      await keepHubSubscriptions({ store: createHubStore(db), hub, clock, random, log, callbackOf }, never);
      await agent.destroy();
    },
    removeFeed: () => createFeedList(db).replace([], clock.now()),
    breakStore: (parts) => {
      broken = parts;
    },
    titles: async () =>
      (await db.query<{ title: string }>('SELECT title FROM article_revisions ORDER BY article_id')).map(
        ({ title }) => title,
      ),
    subscription: async () =>
      (await db.query<Record<string, unknown>>('SELECT * FROM hub_subscriptions ORDER BY id'))[0],
    async close() {
      await server.close();
      await database.drop();
    },
  };
}
