import type { ChannelName } from '../digests/subscription.ts';
import type { FeedCredentials } from '../feeds/credentials.ts';
import type { QuietHours, Schedule } from '../schedules/schedule.ts';

export interface FeedDefinition {
  readonly url: string;
  readonly name: string;
  readonly everySeconds: number | null;
  /** The pages of its articles are read where it gives a summary only. Absent: they are not. */
  readonly fullText?: true;
  /** Absent: anybody may read it. */
  readonly credentials?: FeedCredentials;
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
