import { secondsAfter } from '../../domain/basics/time.ts';
import { retryAfterAttempt } from '../../domain/deliveries/retryPolicy.ts';
import type { ChannelName } from '../../domain/digests/subscription.ts';
import type { Channel, SendOutcome } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HostHolds } from '../../ports/hostHolds.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Random } from '../../ports/random.ts';
import { inParallel } from '../shared/inParallel.ts';
import { keepLeases } from '../shared/keepLeases.ts';
import type { ClaimedDelivery, DeliverStore, DeliverySettlement } from './deliverStore.ts';

export interface DeliverDeps {
  readonly store: DeliverStore;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly holds: HostHolds;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: StepLog;
}

/** How many messages are in flight at most: what a crash can repeat. */
const sendingsAtOnce = 4;

/** Sends every delivery whose time has come, each claimed, sent and settled singly. */
export async function deliverDue(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  await inParallel(sendingsAtOnce, () => deliverOneByOne(deps, signal));
}

async function deliverOneByOne(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await deps.store.claimNextDelivery(deps.clock.now());
    if (claimed === null) return;
    await deliver(deps, claimed, signal);
  }
}

/** A channel that throws is a bug: it is logged, and the lease runs out, which counts. The other deliveries go on. */
async function deliver(deps: DeliverDeps, claimed: ClaimedDelivery, signal: AbortSignal): Promise<void> {
  const leases = keepLeases(deps.store, [claimed.lease]);
  try {
    const settlement = await attempt(deps, claimed, signal);
    const isOurs = await deps.store.settleDelivery(claimed.lease, settlement, deps.clock.now());
    report(deps.log, claimed, settlement, isOurs);
  } catch (error) {
    deps.log.error({ err: error, delivery: claimed.lease.id }, 'a delivery failed with an error; it will be retried');
  } finally {
    leases.stop();
  }
}

async function attempt(
  deps: DeliverDeps,
  { outgoing }: ClaimedDelivery,
  signal: AbortSignal,
): Promise<DeliverySettlement> {
  const channel = deps.channels.get(outgoing.subscription.channel);
  if (channel === undefined) throw new Error(`there is no channel ${outgoing.subscription.channel}`);
  const host = channel.hostOf(outgoing.subscription);
  const heldUntil = host === null ? null : await deps.holds.heldUntil(host, deps.clock.now());
  if (heldUntil !== null) {
    return { state: 'retrying', response: `${host} asked us to wait`, retryAt: heldUntil };
  }
  const outcome = await channel.send(outgoing, signal);
  await holdHost(deps, outcome);
  return settlementAfter(deps, outcome, outgoing.attempt);
}

async function holdHost({ holds, clock }: DeliverDeps, outcome: SendOutcome): Promise<void> {
  if (outcome.kind !== 'retry' || outcome.holdHost === null || outcome.afterSeconds === null) return;
  const until = secondsAfter(clock.now(), outcome.afterSeconds);
  await holds.hold(outcome.holdHost, until, outcome.response);
}

/** What becomes of a sending after its response: the one way in which all mails are tried again. */
export function settlementAfter(
  { clock, random }: Pick<DeliverDeps, 'clock' | 'random'>,
  outcome: SendOutcome,
  attemptNumber: number,
): DeliverySettlement {
  if (outcome.kind === 'sent') return { state: 'sent', response: outcome.response };
  if (outcome.kind === 'rejected') return { state: 'rejected', response: outcome.response };
  const seconds = retryAfterAttempt({ attempt: attemptNumber, afterSeconds: outcome.afterSeconds }, random.fraction());
  if (seconds === null)
    return { state: 'rejected', response: `gave up after ${attemptNumber} attempts: ${outcome.response}` };
  return { state: 'retrying', response: outcome.response, retryAt: secondsAfter(clock.now(), seconds) };
}

function report(
  log: StepLog,
  { outgoing, lease }: ClaimedDelivery,
  settlement: DeliverySettlement,
  isOurs: boolean,
): void {
  const { message, subscription } = outgoing;
  const about = { message: message.id, channel: subscription.channel, response: settlement.response };
  if (!isOurs)
    log.warn(
      { ...about, delivery: lease.id },
      'the lease was lost before the response arrived; the message may be sent again',
    );
  else if (settlement.state === 'sent') log.info(about, `sent to ${subscription.subscriber.name}`);
  else if (settlement.state === 'retrying') log.warn(about, `not yet sent to ${subscription.subscriber.name}`);
  else log.error(about, `could not send to ${subscription.subscriber.name}`);
}
