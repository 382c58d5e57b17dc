/** How many pushes of one hub are read: a hub is a stranger, and may not fill the store or keep the readers busy. */
export interface PushBudget {
  /** False where this one is too many. */
  take(subscriptionId: number, now: Date): boolean;
}

/** Breaking news of an hour may come in a minute. */
const burst = 60;
const perSecond = 0.5;

/** One budget a subscription: a burst, then one every other second. */
export function createPushBudget(): PushBudget {
  const budgets = new Map<number, { readonly left: number; readonly at: number }>();
  return {
    take(subscriptionId, now) {
      const at = now.getTime();
      const before = budgets.get(subscriptionId) ?? { left: burst, at };
      const left = Math.min(burst, before.left + (Math.max(0, at - before.at) / 1000) * perSecond);
      budgets.set(subscriptionId, { left: left < 1 ? left : left - 1, at });
      return left >= 1;
    },
  };
}
