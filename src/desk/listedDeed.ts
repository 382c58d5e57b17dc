import type { Actor, AuditEntry, Subject } from './deed.ts';

/** A row of the audit log, as it is looked at. */
export interface ListedDeed extends AuditEntry {
  readonly id: number;
}

/** Which rows are wanted; whatever is null does not matter. */
export interface DeedFilter {
  readonly by: { readonly kind: Actor['kind']; readonly id: number | null } | null;
  /** The whole action, or the part before the dot. */
  readonly action: string | null;
  readonly subject: { readonly kind: Subject['kind'] | string; readonly id: string | null } | null;
  readonly from: Date | null;
  /** Before this instant. */
  readonly until: Date | null;
  /** Older than this row. */
  readonly before: Pick<ListedDeed, 'at' | 'id'> | null;
  readonly limit: number;
}
