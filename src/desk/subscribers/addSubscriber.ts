import type { SubscriberDefinition } from '../../domain/configuration/definitions.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

/** A subscriber without subscriptions. */
export type SubscriberDetails = Pick<SubscriberDefinition, 'email' | 'name' | 'timezone'>;

export interface AddSubscriberStore {
  /** Who was removed before comes back, without the old subscriptions. `taken`: whose address it is. */
  addSubscriber(
    details: SubscriberDetails,
    at: Date,
    entryOf: (id: number) => AuditEntry,
  ): Promise<{ readonly id: number } | { readonly taken: number }>;
}

export type AddSubscriberOutcome =
  | { readonly kind: 'added'; readonly id: number }
  /** Somebody has the address, however it is written. */
  | { readonly kind: 'taken'; readonly id: number };

/** Adds somebody who may be given subscriptions. What they left before stays left. */
export async function addSubscriber(
  store: AddSubscriberStore,
  deed: Deed,
  details: SubscriberDetails,
): Promise<AddSubscriberOutcome> {
  const outcome = await store.addSubscriber(details, deed.at, (id) =>
    audited(deed, { action: 'subscriber.added', subject: { kind: 'subscriber', id: String(id) }, after: details }),
  );
  return 'id' in outcome ? { kind: 'added', id: outcome.id } : { kind: 'taken', id: outcome.taken };
}
