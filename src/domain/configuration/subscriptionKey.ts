import { formatSchedule } from '../schedules/parseSchedule.ts';
import type { SubscriptionDefinition } from './definitions.ts';

/** What a subscription is known by within its subscriber: its id, else what it is and its place among the like. */
export function subscriptionKeys(subscriptions: readonly SubscriptionDefinition[]): readonly string[] {
  return subscriptions.map(({ id, channel, target, schedule }, place) =>
    id === null ? [channel, target, formatSchedule(schedule), place + 1].join(' | ') : id,
  );
}
