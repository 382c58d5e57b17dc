import { secondsAfter } from '../../domain/basics/time.ts';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import { hubRetrySeconds, requestedLeaseSeconds } from '../../domain/feeds/hubOffer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Hub, HubResponse } from '../../ports/hub.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Random } from '../../ports/random.ts';
import { inParallel } from '../shared/inParallel.ts';
import { onLeases } from '../shared/keepLeases.ts';
import type { ClaimedHubSubscription, HubSettlement, HubStore, HubSubscription } from './hubStore.ts';

export interface WebSubDeps {
  readonly store: HubStore;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: StepLog;
  /** The address that a hub calls. */
  readonly callbackOf: (token: string) => string;
}

const hubsAtOnce = 4;
/** A hub that does not let us go after so many requests lets go when its lease ends. */
const mostFarewells = 5;
/** Hubs have time to verify. */
const leastVerificationSeconds = 900;
const leastRenewalSeconds = 60;

/** Sends the hubs what is due: subscribe, renew, try again, unsubscribe. */
export async function keepHubSubscriptions(deps: WebSubDeps, signal: AbortSignal): Promise<void> {
  await deps.store.endUnwanted(deps.clock.now());
  await inParallel(hubsAtOnce, () => requestOneByOne(deps, signal));
}

async function requestOneByOne(deps: WebSubDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await deps.store.claimDue(deps.clock.now());
    if (claimed === null) return;
    await onLeases(deps.store, [claimed.lease], () => requestOne(deps, claimed, signal));
  }
}

async function requestOne(
  deps: WebSubDeps,
  { lease, subscription }: ClaimedHubSubscription,
  signal: AbortSignal,
): Promise<void> {
  const response = await deps.hub.send(requestOf(subscription, deps), signal);
  if (signal.aborted) return deps.store.release([lease]);
  await deps.store.settleRequested(lease, settlementOf(subscription, response, deps));
  report(deps.log, subscription, response);
}

const modeOf = ({ state }: HubSubscription) => (state === 'unwanted' ? 'unsubscribe' : 'subscribe');

const requestOf = (subscription: HubSubscription, { callbackOf }: WebSubDeps) => ({
  ...({ hub: subscription.hub, topic: subscription.topic, mode: modeOf(subscription) } as const),
  ...{ callback: callbackOf(subscription.token), secret: subscription.secret, leaseSeconds: requestedLeaseSeconds },
});

function settlementOf(subscription: HubSubscription, response: HubResponse, deps: WebSubDeps): HubSettlement {
  if (subscription.state === 'unwanted' && subscription.attempts + 1 >= mostFarewells) return { kind: 'given up' };
  const now = deps.clock.now();
  const seconds = retrySecondsOf(subscription, now, deps.random.fraction());
  if (response.kind === 'accepted') {
    return { kind: 'accepted', nextActionAt: secondsAfter(now, Math.max(seconds, leastVerificationSeconds)) };
  }
  const { message, retryAfterSeconds } = response;
  return { kind: 'failed', message, nextActionAt: secondsAfter(now, Math.max(seconds, retryAfterSeconds ?? 0)) };
}

/** What is left of a running lease must do for more than one try. */
function retrySecondsOf({ state, attempts, leaseEndsAt }: HubSubscription, now: Date, fraction: number): number {
  const seconds = hubRetrySeconds(attempts, fraction);
  const leftSeconds = state === 'active' && leaseEndsAt !== null ? (leaseEndsAt.getTime() - now.getTime()) / 1000 : 0;
  return leftSeconds > 0 ? Math.min(seconds, Math.max(leftSeconds / 2, leastRenewalSeconds)) : seconds;
}

/** Neither the secret nor the callback's address is ever logged. */
function report(log: StepLog, subscription: HubSubscription, response: HubResponse): void {
  const { feed } = subscription;
  const hub = shownUrl(subscription.hub);
  const mode = modeOf(subscription);
  if (response.kind === 'accepted') log.info({ feed, hub }, `asked the hub to ${mode} us`);
  else log.warn({ feed, hub, attempts: subscription.attempts + 1 }, `the hub did not ${mode} us: ${response.message}`);
}
