import type { RuleRevision } from '../../../domain/rules/rule.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import type { Queryable } from '../database.ts';
import { ruleColumns } from './ruleSource.ts';

/** The revision of a rule that is in force; null: there is no such rule now. */
export async function readRuleInForce(db: Queryable, ruleId: string): Promise<RuleRevision | null> {
  const [revision] = await db.query<RuleRevision>(
    `SELECT ${ruleColumns} FROM listed_rule_revisions AS v WHERE v.rule_id = $1 AND v.to_set IS NULL`,
    [ruleId],
  );
  return revision ?? null;
}

/** The rules in force by name, to choose one of; of more than two thousand, the first. */
export const readRuleChoices = (db: Queryable): Promise<readonly NamedRule[]> =>
  db.query(
    `SELECT rule_id AS "ruleId", name FROM listed_rule_revisions WHERE to_set IS NULL ORDER BY lower(name), rule_id LIMIT 2000`,
  );
