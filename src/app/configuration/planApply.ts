import { createConfigImports } from '../../adapters/store/shared/configImports.ts';
import type { Transactional } from '../../adapters/store/transactional.ts';
import { doubtfulRemovals } from '../../domain/configuration/removals.ts';
import type { ConfigKind, PlannedChange } from './configKind.ts';

/** What an apply would do to the state that is there now. */
export interface ApplyPlan<T> {
  readonly current: T;
  /** Of the current state: what `--based-on` is compared with. */
  readonly version: string;
  readonly changes: readonly PlannedChange[];
  readonly notes: readonly string[];
  /** Why its removals need a yes; empty where they go ahead. */
  readonly doubts: readonly string[];
}

export async function planApply<T>(
  db: Transactional,
  kind: ConfigKind<T>,
  wanted: T,
  now: Date,
): Promise<ApplyPlan<T>> {
  const current = await kind.current(db);
  const held = await createConfigImports(db).held(kind.name);
  return {
    current,
    version: await kind.version(db, current),
    changes: kind.changes(current, wanted),
    notes: await kind.notes(db, wanted, now),
    doubts: doubtfulRemovals(kind.inventory(current), kind.inventory(wanted), held),
  };
}
