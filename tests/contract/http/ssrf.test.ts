import { createSlackChannel } from '../../../src/adapters/channels/slack/slackChannel.ts';
import { createWebhookChannel } from '../../../src/adapters/channels/webhook/webhookChannel.ts';
import { discoverFeeds } from '../../../src/adapters/discovery/discoverFeeds.ts';
import { createHttpFeedSource } from '../../../src/adapters/feeds/httpFeedSource.ts';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import { createHttpPageSource } from '../../../src/adapters/pages/httpPageSource.ts';
import { createRobots } from '../../../src/adapters/pages/robots.ts';
import { allowsAll } from '../../../src/adapters/pages/robotsRules.ts';
import { tryFeed } from '../../../src/desk/feeds/tryFeed.ts';
import { nothingRemembered } from '../../../src/domain/feeds/feed.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import { sampleAlert, sampleSubscription } from '../../support/samples.ts';
import { ssrfContract } from './ssrfContract.ts';

const never = new AbortController().signal;
const now = () => new Date();

ssrfContract('a feed', {
  followsRedirects: true,
  async reach(url, agent) {
    const holds = { heldUntil: async () => null };
    const limits = { timeoutMs: 2000, maxBytes: 100_000 };
    const source = createHttpFeedSource({
      agent,
      holds,
      now,
      userAgent: 'Tocsin',
      parse: parseFeedDocument,
      ...limits,
    });
    const outcome = await source.fetch({ url, ...nothingRemembered }, never);
    const isRefused = outcome.kind === 'failed' && ['address-refused', 'http-status'].includes(outcome.reason);
    return { isRefused };
  },
});

ssrfContract('a test fetch', {
  followsRedirects: true,
  async reach(url, agent) {
    const limits = { timeoutMs: 2000, maxBytes: 100_000 };
    const holds = { heldUntil: async () => null, hold: async () => undefined };
    const reading = { agent, holds, now, userAgent: 'Tocsin', parse: parseFeedDocument };
    const source = createHttpFeedSource({ ...reading, ...limits });
    const trial = await tryFeed({ source, holds, clock: { now }, elapsed: () => 0 }, { url }, never);
    return { isRefused: trial.kind === 'no feed' };
  },
});

ssrfContract('the search for the feeds of a site', {
  followsRedirects: true,
  async reach(url, agent) {
    const limits = { timeoutMs: 2000, maxBytes: 100_000, maxRequests: 1 };
    const { feeds } = await discoverFeeds(url, { agent, userAgent: 'Tocsin', parse: parseFeedDocument, ...limits });
    return { isRefused: feeds.length === 0 };
  },
});

ssrfContract('a page', {
  followsRedirects: true,
  async reach(url, agent) {
    const options = { agent, userAgent: 'Tocsin', robots: async () => allowsAll, clock: { now } };
    const read = async () => ({ kind: 'text', text: '' }) as const;
    const source = createHttpPageSource({ ...options, holds: { heldUntil: async () => null }, read });
    const { outcome } = await source.read(url, 2000, never);
    return { isRefused: outcome.kind === 'none' && !outcome.message.includes('is not a page') };
  },
});

ssrfContract('a robots.txt', {
  followsRedirects: true,
  async reach(url, agent) {
    const rules = await createRobots({ agent, userAgent: 'Tocsin', clock: { now } })(new URL(url), never);
    return { isRefused: !rules.allows('/') };
  },
});

const sending = async (channel: Channel, target: string) => {
  const outgoing = { message: sampleAlert, subscription: { ...sampleSubscription, target }, attempt: 1 };
  const outcome = await channel.send(outgoing, never);
  return { isRefused: outcome.kind === 'rejected' && outcome.response.includes('ALLOW_PRIVATE_ADDRESSES') };
};
const resolveReference = () => ({ ok: false, message: 'NAME is not set' }) as const;

ssrfContract('a webhook', {
  followsRedirects: false,
  reach: (url, agent) => sending(createWebhookChannel({ agent, resolveReference, timeoutMs: 2000, now }), url),
});

ssrfContract('a Slack webhook', {
  followsRedirects: false,
  reach: (url, agent) => sending(createSlackChannel({ agent, resolveReference, timeoutMs: 2000, now }), url),
});
