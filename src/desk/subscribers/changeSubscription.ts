import type { SubscriptionDefinition } from '../../domain/configuration/definitions.ts';
import type { Deed } from '../deed.ts';
import { type EditOutcome, type EntryOfEdit, editEntry } from '../edit.ts';
import { loggedSubscription } from './addSubscription.ts';

export interface SubscriptionEdit {
  readonly id: number;
  readonly basedOn: string;
  readonly definition: SubscriptionDefinition;
}

export type ChangeSubscriptionOutcome =
  | EditOutcome<SubscriptionDefinition>
  | { readonly kind: 'unknown rules'; readonly rules: readonly string[] };

export interface ChangeSubscriptionStore {
  changeSubscription(
    edit: SubscriptionEdit,
    at: Date,
    entryOf: EntryOfEdit<SubscriptionDefinition>,
  ): Promise<ChangeSubscriptionOutcome>;
}

/** Changes a subscription. It stays the same one: nothing that it brought is brought again. What was left stays left. */
export const changeSubscription = (
  store: ChangeSubscriptionStore,
  deed: Deed,
  edit: SubscriptionEdit,
): Promise<ChangeSubscriptionOutcome> =>
  store.changeSubscription(
    edit,
    deed.at,
    editEntry(
      deed,
      'subscription.changed',
      { kind: 'subscription', id: String(edit.id) },
      loggedSubscription,
      edit.definition,
    ),
  );
