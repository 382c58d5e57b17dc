import type { ListedConcept, ListedRevision, RuleInForce, Slice } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';

/** Rules in force, by id, from behind one on. */
export const rulesSlice = (
  db: Queryable,
  { after, limit }: Slice<string>,
  now: Date,
): Promise<readonly RuleInForce[]> =>
  db.query<RuleInForce>(`${inForceSql} AND ($2::text IS NULL OR v.rule_id > $2) ORDER BY v.rule_id LIMIT $3`, [
    now,
    after,
    limit,
  ]);

export async function ruleInForce(db: Queryable, id: string, now: Date): Promise<RuleInForce | null> {
  const [rule] = await db.query<RuleInForce>(`${inForceSql} AND v.rule_id = $2`, [now, id]);
  return rule ?? null;
}

const inForceSql = `
  SELECT v.rule_id AS id, v.revision, v.name, v.query, v.owner, v.alert, v.blind_below AS "blindBelow",
         s.made_at AS "changedAt", s.made_by AS "changedBy", s.reason AS why, i.share, i.blind_since AS "blindSince",
         (SELECT coalesce(sum(c.matches), 0)::integer FROM rule_sources AS c WHERE c.rule_id = v.rule_id) AS matches,
         (SELECT count(*) FROM subscribed_rules AS u JOIN listed_subscriptions AS x ON x.id = u.subscription_id
           WHERE u.rule_id = v.rule_id AND x.removed_at IS NULL AND x.unsubscribed_at IS NULL) AS subscriptions,
         (SELECT demands_review FROM rules WHERE id = v.rule_id) AS "demandsReview",
         p.paused_at AS "pausedAt", p.paused_by AS "pausedBy", p.ends_at AS "pausedUntil", p.why AS "pauseReason"
    FROM listed_rule_revisions AS v
    JOIN rule_sets AS s ON s.number = v.from_set
    LEFT JOIN rule_sight AS i ON i.rule_id = v.rule_id
    LEFT JOIN rule_pauses AS p ON p.rule_id = v.rule_id AND (p.ends_at IS NULL OR p.ends_at > $1)
   WHERE v.to_set IS NULL`;

/** Of one rule, newest first, from before one on. */
export const revisionsSlice = (
  db: Queryable,
  ruleId: string,
  { after, limit }: Slice<number>,
): Promise<readonly ListedRevision[]> =>
  db.query<ListedRevision>(
    `SELECT v.revision, v.name, v.query, v.owner, v.alert, v.blind_below AS "blindBelow", v.concepts,
            s.made_at AS "madeAt", s.made_by AS "madeBy", s.reason AS why, u.made_at AS "endedAt"
       FROM listed_rule_revisions AS v
       JOIN rule_sets AS s ON s.number = v.from_set
       LEFT JOIN rule_sets AS u ON u.number = v.to_set
      WHERE v.rule_id = $1 AND ($2::integer IS NULL OR v.revision < $2)
      ORDER BY v.revision DESC LIMIT $3`,
    [ruleId, after, limit],
  );

/** By name, from behind one on. */
export const conceptsSlice = (db: Queryable, { after, limit }: Slice<string>): Promise<readonly ListedConcept[]> =>
  db.query<ListedConcept>(conceptsSql('$1::text IS NULL OR name > $1', 'LIMIT $2'), [after, limit]);

export async function conceptByName(db: Queryable, name: string): Promise<ListedConcept | null> {
  const [concept] = await db.query<ListedConcept>(conceptsSql('name = $1', ''), [name]);
  return concept ?? null;
}

/** One look at the rules in force for all concepts of a page. */
const conceptsSql = (which: string, most: string): string => `
  WITH page AS (SELECT name, terms, changed_at FROM concepts WHERE ${which} ORDER BY name ${most}),
       users AS (SELECT used.name, array_agg(v.rule_id ORDER BY v.rule_id) AS rules
                   FROM listed_rule_revisions AS v CROSS JOIN LATERAL jsonb_object_keys(v.concepts) AS used (name)
                  WHERE v.to_set IS NULL AND used.name IN (SELECT name FROM page) GROUP BY used.name)
  SELECT p.name, p.terms, p.changed_at AS "changedAt", coalesce(u.rules, '{}') AS rules
    FROM page AS p LEFT JOIN users AS u ON u.name = p.name ORDER BY p.name`;
