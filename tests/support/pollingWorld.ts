import type { Agent } from 'undici';
import { referencesOf } from '../../config/references.ts';
import { createHttpFeedSource } from '../../src/adapters/feeds/httpFeedSource.ts';
import { parseFeedDocument } from '../../src/adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../src/adapters/http/guardedAgent.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { createFeedList } from '../../src/adapters/store/feeds/feedList.ts';
import { createPollStore } from '../../src/adapters/store/poll/polledFeeds.ts';
import { createFetchHolds } from '../../src/adapters/store/shared/heldTargets.ts';
import { systemRandom } from '../../src/app/systemPorts.ts';
import { pollDueFeeds } from '../../src/pipeline/poll/pollFeeds.ts';
import { createTestDatabase } from './database.ts';
import { randomFrom } from './random.ts';
import { type RecordingServer, startRecordingServer } from './recordingServer.ts';

/** The real poll step over the real store and real HTTP, on a clock that stands still until it is moved. */
export interface PollingWorld {
  readonly db: Database;
  readonly server: RecordingServer;
  /** Of the service, for `env:NAME`. */
  readonly environment: Record<string, string>;
  /** What the poll step logs, as JSON lines. */
  readonly logged: string[];
  now(): Date;
  /** The address of a path at a host: every name leads to the server. */
  url(host: string, path: string): string;
  /** Puts these into the list; they are due at once. */
  follow(...urls: readonly string[]): Promise<void>;
  /** Moves the clock by so many seconds, and polls what is due. */
  pass(seconds: number): Promise<void>;
  /** Moves the clock to when the feed is due, and polls what is due. */
  untilDue(url: string): Promise<void>;
  nextPollOf(url: string): Promise<Date>;
  /** Everything but the store is made anew, as after a restart. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const userAgent = 'Tocsin/test (news monitor; +https://tocsin.example)';

export async function createPollingWorld(): Promise<PollingWorld> {
  const { db, drop } = await createTestDatabase();
  let instant = new Date('2022-01-06T12:00:00Z');
  const now = () => instant;
  const server = await startRecordingServer(now);
  const environment: Record<string, string> = {};
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const log = { info: note, warn: note, error: note };
  const random = { ...systemRandom, fraction: randomFrom(7) };
  let agent = namesToLoopback();
  const poll = () => {
    const holds = createFetchHolds(db);
    const limits = { timeoutMs: 5000, maxBytes: 1_000_000 };
    const resolveReference = referencesOf(environment);
    const feeds = createHttpFeedSource({
      ...{ agent, holds, now, userAgent, parse: parseFeedDocument, resolveReference, ...limits },
    });
    return pollDueFeeds(
      {
        ...{ store: createPollStore(db), feeds, holds, clock: { now }, random },
        ...{ wake: () => undefined, log, limits: { minSeconds: 60, maxSeconds: 7200 } },
      },
      new AbortController().signal,
    );
  };
  const nextPollOf = async (url: string) => {
    const [feed] = await db.query<{ at: Date }>('SELECT next_poll_at AS at FROM feeds WHERE url = $1', [url]);
    if (feed === undefined) throw new Error(`there is no feed ${url}`);
    return feed.at;
  };
  return {
    ...{ db, server, now, nextPollOf, environment, logged },
    url: (host, path) => `http://${host}:${server.port}${path}`,
    async follow(...urls) {
      const feeds = urls.map((url) => ({ url, name: url, everySeconds: null }));
      await createFeedList(db).replace(feeds, instant);
    },
    async pass(seconds) {
      instant = new Date(instant.getTime() + seconds * 1000);
      await poll();
    },
    async untilDue(url) {
      instant = new Date(Math.max(instant.getTime(), (await nextPollOf(url)).getTime()));
      await poll();
    },
    async restart() {
      await agent.destroy();
      agent = namesToLoopback();
    },
    async close() {
      await agent.destroy();
      await server.close();
      await drop();
    },
  };
}

const namesToLoopback = (): Agent =>
  createGuardedAgent({
    allowPrivateAddresses: ['127.0.0.0/8'],
    connectTimeoutMs: 2000,
    lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
