import type { Entry, EntryStory } from '../../src/domain/digests/entry.ts';
import type { Alert, Digest } from '../../src/domain/digests/message.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';

export const sampleEntry: Entry = {
  title: { text: 'Riot in Almaty', highlights: [[0, 4]] },
  excerpts: [{ text: 'A riot began in the morning.', highlights: [[2, 6]] }],
  link: 'https://wire.example/1',
  outlet: { name: 'Steppe Wire', domain: 'wire.example' },
  lang: 'en',
  publishedAt: '2022-01-06T08:30:00.000Z',
  seenAt: '2022-01-06T08:31:00.000Z',
  articleRevision: 1,
  reasons: [{ ruleId: 'casualty-updates', ruleName: 'Casualty updates', ruleRevision: 3 }],
};

/** A toll that rose with this report, and a count that stands since the day before. */
export const sampleStory: EntryStory = {
  id: 3,
  title: 'Riot in Almaty',
  facts: [
    {
      ...{ kind: 'move', figure: 'killed', from: { min: 26, max: 26 }, to: { min: 164, max: 164 } },
      ...{ attribution: 'Health Ministry', outlet: 'Steppe Wire', asOf: '2022-01-09T08:30:00.000Z' },
      quote: '164 people had been killed',
    },
  ],
  ledger: [
    {
      ...{ kind: 'killed', min: 164, max: 164, attribution: 'Health Ministry', outlet: 'Steppe Wire' },
      ...{ asOf: '2022-01-09T08:30:00.000Z', quote: '164 people had been killed', isComputed: false },
      ...{ range: { min: 26, max: 164 }, sources: 2 },
      others: [{ min: 44, max: 44, attribution: 'Interior Ministry', outlet: 'Courier' }],
    },
    {
      ...{ kind: 'arrested', min: 3800, max: null, attribution: null, outlet: 'Courier' },
      ...{ asOf: '2022-01-06T20:30:00.000Z', quote: 'More than 3,800 arrested', isComputed: false },
      ...{ range: { min: 3800, max: null }, sources: 1, others: [] },
    },
  ],
};

export const sampleAlert: Alert = {
  kind: 'alert',
  id: '3f2b8a1e-5c4d-4e6f-8a9b-0c1d2e3f4a5b',
  subscriptionId: 7,
  key: 'fold:1',
  entries: [sampleEntry],
};

export const sampleDigest: Digest = {
  ...sampleAlert,
  kind: 'digest',
  key: '2022-01-06T09:00:00.000Z',
  dueAt: '2022-01-06T09:00:00.000Z',
  missedPeriods: 0,
  gatheredBecause: null,
};

export const sampleSubscription: Subscription = {
  id: 7,
  subscriber: { id: 1, email: 'desk@example.org', name: 'Desk', timezone: 'Asia/Almaty' },
  channel: 'email',
  target: 'desk@example.org',
  secretRef: null,
  schedule: { every: 'instant' },
  quiet: null,
  maxPerHour: 20,
  ruleIds: ['casualty-updates'],
};
