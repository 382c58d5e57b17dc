import { createHash } from 'node:crypto';
import { queryLimits } from '../../adapters/postgres/queryLimits.ts';
import type { Database, Queryable } from '../../adapters/store/database.ts';
import type { Authorship } from '../../adapters/store/rules/ruleStore.ts';
import { createConfigImports } from '../../adapters/store/shared/configImports.ts';
import { lockConfiguration } from '../../adapters/store/shared/lockConfiguration.ts';
import { within } from '../../adapters/store/transactional.ts';
import { sameValue } from '../../domain/configuration/changes.ts';
import type { ConfigKind } from './configKind.ts';

/** What is to be applied, and the text of the file that asked for it. */
export interface Wanted<T> {
  readonly value: T;
  readonly text: string;
}

/**
 * Makes the store's rules, feeds or subscribers these, all or none. From then on the starter file of that name is not
 * imported. False, and nothing is changed, where they are no longer those that the change was planned on.
 */
export const applyWanted = <T>(
  db: Database,
  kind: ConfigKind<T>,
  wanted: Wanted<T>,
  who: Authorship,
  plannedOn?: T,
): Promise<boolean> =>
  inTurn(db, async (tx) => {
    await lockConfiguration(tx);
    if (plannedOn !== undefined && !sameValue(await kind.current(within(tx)), plannedOn)) return false;
    await save(tx, kind, wanted, heldBy(kind, wanted), who);
    return true;
  });

/** The same, unless something was imported or applied before: of two processes that start together, one does it. */
export const applyFirst = <T>(
  db: Database,
  kind: ConfigKind<T>,
  wanted: Wanted<T>,
  who: Authorship,
): Promise<boolean> =>
  inTurn(db, async (tx) => {
    await lockConfiguration(tx);
    if ((await createConfigImports(tx).imported()).has(kind.name)) return false;
    await save(tx, kind, wanted, heldBy(kind, wanted), who);
    return true;
  });

/** Files may be large, and whoever applies one waits for those who came before. */
const inTurn = <T>(db: Database, run: (tx: Queryable) => Promise<T>): Promise<T> =>
  db.transaction(run, queryLimits.longMs);

const heldBy = <T>(kind: ConfigKind<T>, { value }: Wanted<T>): readonly string[] =>
  Object.values(kind.inventory(value)).flat();

async function save<T>(
  tx: Queryable,
  kind: ConfigKind<T>,
  { value, text }: Wanted<T>,
  held: readonly string[] | null,
  who: Authorship,
): Promise<void> {
  await kind.apply(within(tx), value, who);
  const digest = createHash('sha256').update(text).digest('hex');
  await createConfigImports(tx).record(kind.name, { digest, held }, who.at);
}
