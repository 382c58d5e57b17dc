import type { SubscriptionDefinition } from '../../domain/configuration/definitions.ts';
import type { Deed } from '../deed.ts';
import { type EditOutcome, type EntryOfEdit, editEntry } from '../edit.ts';
import { loggedSubscription } from './addSubscription.ts';

export interface SubscriptionRemoval {
  readonly id: number;
  readonly basedOn: string;
}

export interface RemoveSubscriptionStore {
  removeSubscription(
    removal: SubscriptionRemoval,
    at: Date,
    entryOf: EntryOfEdit<SubscriptionDefinition>,
  ): Promise<EditOutcome<SubscriptionDefinition>>;
}

/** Takes a subscription out of the list. What waits for it is not sent. */
export const removeSubscription = (
  store: RemoveSubscriptionStore,
  deed: Deed,
  removal: SubscriptionRemoval,
): Promise<EditOutcome<SubscriptionDefinition>> =>
  store.removeSubscription(
    removal,
    deed.at,
    editEntry(deed, 'subscription.removed', { kind: 'subscription', id: String(removal.id) }, loggedSubscription),
  );
