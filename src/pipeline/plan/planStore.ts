import type { MatchedNews, Notification } from '../../domain/digests/notifications.ts';
import type { DueSubscription, SubscriptionPlan } from '../../domain/digests/planning.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';

/** An article whose matches are saved. */
export interface PlannableArticle {
  readonly lease: Lease;
  /** With what subscribers were notified of before it: of a claim the articles are loaded and settled one after the other. */
  load(now: Date): Promise<PlannableNews>;
}

export interface PlannableNews extends MatchedNews {
  /** The rules that match it and are paused: they are not among the matches. */
  readonly paused: readonly string[];
}

/** What planning an article came to. */
export interface PlannedArticle {
  readonly notifications: readonly Notification[];
  /** The rules that match it, and of which nobody is notified because they are paused. */
  readonly paused: readonly string[];
  /** The story whose mute the news has ended; what it held becomes due. Null: none. */
  readonly unmutedStoryId: number | null;
}

export interface PlanStore extends LeaseKeeper {
  claimForPlan(limit: number): Promise<readonly PlannableArticle[]>;
  /**
   * Saves the notifications that are new and ends the article's way through the pipeline. What paused rules matched is kept as
   * what nobody was notified of. False when the lease was lost.
   */
  settlePlanned(lease: Lease, planned: PlannedArticle, now: Date): Promise<boolean>;
  /** Claims the subscription that has been due longest: no two planners plan for one at a time. Null when none is due. */
  claimDueSubscription(now: Date): Promise<Lease | null>;
  /** Gives back subscriptions that were not planned: it does not count as a failure. */
  releaseSubscriptions(leases: readonly Lease[]): Promise<void>;
  /**
   * Lets `plan` decide and saves the outcome, in one transaction. False when it is not ours, or not due, any more. Throws
   * NextDueNotLater, and saves nothing, if the plan's next due time is not later than `now`.
   */
  planClaimed(lease: Lease, now: Date, plan: (due: DueSubscription) => SubscriptionPlan): Promise<boolean>;
}
