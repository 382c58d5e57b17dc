import type { Entry } from './entry.ts';
import type { Message } from './message.ts';
import type { Subscription } from './subscription.ts';

/** A notification that one subscription has not been sent yet. */
export interface PendingNotification {
  readonly key: string;
  readonly entry: Entry;
  readonly createdAt: Date;
  /** Held by a cooldown until then. */
  readonly notBefore: Date | null;
  /** Its story was muted when it came, or is; null: nobody knows when that ends. */
  readonly mute?: { readonly endsAt: Date | null };
}

/** A subscription whose time has come. */
export interface DueSubscription {
  readonly subscription: Subscription;
  /** The instant it was due; in the past after an outage. */
  readonly dueAt: Date;
  /** Oldest first. */
  readonly pending: readonly PendingNotification[];
  /** When its messages of the last hour were made, for the hourly limit. */
  readonly recentAlertsAt: readonly Date[];
}

/** A message with the keys of its notifications and the instant from which it may be sent. */
export interface PlannedMessage {
  readonly message: Message;
  readonly keys: readonly string[];
  readonly sendAt: Date;
}

export interface SubscriptionPlan {
  readonly messages: readonly PlannedMessage[];
  /** When to look again; null: when the next notification comes. */
  readonly nextDueAt: Date | null;
}
