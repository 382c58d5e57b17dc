import type { Deed } from '../deed.ts';
import { type EditOutcome, type EntryOfEdit, editEntry } from '../edit.ts';
import type { SubscriberDetails } from './addSubscriber.ts';

export interface SubscriberRemoval {
  readonly id: number;
  readonly basedOn: string;
}

export interface RemoveSubscriberStore {
  removeSubscriber(
    removal: SubscriberRemoval,
    at: Date,
    entryOf: EntryOfEdit<SubscriberDetails>,
  ): Promise<EditOutcome<SubscriberDetails>>;
}

/** Takes somebody out of the list: nothing is sent to them any more. What they were notified of stays known. */
export const removeSubscriber = (
  store: RemoveSubscriberStore,
  deed: Deed,
  removal: SubscriberRemoval,
): Promise<EditOutcome<SubscriberDetails>> =>
  store.removeSubscriber(
    removal,
    deed.at,
    editEntry(deed, 'subscriber.removed', { kind: 'subscriber', id: String(removal.id) }, (each) => each),
  );
