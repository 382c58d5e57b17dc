import { sameValue } from '../../../domain/configuration/changes.ts';
import type { Concepts } from '../../../domain/rules/rule.ts';
import type { RuleDefinition, RuleDefinitions } from '../../../domain/rules/ruleDefinition.ts';
import type { Queryable } from '../database.ts';
import type { Transactional } from '../transactional.ts';
import { readConcepts } from './conceptList.ts';

/** Who changes rules, and why: kept with every rule set. */
export interface Authorship {
  readonly by: string;
  readonly why: string;
  readonly at: Date;
}

/** A rule with the concepts that its query uses, as its revision is to keep them. */
export interface RuleWithConcepts extends RuleDefinition {
  readonly concepts: Concepts;
}

export interface RuleStore {
  read(): Promise<RuleDefinitions>;
  /**
   * Makes the store's rules these, all or none, as one new rule set: a revision for each rule that is new or differs, be
   * it in a concept only; rules that are not there end. A change of concepts that no rule uses is a set, too.
   */
  replace(rules: readonly RuleWithConcepts[], concepts: Concepts, authorship: Authorship): Promise<void>;
}

export function createRuleStore(db: Transactional): RuleStore {
  return {
    async read() {
      const rows = await db.query<Stored<RuleDefinition>>(
        'SELECT rule_id AS id, name, query, owner, alert, blind_below AS "blindBelow" FROM listed_rule_revisions WHERE to_set IS NULL ORDER BY rule_id',
      );
      const rules = rows.map(withoutDefault);
      return { rules, concepts: await readConcepts(db) };
    },
    replace: (rules, concepts, authorship) => db.transaction((tx) => replaceAll(tx, rules, concepts, authorship)),
  };
}

async function replaceAll(
  tx: Queryable,
  rules: readonly RuleWithConcepts[],
  concepts: Concepts,
  who: Authorship,
): Promise<void> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.rules'))");
  const current = await currentRules(tx);
  const revised = rules.filter((rule) => !sameValue(current.get(rule.id), rule));
  const ended = [...current.keys()].filter((id) => !rules.some((rule) => rule.id === id));
  const areConceptsOther = await saveConcepts(tx, concepts, who.at);
  if (revised.length === 0 && ended.length === 0 && !areConceptsOther) return;
  const set = await openRuleSet(tx, who);
  await tx.execute('UPDATE rules SET deleted_at = $2 WHERE id = ANY ($1::text[])', [ended, who.at]);
  await tx.execute('UPDATE rule_revisions SET to_set = $2 WHERE to_set IS NULL AND rule_id = ANY ($1::text[])', [
    [...ended, ...revised.map(({ id }) => id)],
    set,
  ]);
  for (const rule of revised) await revise(tx, rule, set, who.at);
}

async function currentRules(tx: Queryable): Promise<ReadonlyMap<string, RuleWithConcepts>> {
  const rows = await tx.query<Stored<RuleWithConcepts>>(
    'SELECT rule_id AS id, name, query, owner, alert, blind_below AS "blindBelow", concepts FROM listed_rule_revisions WHERE to_set IS NULL',
  );
  return new Map(rows.map((row) => [row.id, withoutDefault(row)]));
}

type Stored<T extends RuleDefinition> = Omit<T, 'blindBelow'> & { readonly blindBelow: number | null };

/** What is the default is absent, so that rules compare as they are written. */
const withoutDefault = <T extends RuleDefinition>({ blindBelow, ...rule }: Stored<T>) => ({
  ...rule,
  ...(blindBelow === null ? {} : { blindBelow }),
});

async function openRuleSet(tx: Queryable, { by, why, at }: Authorship): Promise<number> {
  const [set] = await tx.query<{ number: number }>(
    'INSERT INTO rule_sets (made_at, made_by, reason) VALUES ($1, $2, $3) RETURNING number',
    [at, by, why],
  );
  if (set === undefined) throw new Error('opening a rule set gave no row');
  return set.number;
}

async function revise(tx: Queryable, rule: RuleWithConcepts, set: number, at: Date): Promise<void> {
  await tx.execute(
    'INSERT INTO rules (id, created_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET deleted_at = NULL',
    [rule.id, at],
  );
  await tx.execute(
    `INSERT INTO rule_revisions (rule_id, revision, name, query, alert, owner, concepts, from_set, blind_below)
     SELECT $1, coalesce(max(revision), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM rule_revisions WHERE rule_id = $1`,
    [
      ...[rule.id, rule.name, rule.query, JSON.stringify(rule.alert), rule.owner, JSON.stringify(rule.concepts), set],
      rule.blindBelow ?? null,
    ],
  );
}

/** Whether any of them is new, other or gone. */
async function saveConcepts(tx: Queryable, concepts: Concepts, at: Date): Promise<boolean> {
  const gone = await tx.execute('DELETE FROM concepts WHERE name <> ALL ($1::text[])', [Object.keys(concepts)]);
  const saved = await tx.execute(
    `INSERT INTO concepts (name, terms, changed_at) SELECT key, value, $2 FROM jsonb_each($1::jsonb)
     ON CONFLICT (name) DO UPDATE SET terms = excluded.terms, changed_at = excluded.changed_at WHERE concepts.terms <> excluded.terms`,
    [JSON.stringify(concepts), at],
  );
  return gone + saved > 0;
}
