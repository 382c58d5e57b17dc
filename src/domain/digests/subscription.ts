import type { QuietHours, Schedule } from '../schedules/schedule.ts';
import type { channels } from './channels.ts';

export type ChannelName = keyof typeof channels;

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
