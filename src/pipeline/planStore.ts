import type { Article } from '../domain/articles/article.ts';
import type { Entry } from '../domain/digests/entry.ts';
import type { Message } from '../domain/digests/message.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import type { RuleRevision, Span } from '../domain/rules/rule.ts';
import type { Lease, LeaseKeeper } from '../ports/lease.ts';

/** An article whose matches are saved, with the subscriptions that watch any of the rules it matched. */
export interface PlannableArticle {
  readonly lease: Lease;
  readonly article: Article;
  readonly foldGroupId: number;
  readonly matches: readonly { readonly rule: RuleRevision; readonly spans: readonly Span[] }[];
  readonly subscriptions: readonly Subscription[];
}

/** A thing to tell one subscription: unique per (subscription, thing), whatever brings it. */
export interface Telling {
  readonly subscriptionId: number;
  /** What is told: `fold:ID`. */
  readonly thing: string;
  readonly entry: Entry;
  /** When the subscription is to be looked at because of it. Null: at its next digest. */
  readonly planAt: Date | null;
}

/** A subscription whose time has come, locked for this transaction. */
export interface DueSubscription {
  readonly subscription: Subscription;
  /** The instant it was due; in the past after an outage. */
  readonly dueAt: Date;
  /** Not told yet, oldest first. */
  readonly pending: readonly PendingTelling[];
  /** Creation instants of its alerts in the last hour, for the hourly limit. */
  readonly recentAlertsAt: readonly Date[];
}

export interface PendingTelling {
  readonly thing: string;
  readonly entry: Entry;
  readonly createdAt: Date;
}

/** A message with the things it tells and the instant from which it may be sent. */
export interface PlannedMessage {
  readonly message: Message;
  readonly things: readonly string[];
  readonly sendAt: Date;
}

export interface SubscriptionPlan {
  readonly messages: readonly PlannedMessage[];
  /** When to look again; null: when the next thing comes. */
  readonly nextDueAt: Date | null;
}

export interface PlanStore extends LeaseKeeper {
  claimForPlan(limit: number): Promise<readonly PlannableArticle[]>;
  /** Saves the tellings that are new and ends the article's way through the pipeline. False when the lease was lost. */
  settlePlanned(lease: Lease, tellings: readonly Telling[], now: Date): Promise<boolean>;
  /**
   * Takes one due subscription, lets `plan` decide and saves the outcome, in one transaction that holds the
   * subscription's row: two planners never plan for one subscription at a time. False when nothing was due.
   */
  planNextDue(now: Date, plan: (due: DueSubscription) => SubscriptionPlan): Promise<boolean>;
}
