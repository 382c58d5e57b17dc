import type { SubscriptionDefinition } from '../../domain/configuration/definitions.ts';
import { targetOf } from '../../domain/deliveries/target.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

/** As the log may hold it: a target's address without what may be secret in it. */
export const loggedSubscription = ({ target, channel, ...subscription }: SubscriptionDefinition) => ({
  ...{ ...subscription, channel, target: targetOf({ channel, target }).key },
});

export type AddSubscriptionOutcome =
  | { readonly kind: 'added'; readonly id: number }
  | { readonly kind: 'unknown' }
  /** Rules that there are none of. */
  | { readonly kind: 'unknown rules'; readonly rules: readonly string[] };

export interface AddSubscriptionStore {
  addSubscription(
    subscriberId: number,
    definition: SubscriptionDefinition,
    at: Date,
    entryOf: (id: number) => AuditEntry,
  ): Promise<AddSubscriptionOutcome>;
}

/** Adds a subscription. Of a rule that its subscriber left it brings nothing. */
export const addSubscription = (
  store: AddSubscriptionStore,
  deed: Deed,
  subscriberId: number,
  definition: SubscriptionDefinition,
): Promise<AddSubscriptionOutcome> =>
  store.addSubscription(subscriberId, definition, deed.at, (id) =>
    audited(deed, {
      action: 'subscription.added',
      subject: { kind: 'subscription', id: String(id) },
      after: { subscriber: subscriberId, ...loggedSubscription(definition) },
    }),
  );
