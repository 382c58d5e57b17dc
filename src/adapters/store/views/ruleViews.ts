import type { NoticeView, RuleView } from '../../../ports/consoleStore.ts';
import type { Queryable } from '../database.ts';

export const readRules = (db: Queryable): Promise<readonly RuleView[]> =>
  db.query<RuleView>(`
    SELECT v.rule_id AS "ruleId", v.name, v.owner, s.share, s.blind_since AS "blindSince", s.says, s.advice,
           (SELECT coalesce(sum(r.matches), 0)::integer FROM rule_sources AS r WHERE r.rule_id = v.rule_id) AS matches
      FROM listed_rule_revisions AS v LEFT JOIN rule_sight AS s ON s.rule_id = v.rule_id
     WHERE v.to_set IS NULL
     ORDER BY s.blind_since NULLS LAST, s.share, v.rule_id`);

export const readNotices = (db: Queryable, limit: number): Promise<readonly NoticeView[]> =>
  db.query<NoticeView>(
    `SELECT recipient, subject, created_at AS "createdAt", state, response, due_at AS "dueAt", quarantined_at IS NOT NULL AS quarantined
       FROM notices ORDER BY created_at DESC, id DESC LIMIT $1`,
    [limit],
  );
