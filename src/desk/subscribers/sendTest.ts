import { minuteMs } from '../../domain/basics/time.ts';
import type { ChannelName, Subscription } from '../../domain/digests/subscription.ts';
import { testMessage } from '../../domain/digests/testMessage.ts';
import type { Channel, SendOutcome } from '../../ports/channel.ts';
import type { Random } from '../../ports/random.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

export const testLimit = { most: 3, withinMs: 10 * minuteMs } as const;

export interface TestStore {
  /**
   * The subscription to send to, with the test noted in the same transaction: nobody sends more than `most` a subscription. `ended`: it
   * was removed or ended, or its subscriber left all that it brings.
   */
  beginTest(
    subscriptionId: number,
    limit: { readonly most: number; readonly since: Date },
    entry: AuditEntry,
  ): Promise<Subscription | 'unknown' | 'ended' | 'too many'>;
}

export interface TestDeps {
  readonly store: TestStore;
  readonly channels: ReadonlyMap<ChannelName, Pick<Channel, 'send'>>;
  readonly random: Random;
}

export type TestOutcome =
  | { readonly kind: 'answered'; readonly outcome: SendOutcome }
  | { readonly kind: 'refused'; readonly because: 'unknown' | 'ended' | 'too many' };

/** Sends a test message as any other is sent. It counts as nothing that the subscriber was told, and is not tried again. */
export async function sendTest(
  { store, channels, random }: TestDeps,
  deed: Deed,
  subscriptionId: number,
  signal: AbortSignal,
): Promise<TestOutcome> {
  const entry = audited(deed, {
    action: 'subscription.tested',
    subject: { kind: 'subscription', id: String(subscriptionId) },
  });
  const since = new Date(deed.at.getTime() - testLimit.withinMs);
  const subscription = await store.beginTest(subscriptionId, { most: testLimit.most, since }, entry);
  if (typeof subscription === 'string') return { kind: 'refused', because: subscription };
  const channel = channels.get(subscription.channel);
  if (channel === undefined) return { kind: 'refused', because: 'unknown' };
  const message = testMessage(subscription, random.uuid(), deed.at);
  return { kind: 'answered', outcome: await channel.send({ message, subscription, attempt: 1 }, signal) };
}
