import { createHash } from 'node:crypto';
import { queryLimits } from '../../adapters/postgres/queryLimits.ts';
import type { Database, Queryable } from '../../adapters/store/database.ts';
import { recordAudit } from '../../adapters/store/desk/auditLog.ts';
import type { Authorship } from '../../adapters/store/rules/ruleStore.ts';
import { createConfigImports } from '../../adapters/store/shared/configImports.ts';
import { lockConfiguration } from '../../adapters/store/shared/lockConfiguration.ts';
import { within } from '../../adapters/store/transactional.ts';
import { type Actor, audited } from '../../desk/deed.ts';
import { sameValue } from '../../domain/configuration/changes.ts';
import type { ConfigKind, PlannedChange } from './configKind.ts';

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
  who: Authorship & { readonly actor?: Actor },
  plannedOn?: T,
): Promise<boolean> =>
  inTurn(db, async (tx) => {
    await lockConfiguration(tx);
    const current = await kind.current(within(tx));
    if (plannedOn !== undefined && !sameValue(current, plannedOn)) return false;
    await save(tx, kind, { current, wanted, held: heldBy(kind, wanted) }, who, who.actor);
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
    const current = await kind.current(within(tx));
    await save(tx, kind, { current, wanted, held: heldBy(kind, wanted) }, who, {
      kind: 'service',
      id: null,
      name: who.by,
    });
    return true;
  });

/** Files may be large, and whoever applies one waits for those who came before. */
const inTurn = <T>(db: Database, run: (tx: Queryable) => Promise<T>): Promise<T> =>
  db.transaction(run, queryLimits.longMs);

const heldBy = <T>(kind: ConfigKind<T>, { value }: Wanted<T>): readonly string[] =>
  Object.values(kind.inventory(value)).flat();

interface Replacement<T> {
  readonly current: T;
  readonly wanted: Wanted<T>;
  /** What the file applied last holds; null: this is no such file. */
  readonly held: readonly string[] | null;
}

async function save<T>(
  tx: Queryable,
  kind: ConfigKind<T>,
  { current, wanted: { value, text }, held }: Replacement<T>,
  { by, why, at }: Authorship,
  actor: Actor = { kind: 'command', id: null, name: by },
): Promise<void> {
  await kind.apply(within(tx), value, { by, why, at });
  const digest = createHash('sha256').update(text).digest('hex');
  await createConfigImports(tx).record(kind.name, { digest, held }, at);
  const changes = kind.changes(current, value);
  if (changes.length === 0) return;
  const deed = { by: actor, why, at };
  const subject = { kind: kind.name, id: digest.slice(0, 12) };
  await recordAudit(tx, audited(deed, { action: `${kind.name}.applied`, subject, after: summary(changes) }));
}

/** Of so many changes the log names each. */
const mostNamed = 200;

/** Names only: what a target or a password was is not for the log. */
const summary = (changes: readonly PlannedChange[]) => {
  const named = (wanted: PlannedChange['kind']) =>
    changes.filter(({ kind }) => kind === wanted).map(({ what }) => what);
  const [added, changed, removed] = [named('added'), named('changed'), named('removed')];
  return {
    counts: { added: added.length, changed: changed.length, removed: removed.length },
    ...{ added: added.slice(0, mostNamed), changed: changed.slice(0, mostNamed), removed: removed.slice(0, mostNamed) },
  };
};
