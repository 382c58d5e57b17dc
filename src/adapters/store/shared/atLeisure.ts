import { queryLimits } from '../../postgres/queryLimits.ts';
import type { Database, Queryable } from '../database.ts';

/** A transaction of retention, which may search whole tables. */
export const atLeisure = <T>(db: Database, run: (tx: Queryable) => Promise<T>): Promise<T> =>
  db.transaction(run, queryLimits.maintenanceMs);
