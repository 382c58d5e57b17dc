import { secondsAfter } from '../../domain/basics/time.ts';
import { retryAfterAttempt } from '../../domain/deliveries/retryPolicy.ts';
import type { SendOutcome } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import { isPassingFault } from '../../ports/passingFault.ts';
import type { Random } from '../../ports/random.ts';
import type { DeliverySettlement } from './deliverStore.ts';

/** What becomes of a sending after its response: the one way in which everything is tried again. */
export function settlementAfter(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  outcome: SendOutcome,
  attemptNumber: number,
): DeliverySettlement {
  const { response } = outcome;
  if (outcome.kind === 'sent') return { state: 'sent', response, isTry: true };
  if (outcome.kind === 'rejected') {
    return outcome.concerns === 'target'
      ? { state: 'refused', response, isGone: outcome.isGone === true, isTry: true }
      : { state: 'rejected', response, concerns: outcome.concerns, isTry: true };
  }
  const { afterSeconds } = outcome;
  const now = clock.now();
  if (outcome.kind === 'held') {
    const hold = { scope: outcome.scope, afterSeconds };
    return { state: 'retrying', response, retryAt: now, isTry: false, hold };
  }
  const seconds = retryAfterAttempt({ attempt: attemptNumber, afterSeconds }, random.fraction());
  if (seconds === null) {
    const gaveUp = `gave up after ${attemptNumber} attempts: ${response}`;
    return { state: 'rejected', response: gaveUp, concerns: null, isTry: true };
  }
  const hold = outcome.holds === 'target' ? ({ scope: 'target', afterSeconds } as const) : null;
  return { state: 'retrying', response, retryAt: secondsAfter(now, seconds), isTry: true, hold };
}

/** A sending that a dependency of ours ends (it is lost, a disk is full) is held, with whatever else the channel sends. */
export const heldOnFault = (sending: Promise<SendOutcome>): Promise<SendOutcome> =>
  sending.catch((error: unknown) => {
    if (isPassingFault(error)) return heldByFault(error);
    throw error;
  });

const heldByFault = (error: unknown): SendOutcome => ({
  kind: 'held',
  response: error instanceof Error ? error.message : String(error),
  scope: 'channel',
  afterSeconds: null,
});
