import type { ObservedFeed } from '../../src/domain/feeds/health/observedFeed.ts';

/** A feed that answers and of which nothing else is known. */
export const observedFeed = (changes: Partial<ObservedFeed>): ObservedFeed => ({
  ...{
    id: 1,
    name: 'Wire',
    url: 'https://wire.example/rss',
    failures: 0,
    lastError: null,
    lastFailure: null,
    redirectedTo: null,
    norm: null,
  },
  ...{ firstPolledAt: null, lastPolledAt: null, lastSucceededAt: null, lastNewAt: null },
  ...{ endedAt: null, quarantinedAt: null, pause: null, own: 0, borrowed: 0, newInDay: 0 },
  ...{ outrunAt: null, intervalSeconds: null },
  ...changes,
});
