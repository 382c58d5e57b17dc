import { type AuditEntry, audited, type Deed, type Subject } from './deed.ts';

/** What came of an edit that is fenced by the version that it is based on. `current`: what somebody else saved meanwhile. */
export type EditOutcome<T> =
  | { readonly kind: 'changed' }
  /** There is no such thing, or it was removed. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'conflict'; readonly current: T };

/** Makes the entry of an edit when it is known what stood there. */
export type EntryOfEdit<T> = (before: T) => AuditEntry;

/** The entry of an edit of one thing; `shown` leaves out what the log must not hold. */
export const editEntry =
  <T>(deed: Deed, action: string, subject: Subject, shown: (value: T) => unknown, after?: T): EntryOfEdit<T> =>
  (before) =>
    audited(deed, {
      ...{ action, subject, before: shown(before) },
      ...(after === undefined ? {} : { after: shown(after) }),
    });
