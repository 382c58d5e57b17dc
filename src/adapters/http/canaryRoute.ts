import type { Dispatcher } from 'undici';
import { isCanaryUrl } from '../../domain/canary/canary.ts';
import type { Channel, SendOutcome } from '../../ports/channel.ts';
import type { FeedSource } from '../../ports/feedSource.ts';
import { createGuardedAgent } from './guardedAgent.ts';

/** Our own pages may be on any address; only the canary's own two addresses are asked through this. */
export const createCanaryAgent = (): Dispatcher =>
  createGuardedAgent({ allowPrivateAddresses: ['0.0.0.0/0', '::/0'], connectTimeoutMs: 10_000 });

/** Asks `own` for the canary's feed, `others` for all else. */
export const withCanaryFeed = (others: FeedSource, own: FeedSource, key: string): FeedSource => ({
  fetch: (request, signal) => (isCanaryUrl(request.url, key) ? own : others).fetch(request, signal),
});

/** Posts by `own` to the canary's inbox, by `others` to all else. */
export const withCanaryInbox = (others: Channel, own: Channel, key: string): Channel => ({
  ...others,
  send: (outgoing, signal) =>
    isCanaryUrl(outgoing.subscription.target, key)
      ? own.send(outgoing, signal).then(passing)
      : others.send(outgoing, signal),
});

/** Our own inbox is never switched off: what it refuses while a process starts, it takes later. */
const passing = (outcome: SendOutcome): SendOutcome =>
  outcome.kind === 'rejected' && outcome.concerns === 'target'
    ? { kind: 'retry', response: outcome.response, afterSeconds: null, holds: 'nothing' }
    : outcome;
