import { type AuditEntry, audited, type Deed } from '../deed.ts';

export interface ErasePersonStore {
  /** False: there is no such subscriber. */
  erasePerson(subscriberId: number, entry: AuditEntry): Promise<boolean>;
}

/**
 * Erases who a person is, everywhere (GDPR art. 17); it cannot be undone. What was sent stays, of nobody. That they left something is
 * kept as a hash of the address: it is what keeps us from writing to them again (art. 17(3)(b), 21(3)).
 */
export async function erasePerson(
  store: ErasePersonStore,
  deed: Deed,
  subscriberId: number,
): Promise<'erased' | 'unknown'> {
  const entry = audited(deed, {
    action: 'subscriber.erased',
    subject: { kind: 'subscriber', id: String(subscriberId) },
  });
  return (await store.erasePerson(subscriberId, entry)) ? 'erased' : 'unknown';
}
