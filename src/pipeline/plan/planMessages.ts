import { endsMute, notificationsOf } from '../../domain/digests/notifications.ts';
import { planSubscription } from '../../domain/digests/planSubscription.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Lease } from '../../ports/lease.ts';
import type { StepLog } from '../../ports/log.ts';
import { isPassingFault } from '../../ports/passingFault.ts';
import type { Step } from '../../ports/queue.ts';
import type { Random } from '../../ports/random.ts';
import { giveBack, onLeases } from '../shared/keepLeases.ts';
import type { PlannableArticle, PlannableNews, PlannedArticle, PlanStore } from './planStore.ts';

export interface PlanDeps {
  readonly store: PlanStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

const articlesAtOnce = 50;

/**
 * Notes for every matched article whom to notify; in between, and at the end, plans every subscription whose time has come.
 * Messages do not wait for the end of a flood of articles: those get a batch in between, or as many as subscriptions were planned.
 */
export async function planWaiting(deps: PlanDeps, signal: AbortSignal): Promise<void> {
  let planned = 0;
  for (let articles: 'wait' | 'done' = 'wait'; articles === 'wait'; ) {
    articles = await planNotifications(deps, planned, signal);
    planned = await planDueSubscriptions(deps, signal);
  }
}

/** At least so many articles, if there are. */
async function planNotifications(deps: PlanDeps, atLeast: number, signal: AbortSignal): Promise<'wait' | 'done'> {
  let planned = 0;
  do {
    if (signal.aborted) return 'done';
    const claimed = await deps.store.claimForPlan(articlesAtOnce);
    if (claimed.length === 0) return 'done';
    await planBatch(deps, claimed);
    planned += claimed.length;
  } while (planned < atLeast);
  return 'wait';
}

/** Where planning an article fails, its lease runs out, which counts; those behind it are given back. */
async function planBatch({ store, clock }: PlanDeps, claimed: readonly PlannableArticle[]): Promise<void> {
  const leases = claimed.map(({ lease }) => lease);
  await onLeases(store, leases, async (kept) => {
    const behind = [...leases];
    try {
      for (const { lease, load } of claimed) {
        behind.shift();
        await store.settlePlanned(lease, plannedOf(await load(clock.now()), clock.now()), clock.now());
        kept.drop(lease);
      }
    } finally {
      for (const lease of behind) kept.drop(lease);
      giveBack(store, behind);
    }
  });
}

const plannedOf = (news: PlannableNews, now: Date): PlannedArticle => ({
  notifications: notificationsOf(news, now),
  paused: news.paused,
  unmutedStoryId: endsMute(news, now) ? (news.story?.id ?? null) : null,
});

/** How many they were. */
async function planDueSubscriptions(deps: PlanDeps, signal: AbortSignal): Promise<number> {
  for (let planned = 0; ; planned++) {
    if (signal.aborted) return planned;
    const now = deps.clock.now();
    const lease = await deps.store.claimDueSubscription(now);
    if (lease === null) return planned;
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
