import type { SubscriptionPlan } from './planning.ts';

/** A plan after which its subscription would be due at once: the planner would make it again and again, and plan for nobody else. */
class NextDueNotLater extends Error {
  constructor(nextDueAt: Date, now: Date) {
    super(
      `the plan says that the subscription is next due at ${nextDueAt.toISOString()}; it is ${now.toISOString()} already`,
    );
    this.name = 'NextDueNotLater';
  }
}

/** Throws NextDueNotLater unless the plan's next due time is later than `now`. */
export function refuseStalledPlan({ nextDueAt }: SubscriptionPlan, now: Date): void {
  if (nextDueAt !== null && nextDueAt <= now) throw new NextDueNotLater(nextDueAt, now);
}
