import { notificationsOf } from '../../domain/digests/notifications.ts';
import { planSubscription } from '../../domain/digests/planSubscription.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Lease } from '../../ports/lease.ts';
import type { StepLog } from '../../ports/log.ts';
import { isPassingFault } from '../../ports/passingFault.ts';
import type { Step } from '../../ports/queue.ts';
import type { Random } from '../../ports/random.ts';
import { giveBack, onLeases } from '../shared/keepLeases.ts';
import type { PlanStore } from './planStore.ts';

export interface PlanDeps {
  readonly store: PlanStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

const articlesAtOnce = 50;

/** Notes for every matched article whom to notify, then plans every subscription whose time has come. */
export async function planWaiting(deps: PlanDeps, signal: AbortSignal): Promise<void> {
  await planNotifications(deps, signal);
  await planDueSubscriptions(deps, signal);
}

async function planNotifications({ store, clock }: PlanDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await store.claimForPlan(articlesAtOnce);
    if (claimed.length === 0) return;
    const leases = claimed.map(({ lease }) => lease);
    await onLeases(store, leases, async (kept) => {
      for (const { lease, load } of claimed) {
        await store.settlePlanned(lease, notificationsOf(await load(), clock.now()), clock.now());
        kept.drop(lease);
      }
    });
  }
}

async function planDueSubscriptions(deps: PlanDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = deps.clock.now();
    const lease = await deps.store.claimDueSubscription(now);
    if (lease === null) return;
    await planOne(deps, lease, now);
  }
}

/**
 * A plan that throws is a bug: it is logged, and the lease runs out, which counts. The other subscriptions go on. A store that
 * is lost ends the step.
 */
async function planOne({ store, random, wake, log }: PlanDeps, lease: Lease, now: Date): Promise<void> {
  let messages = 0;
  try {
    await store.planClaimed(lease, now, (due) => {
      const plan = planSubscription(due, now, random.uuid);
      messages = plan.messages.length;
      return plan;
    });
  } catch (error) {
    if (isPassingFault(error)) {
      giveBack({ release: store.releaseSubscriptions }, [lease]);
      throw error;
    }
    log.error({ err: error, subscription: lease.id }, 'planning for a subscription failed; it will be retried');
    return;
  }
  if (messages === 0) return;
  log.info({ messages }, 'messages planned');
  wake('deliver');
}
