import type { channels } from './channels.ts';

export type ChannelName = keyof typeof channels;

/** `weekday` follows ISO 8601: 1 is Monday. Times are wall-clock in the subscriber's zone. */
export type Schedule =
  | { readonly every: 'instant' }
  | { readonly every: 'hour' }
  | { readonly every: 'day'; readonly at: WallTime }
  | { readonly every: 'week'; readonly weekday: number; readonly at: WallTime };

export interface WallTime {
  readonly hour: number;
  readonly minute: number;
}

/** Hours in which nothing is sent at once; `from` after `until` spans midnight. */
export interface QuietHours {
  readonly from: WallTime;
  readonly until: WallTime;
}

export interface Subscriber {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  /** IANA time zone name. */
  readonly timezone: string;
}

export interface Subscription {
  readonly id: number;
  readonly subscriber: Subscriber;
  readonly channel: ChannelName;
  /** Address, URL, or an `env:NAME` reference that is resolved at sending. */
  readonly target: string;
  /** `env:NAME` reference to the webhook's signing secret. */
  readonly secretRef: string | null;
  readonly schedule: Schedule;
  readonly quiet: QuietHours | null;
  /** Instant messages an hour before further ones are gathered; 0: no limit. */
  readonly maxPerHour: number;
  readonly ruleIds: readonly string[];
}
