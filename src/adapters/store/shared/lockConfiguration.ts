import type { Queryable } from '../database.ts';

/** Changes of rules, feeds and subscribers come one after the other. */
export const lockConfiguration = (tx: Queryable): Promise<number> =>
  tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.configuration'))");
