import { type AuditEntry, audited, type Deed } from '../deed.ts';

/** All that is stored about one person, as it goes out. Each part is a list of rows, by what they are. */
export type PersonExport = Readonly<Record<string, readonly unknown[]>>;

export interface ExportPersonStore {
  /** Null: there is no such subscriber. */
  exportPerson(subscriberId: number, entry: AuditEntry): Promise<PersonExport | null>;
}

/** All that is stored about a person (GDPR art. 15 and 20). That it went out is logged. */
export const exportPerson = (
  store: ExportPersonStore,
  deed: Deed,
  subscriberId: number,
): Promise<PersonExport | null> =>
  store.exportPerson(
    subscriberId,
    audited(deed, { action: 'subscriber.exported', subject: { kind: 'subscriber', id: String(subscriberId) } }),
  );
