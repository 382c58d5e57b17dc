import type { Entry } from './entry.ts';
import type { Message } from './message.ts';
import type { Subscription } from './subscription.ts';

/** A thing that one subscription is to be told and was not told yet. */
export interface PendingTelling {
  readonly thing: string;
  readonly entry: Entry;
  readonly createdAt: Date;
  /** Held by a cooldown until then. */
  readonly notBefore: Date | null;
}

/** A subscription whose time has come. */
export interface DueSubscription {
  readonly subscription: Subscription;
  /** The instant it was due; in the past after an outage. */
  readonly dueAt: Date;
  /** Not told yet, oldest first. */
  readonly pending: readonly PendingTelling[];
  /** When its messages of the last hour were made, for the hourly limit. */
  readonly recentAlertsAt: readonly Date[];
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
