import { formatSchedule } from '../schedules/parseSchedule.ts';
import type { SubscriptionDefinition } from './definitions.ts';
import { targetAddress } from './departed.ts';

const separator = ' | ';

/**
 * What each subscription of one subscriber is known by: its id, else channel, target, schedule and its place in the list,
 * counted among those that are alike in these, so that taking another one out makes strangers of none.
 */
export function subscriptionKeys(subscriptions: readonly SubscriptionDefinition[]): readonly string[] {
  const seen = new Map<string, number>();
  return subscriptions.map((subscription) => {
    const { id, channel, schedule } = subscription;
    if (id !== null) return id;
    const likeness = [channel, targetAddress(subscription), formatSchedule(schedule)].join(separator);
    const place = (seen.get(likeness) ?? 0) + 1;
    seen.set(likeness, place);
    return `${likeness}${separator}${place}`;
  });
}

/** The id that the key was given as, or null: an id holds no spaces, a made key does. */
export const idOfKey = (key: string): string | null => (key.includes(separator) ? null : key);
