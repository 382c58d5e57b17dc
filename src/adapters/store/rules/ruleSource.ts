import type { RuleSetChange } from '../../../domain/rules/matcher/compile.ts';
import type { RuleRevision, RuleSet } from '../../../domain/rules/rule.ts';
import type { RuleSource } from '../../../pipeline/match/matcher.ts';
import type { Database } from '../database.ts';

/** Few enough that neither reading nor handing on one part holds the process up for longer than some milliseconds. */
const rulesAtOnce = 500;

/** Sets are immutable, so the parts of one change may be read in several transactions, whatever is edited meanwhile. */
export function createRuleSource(db: Database): RuleSource {
  return {
    currentRuleSet: () => currentRuleSet(db),
    changes: (from, to) => changes(db, from, to),
  };
}

/** All rules of one set, by revision id. For what looks at a whole set once; matching takes it in parts. */
export async function loadRuleSet(db: Database, number: number): Promise<RuleSet> {
  const rules: RuleRevision[] = [];
  for await (const { added } of changes(db, 0, number)) rules.push(...added);
  return { number, rules };
}

async function currentRuleSet(db: Database): Promise<number> {
  const [current] = await db.query<{ number: number }>('SELECT coalesce(max(number), 0) AS number FROM rule_sets');
  return current?.number ?? 0;
}

async function* changes(db: Database, from: number, to: number): AsyncGenerator<RuleSetChange> {
  yield { number: to, added: [], removed: await endedBetween(db, from, to) };
  for (let after = 0, isMore = true; isMore; ) {
    const added = await begunBetween(db, from, to, after);
    if (added.length > 0) yield { number: to, added, removed: [] };
    after = added.at(-1)?.id ?? after;
    isMore = added.length === rulesAtOnce;
  }
}

/** The revisions of set `from` that are not in set `to`. */
async function endedBetween(db: Database, from: number, to: number): Promise<readonly number[]> {
  if (from === 0) return [];
  const rows = await db.query<{ id: number }>(
    'SELECT id FROM rule_revisions WHERE to_set > $1 AND to_set <= $2 AND from_set <= $1',
    [from, to],
  );
  return rows.map(({ id }) => id);
}

/** The next revisions, by id, of set `to` that are not in set `from`. */
const begunBetween = (db: Database, from: number, to: number, after: number): Promise<RuleRevision[]> =>
  db.query<RuleRevision>(
    `SELECT ${ruleColumns} FROM rule_revisions AS v
      WHERE v.id > $1 AND v.from_set > $2 AND v.from_set <= $3 AND (v.to_set IS NULL OR v.to_set > $3)
      ORDER BY v.id LIMIT ${rulesAtOnce}`,
    [after, from, to],
  );

/** The columns of a `RuleRevision`, from `rule_revisions AS v`. */
export const ruleColumns = 'v.id, v.rule_id AS "ruleId", v.revision, v.name, v.query, v.alert, v.owner, v.concepts';
