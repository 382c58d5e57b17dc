import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelName, Subscription } from '../../../src/domain/digests/subscription.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import { sampleAlert, sampleDigest } from '../../support/samples.ts';

/** What the receiver does with the next messages. */
export type Reaction = 'takes' | 'passing fault' | 'permanent fault' | 'breaks off';

export interface ChannelUnderTest {
  readonly channel: Channel;
  readonly subscription: Subscription;
  react(reaction: Reaction): void;
  /** What identifies each message that arrived, in order. */
  arrived(): readonly string[];
  close(): Promise<void>;
}

const never = new AbortController().signal;

/** The channels that are held to the contract. */
export const underContract = new Set<ChannelName>();

/** What every channel promises, whatever it sends over. */
export function channelContract(name: ChannelName, open: () => Promise<ChannelUnderTest>): void {
  underContract.add(name);
  describe(`the channel ${name}`, () => {
    let tested: ChannelUnderTest;
    beforeEach(async () => {
      tested = await open();
    });
    afterEach(async () => {
      await tested.channel.close();
      await tested.close();
    });
    const send = (message = sampleAlert, attempt = 1) =>
      tested.channel.send({ message, subscription: tested.subscription, attempt }, never);

    it('sends alerts and digests, and keeps the answer', async () => {
      tested.react('takes');
      expect(await send()).toMatchObject({ kind: 'sent', response: expect.stringMatching(/./) });
      expect(
        await tested.channel.send({ message: sampleDigest, subscription: tested.subscription, attempt: 1 }, never),
      ).toMatchObject({ kind: 'sent' });
      expect(tested.arrived()).toHaveLength(2);
    });

    it('sends a repeat under the same id', async () => {
      tested.react('takes');
      await send();
      await send(sampleAlert, 2);
      const [first, second] = tested.arrived();
      expect(second).toBe(first);
    });

    it('asks to be called again after a passing fault, or when the connection breaks', async () => {
      tested.react('passing fault');
      expect(await send()).toMatchObject({ kind: 'retry' });
      tested.react('breaks off');
      expect(await send()).toMatchObject({ kind: 'retry' });
      tested.react('takes');
      expect(await send()).toMatchObject({ kind: 'sent' });
    });

    it('gives up after a fault that is for good, with the receiver’s words', async () => {
      tested.react('permanent fault');
      expect(await send()).toMatchObject({ kind: 'rejected', response: expect.stringMatching(/\d{3}/) });
    });
  });
}
