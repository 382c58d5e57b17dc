import type { ServerResponse } from 'node:http';
import { createHttpFeedSource } from '../../src/adapters/feeds/httpFeedSource.ts';
import { parseFeedDocument } from '../../src/adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../src/adapters/http/guardedAgent.ts';
import { type FeedMemory, nothingRemembered } from '../../src/domain/feeds/feed.ts';
import type { FetchOutcome } from '../../src/ports/feedSource.ts';
import { startRecordingServer } from './recordingServer.ts';

/** The real feed source against a loopback server that answers as each test says. */
export interface FeedFetching {
  readonly origin: string;
  /** Fetches `/feed`, which is answered so. */
  fetch(respond: (response: ServerResponse) => void, changes?: FetchChanges): Promise<FetchOutcome>;
  fetchFrom(url: string, changes?: FetchChanges): Promise<FetchOutcome>;
  close(): Promise<void>;
}

export interface FetchChanges extends Partial<FeedMemory> {
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const never = new AbortController().signal;

export async function openFeedFetching(): Promise<FeedFetching> {
  const server = await startRecordingServer(() => new Date());
  const agent = createGuardedAgent({ allowPrivateAddresses: ['127.0.0.0/8'], connectTimeoutMs: 2000 });
  const origin = `http://127.0.0.1:${server.port}`;
  const fetchFrom = (url: string, { timeoutMs = 2000, maxBytes = 100_000, ...memory }: FetchChanges = {}) =>
    createHttpFeedSource({
      ...{ agent, timeoutMs, maxBytes, userAgent: 'Tocsin/test', parse: parseFeedDocument, now: () => new Date() },
      holds: { heldUntil: async () => null },
    }).fetch({ url, ...nothingRemembered, ...memory }, never);
  return {
    origin,
    fetchFrom,
    fetch(respond, changes) {
      server.reply('/feed', respond);
      return fetchFrom(`${origin}/feed`, changes);
    },
    async close() {
      await agent.destroy();
      await server.close();
    },
  };
}
