import type { ConceptChange, ConceptViews, ListedConcept } from '../../../ports/conceptViews.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import type { Queryable } from '../database.ts';

/** What the pages of concepts show; nothing here locks or writes. Each revision of a rule keeps the concepts that it uses. */
export const createConceptViews = (db: Queryable): ConceptViews => ({
  concepts: () => db.query<ListedConcept>(conceptsSql),
  usersOf: (concept) =>
    db.query<NamedRule>(
      `SELECT rule_id AS "ruleId", name FROM listed_rule_revisions
        WHERE to_set IS NULL AND concepts ? $1 ORDER BY lower(name), rule_id LIMIT 500`,
      [concept],
    ),
  changesOf: (concept, limit) => db.query<ConceptChange>(changesSql, [concept, limit]),
  async articlesByLang(since) {
    const rows = await db.query<{ lang: string | null; articles: number }>(
      `SELECT a.lang, count(*)::integer AS articles FROM article_revisions AS r
         JOIN articles AS a ON a.id = r.article_id AND a.seen_at = r.seen_at AND a.latest_revision = r.revision
        WHERE r.saved_at >= $1 AND r.seen_at >= $1::timestamptz - interval '31 days' GROUP BY a.lang`,
      [since],
    );
    return new Map(rows.map(({ lang, articles }) => [lang, articles]));
  },
});

const conceptsSql = `
  SELECT c.name, c.terms, c.changed_at AS "changedAt", coalesce(u.rules, 0) AS rules
    FROM concepts AS c
    LEFT JOIN (SELECT concept, count(*)::integer AS rules
                 FROM listed_rule_revisions AS v CROSS JOIN LATERAL jsonb_object_keys(v.concepts) AS concept
                WHERE v.to_set IS NULL GROUP BY concept) AS u ON u.concept = c.name
   ORDER BY c.name`;

const changesSql = `
  SELECT at, actor_name AS by, action, why, coalesce(after -> 'added', '[]') AS added, coalesce(before -> 'removed', '[]') AS removed
    FROM audit_log WHERE subject_kind = 'concept' AND subject_id = $1 ORDER BY id DESC LIMIT $2`;
