import type { Deed } from '../deed.ts';
import { type EditOutcome, type EntryOfEdit, editEntry } from '../edit.ts';
import type { SubscriberDetails } from './addSubscriber.ts';

export interface SubscriberEdit {
  readonly id: number;
  /** The version that the person saw. */
  readonly basedOn: string;
  readonly details: SubscriberDetails;
}

export type ChangeSubscriberOutcome = EditOutcome<SubscriberDetails> | { readonly kind: 'taken' };

export interface ChangeSubscriberStore {
  changeSubscriber(
    edit: SubscriberEdit,
    at: Date,
    entryOf: EntryOfEdit<SubscriberDetails>,
  ): Promise<ChangeSubscriberOutcome>;
}

/** Changes name, address or zone. Whoever left something has left it under the new address, too. */
export const changeSubscriber = (
  store: ChangeSubscriberStore,
  deed: Deed,
  edit: SubscriberEdit,
): Promise<ChangeSubscriberOutcome> =>
  store.changeSubscriber(
    edit,
    deed.at,
    editEntry(deed, 'subscriber.changed', { kind: 'subscriber', id: String(edit.id) }, (each) => each, edit.details),
  );
