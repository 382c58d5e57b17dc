import type { ChannelName, Subscription } from '../../../domain/digests/subscription.ts';
import type { QuietHours, Schedule } from '../../../domain/schedules/schedule.ts';

export interface SubscriptionRow {
  readonly subscriptionId: number;
  readonly subscriberId: number;
  readonly email: string;
  readonly name: string;
  readonly timezone: string;
  readonly channel: ChannelName;
  readonly target: string;
  readonly secretRef: string | null;
  readonly schedule: Schedule;
  readonly quiet: QuietHours | null;
  readonly maxPerHour: number;
  readonly ruleIds: readonly string[];
}

/** The columns of `SubscriptionRow` (the rules without those that the subscriber left), from `subscriptions AS s` and `subscribers AS p`. */
export const subscriptionColumns = `
  s.id AS "subscriptionId", p.id AS "subscriberId", p.email, p.name, p.timezone, s.channel, s.target,
  s.secret_ref AS "secretRef", s.schedule, s.quiet, s.max_per_hour AS "maxPerHour",
  ARRAY(SELECT rule_id FROM subscribed_rules WHERE subscription_id = s.id ORDER BY rule_id) AS "ruleIds"`;

export const subscriberOfSubscription = 'JOIN subscribers AS p ON p.id = s.subscriber_id';

/** Whether somebody still listens: neither taken out, nor unsubscribed, nor never confirmed. */
export const isListening =
  's.removed_at IS NULL AND s.unsubscribed_at IS NULL AND p.removed_at IS NULL AND p.confirmed_at IS NOT NULL';

export const toSubscription = (row: SubscriptionRow): Subscription => ({
  id: row.subscriptionId,
  subscriber: { id: row.subscriberId, email: row.email, name: row.name, timezone: row.timezone },
  channel: row.channel,
  target: row.target,
  secretRef: row.secretRef,
  schedule: row.schedule,
  quiet: row.quiet,
  maxPerHour: row.maxPerHour,
  ruleIds: row.ruleIds,
});
