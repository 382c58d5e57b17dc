import type { ChannelName, QuietHours, Schedule } from '../digests/subscription.ts';
import type { AlertPolicy, Concepts } from '../rules/rule.ts';

/** A watch rule as ops write it. */
export interface RuleDefinition {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly owner: string | null;
  readonly alert: AlertPolicy;
  /** The owner is told when a smaller share than this of its sources can see; absent: a half. */
  readonly blindBelow?: number;
}

export const defaultBlindBelow = 0.5;

export interface RuleBookDefinition {
  readonly concepts: Concepts;
  readonly rules: readonly RuleDefinition[];
}

export interface FeedDefinition {
  readonly url: string;
  readonly name: string;
  readonly everySeconds: number | null;
  /** The pages of its articles are read where it gives a summary only. Absent: they are not. */
  readonly fullText?: true;
}

export interface SubscriptionDefinition {
  /** The id given in the file; null: the subscription is known by what it is and its place in the list. */
  readonly id: string | null;
  readonly rules: readonly string[];
  readonly channel: ChannelName;
  readonly target: string;
  readonly secretRef: string | null;
  readonly schedule: Schedule;
  readonly quiet: QuietHours | null;
  readonly maxPerHour: number;
}

export interface SubscriberDefinition {
  readonly email: string;
  readonly name: string;
  readonly timezone: string;
  readonly subscriptions: readonly SubscriptionDefinition[];
}
