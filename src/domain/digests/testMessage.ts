import type { Alert } from './message.ts';
import type { Subscription } from './subscription.ts';

/** A message that shows whether a channel works. It is an alert like any other, but of no rule, and it is kept nowhere. */
export function testMessage({ id, channel }: Subscription, messageId: string, at: Date): Alert {
  const text = 'Somebody at the desk sent this to see whether it arrives. You need not do anything.';
  return {
    ...{ kind: 'alert', id: messageId, subscriptionId: id, key: 'test' },
    entries: [
      {
        title: { text: `Messages of this subscription reach you by ${channel}`, highlights: [] },
        excerpts: [{ text, highlights: [] }],
        ...{ link: null, outlet: { name: 'Tocsin', domain: null }, lang: 'en' },
        ...{ publishedAt: at.toISOString(), seenAt: at.toISOString(), articleRevision: 1 },
        reasons: [{ ruleId: 'test', ruleName: 'Test message', ruleRevision: 1 }],
      },
    ],
  };
}
