import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelName, Subscription } from '../../../src/domain/digests/subscription.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import { sampleAlert, sampleDigest } from '../../support/samples.ts';

/** What the receiver does with the next messages. */
export type Reaction = 'takes' | 'passing fault' | 'too large' | 'refuses us' | 'breaks off' | 'hangs';

export interface ChannelUnderTest {
  readonly channel: Channel;
  readonly subscription: Subscription;
  react(reaction: Reaction): void;
  /** What identifies each message that arrived, in order. */
  arrived(): readonly string[];
  /** Resolves when a message hangs at the receiver. */
  hanging(): Promise<void>;
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

    it('gives a message up that is too large for the receiver, with the receiver’s words', async () => {
      tested.react('too large');
      expect(await send()).toMatchObject({
        ...{ kind: 'rejected', concerns: 'message', response: expect.stringMatching(/\d{3}/) },
      });
    });

    it('gives no message up for a refusal that is not about it', async () => {
      tested.react('refuses us');
      const outcome = await send();
      if (outcome.kind !== 'held') expect(outcome).toMatchObject({ kind: 'rejected', concerns: 'target' });
      expect(outcome.response).toMatch(/\d{3}/);
      tested.react('takes');
      expect(await send()).toMatchObject({ kind: 'sent' });
    });

    it('waits no longer than its limit for a receiver that hangs', async () => {
      tested.react('hangs');
      expect(await send()).toMatchObject({ kind: 'retry' });
      tested.react('takes');
      expect(await send()).toMatchObject({ kind: 'sent' });
    });

    it('ends at once when it is called off', async () => {
      tested.react('hangs');
      const stop = new AbortController();
      const sending = tested.channel.send(
        { message: sampleAlert, subscription: tested.subscription, attempt: 1 },
        stop.signal,
      );
      await tested.hanging();
      stop.abort();
      expect(await sending).toMatchObject({ kind: 'retry', response: expect.stringContaining('stopped before') });
    });
  });
}
