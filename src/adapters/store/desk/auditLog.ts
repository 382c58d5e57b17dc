import type { AuditEntry } from '../../../desk/deed.ts';
import type { Database, Queryable } from '../database.ts';

/** Writes the row of a deed. Call it in the deed's transaction: what is not logged did not happen. */
export async function recordAudit(
  tx: Queryable,
  { by, why, at, action, subject, before, after }: AuditEntry,
): Promise<void> {
  await tx.execute(
    `INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, why, before, after)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [at, by.kind, by.id, by.name, action, subject.kind, subject.id, why, json(before), json(after)],
  );
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/**
 * Does something and logs it, both or neither. `run` gives its result and the entry; an entry of null says that nothing
 * was changed, and nothing is logged.
 */
export const inDeed = <T>(
  db: Database,
  run: (tx: Queryable) => Promise<{ readonly result: T; readonly entry: AuditEntry | null }>,
): Promise<T> =>
  db.transaction(async (tx) => {
    const { result, entry } = await run(tx);
    if (entry !== null) await recordAudit(tx, entry);
    return result;
  });

/** The log is kept as long as what it speaks of. */
export const forgetOldDeeds = (db: Queryable, before: Date): Promise<number> =>
  db.execute('DELETE FROM audit_log WHERE at < $1', [before]);

/** What a deed of a store answers. */
export type DeedResult<Deed extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<Deed>>;
