import { type AuditEntry, audited, type Deed } from '../deed.ts';

export interface ReleaseStore<Kind extends string> {
  /** How many rows of the kind went back to their step; none is logged where there was none. */
  release(kind: Kind, entryOf: (count: number) => AuditEntry): Promise<number>;
}

export interface Released<Kind extends string> {
  readonly kind: Kind;
  readonly count: number;
}

/** Gives back to their steps what was quarantined after repeated crashes; each kind by itself. */
export async function release<Kind extends string>(
  store: ReleaseStore<Kind>,
  deed: Deed,
  kinds: readonly Kind[],
): Promise<readonly Released<Kind>[]> {
  const released: Released<Kind>[] = [];
  for (const kind of kinds) {
    const subject = { kind: 'quarantine', id: kind } as const;
    const count = await store.release(kind, (rows) =>
      audited(deed, { action: 'quarantine.released', subject, after: { rows } }),
    );
    if (count > 0) released.push({ kind, count });
  }
  return released;
}
