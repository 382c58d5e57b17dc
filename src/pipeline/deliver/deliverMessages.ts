import { setMaxListeners } from 'node:events';
import type { ChannelName } from '../../domain/digests/subscription.ts';
import { quietUntil } from '../../domain/schedules/due.ts';
import type { Channel } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import { isPassingFault } from '../../ports/passingFault.ts';
import type { Random } from '../../ports/random.ts';
import { giveBack, type KeptLeases, keepLeases } from '../shared/keepLeases.ts';
import { afterGrace } from './afterGrace.ts';
import type {
  ClaimedDelivery,
  DeliverStore,
  DeliverySettlement,
  Lane,
  SettledDelivery,
  SettledNews,
} from './deliverStore.ts';
import { laneSizes } from './laneSizes.ts';
import { reportDelivery } from './reportDelivery.ts';
import { type LaneOfSenders, runLanes } from './runLanes.ts';
import { noticeLane, type SendNoticesDeps } from './sendNotices.ts';
import { heldOnFault, settlementAfter } from './settlementAfter.ts';
import { createSettling } from './settleTogether.ts';

export interface DeliverDeps {
  readonly store: DeliverStore;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: StepLog;
}

/** On its way out a process lets sendings end by themselves for so long; what it calls off may have been taken, and is repeated. */
const graceMs = 8000;

/** What all lanes share. */
interface Sending extends DeliverDeps {
  /** Calls off what is being sent. */
  readonly signal: AbortSignal;
  readonly settle: (settled: SettledDelivery) => Promise<SettledNews>;
  readonly leases: KeptLeases;
}

/**
 * Sends every delivery and notice whose time has come. Each channel has lanes of its own: no receiver's slowness holds up
 * another channel, or a receiver that responds.
 */
export async function deliverDue(deps: DeliverDeps & SendNoticesDeps, signal: AbortSignal): Promise<void> {
  const leases = keepLeases(deps.store, []);
  const parting = afterGrace(signal, graceMs);
  // Each sending in flight listens to it.
  setMaxListeners(0, parting.signal);
  const sending = {
    ...deps,
    signal: parting.signal,
    leases,
    settle: createSettling(deps.store, deps.clock.now, signal),
  };
  try {
    const lanes = [...deps.channels.values()].flatMap((channel) => [
      laneOf(sending, channel, 'working'),
      laneOf(sending, channel, 'doubtful'),
    ]);
    await runLanes([...lanes, noticeLane(deps, parting.signal)], signal);
  } finally {
    parting.end();
    leases.stop();
  }
}

function laneOf(sending: Sending, channel: Channel, kind: Lane['kind']): LaneOfSenders<ClaimedDelivery> {
  const { store, clock, leases } = sending;
  return {
    ...laneSizes(channel.name)[kind],
    async claim(most) {
      const claimed = await store.claimDeliveries({ channel: channel.name, kind, most }, clock.now());
      for (const { lease } of claimed) leases.add(lease);
      return claimed;
    },
    send: (claimed) => deliver(sending, channel, claimed),
    async release(claimed) {
      const left = claimed.map(({ lease }) => lease);
      for (const lease of left) leases.drop(lease);
      await store.release(left);
    },
  };
}

/** A channel that throws is a bug: it is logged, and the lease runs out, which counts. The other deliveries go on. */
async function deliver(sending: Sending, channel: Channel, claimed: ClaimedDelivery): Promise<void> {
  const { lease } = claimed;
  try {
    const settlement = await attempt(sending, channel, claimed);
    const news = await sending.settle({ lease, settlement });
    reportDelivery(sending.log, claimed, settlement, news);
  } catch (error) {
    if (isPassingFault(error)) giveBack(sending.store, [lease]);
    sending.log.error({ err: error, delivery: lease.id }, 'a delivery failed with an error; it will be retried');
  } finally {
    sending.leases.drop(lease);
  }
}

async function attempt(sending: Sending, channel: Channel, { outgoing }: ClaimedDelivery): Promise<DeliverySettlement> {
  const { quiet, subscriber } = outgoing.subscription;
  const quietEnd = quietUntil(quiet, subscriber.timezone, sending.clock.now());
  if (quietEnd !== null) {
    return { state: 'retrying', response: 'quiet hours', retryAt: quietEnd, isTry: false, hold: null };
  }
  const outcome = await heldOnFault(channel.send(outgoing, sending.signal));
  return settlementAfter(sending, outcome, outgoing.attempt);
}
