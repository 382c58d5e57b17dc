import type { KeptRevision, RuleSetMade } from '../../../domain/rules/keptRevision.ts';
import type { RuleRevision } from '../../../domain/rules/rule.ts';
import type { Queryable } from '../database.ts';
import { ruleColumns } from './ruleSource.ts';

/** What a change did, as ids of rules. */
export interface RuleSetChange extends RuleSetMade {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly ended: readonly string[];
}

export interface RevisionPage {
  /** Only those before this revision; null: from the newest on. */
  readonly before: number | null;
  readonly limit: number;
}

/** What rules were: nothing of it ever changes. */
export interface RuleHistory {
  /** Newest first. */
  changes(limit: number): Promise<readonly RuleSetChange[]>;
  /** Of one rule, newest first, all or a page of them; none where there never was such a rule. */
  revisions(ruleId: string, page?: RevisionPage): Promise<readonly KeptRevision[]>;
  /** The ids of all rules that are or were. */
  ruleIds(): Promise<readonly string[]>;
}

export const createRuleHistory = (db: Queryable): RuleHistory => ({
  changes: (limit) => db.query<RuleSetChange>(changesSql, [limit]),
  revisions: (ruleId, page) => revisions(db, ruleId, page),
  async ruleIds() {
    const rows = await db.query<{ id: string }>('SELECT id FROM listed_rules ORDER BY id');
    return rows.map(({ id }) => id);
  },
});

/** A rule that a set both ends and begins was changed by it. */
const changesSql = `
  SELECT s.number AS set, s.made_at AS at, s.made_by AS by, s.reason AS why,
         ARRAY(SELECT rule_id FROM rule_revisions WHERE from_set = s.number
               EXCEPT SELECT rule_id FROM rule_revisions WHERE to_set = s.number ORDER BY 1) AS added,
         ARRAY(SELECT rule_id FROM rule_revisions WHERE from_set = s.number
               INTERSECT SELECT rule_id FROM rule_revisions WHERE to_set = s.number ORDER BY 1) AS changed,
         ARRAY(SELECT rule_id FROM rule_revisions WHERE to_set = s.number
               EXCEPT SELECT rule_id FROM rule_revisions WHERE from_set = s.number ORDER BY 1) AS ended
    FROM listed_rule_sets AS s
   ORDER BY s.number DESC LIMIT $1`;

interface RevisionRow extends RuleRevision {
  readonly blindBelow: number | null;
  readonly sinceSet: number;
  readonly sinceAt: Date;
  readonly sinceBy: string;
  readonly sinceWhy: string;
  readonly untilSet: number | null;
  readonly untilAt: Date;
  readonly untilBy: string;
  readonly untilWhy: string;
}

/** A page begins with the revision behind it: that one tells whether the next was replaced or ended. */
async function revisions(
  db: Queryable,
  ruleId: string,
  { before, limit }: Partial<RevisionPage> = {},
): Promise<readonly KeptRevision[]> {
  const rows = await db.query<RevisionRow>(
    `SELECT ${ruleColumns}, v.blind_below AS "blindBelow",
            s.number AS "sinceSet", s.made_at AS "sinceAt", s.made_by AS "sinceBy", s.reason AS "sinceWhy",
            u.number AS "untilSet", u.made_at AS "untilAt", u.made_by AS "untilBy", u.reason AS "untilWhy"
       FROM listed_rule_revisions AS v
       JOIN rule_sets AS s ON s.number = v.from_set
       LEFT JOIN rule_sets AS u ON u.number = v.to_set
      WHERE v.rule_id = $1 AND ($2::integer IS NULL OR v.revision <= $2) ORDER BY v.revision DESC LIMIT $3`,
    [ruleId, before ?? null, limit === undefined ? null : limit + 1],
  );
  const kept = rows.map((row, place) => keptRevision(row, rows[place - 1] ?? null));
  const first = before === undefined || before === null ? 0 : kept.findIndex(({ revision }) => revision < before);
  return first < 0 ? [] : kept.slice(first, limit === undefined ? undefined : first + limit);
}

function keptRevision(row: RevisionRow, next: RevisionRow | null): KeptRevision {
  const { id, revision, name, query, alert, owner, concepts, blindBelow, untilSet } = row;
  const isReplaced = untilSet !== null && next?.sinceSet === untilSet;
  return {
    ...{ id, ruleId: row.ruleId, revision, name, query, alert, owner, concepts, blindBelow },
    since: { set: row.sinceSet, at: row.sinceAt, by: row.sinceBy, why: row.sinceWhy },
    until: untilSet === null ? null : { set: untilSet, at: row.untilAt, by: row.untilBy, why: row.untilWhy },
    state: untilSet === null ? 'in force' : isReplaced ? 'replaced' : 'ended',
  };
}
