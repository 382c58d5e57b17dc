import type { MetricCounts } from '../../../ports/metricCounts.ts';
import type { Queryable } from '../database.ts';
import { quarantinedCount } from '../shared/quarantine.ts';

/**
 * Counts for monitors that ask several times a minute: by small tables and partial indexes. Where a table grows without a
 * bound, the number is PostgreSQL's own estimate.
 */
export async function readMetricCounts(db: Queryable): Promise<MetricCounts> {
  const [counts] = await db.query<MetricCounts>(countsSql);
  if (counts === undefined) throw new Error('counting gave no row');
  return counts;
}

/** What a query counts by one or two names, as JSON. */
const grouped = (sql: string): string => `(SELECT coalesce(json_agg(g), '[]') FROM (${sql}) AS g)`;

/** Of a table with its partitions; 0 before it was first analysed. */
const estimate = (table: string): string =>
  `(SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint FROM pg_class AS c
     WHERE c.oid = '${table}'::regclass OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = '${table}'::regclass))`;

const countsSql = `
  SELECT (SELECT count(*) FROM listed_feeds WHERE removed_at IS NULL) AS feeds,
         ${grouped(`SELECT s.state, count(*) AS count FROM feed_states AS s JOIN listed_feeds AS f ON f.id = s.feed_id
                     WHERE s.until IS NULL AND f.removed_at IS NULL GROUP BY 1 ORDER BY 1`)} AS "feedsInTrouble",
         (SELECT count(*) FROM listed_rule_revisions WHERE to_set IS NULL) AS rules,
         (SELECT count(*) FROM rule_sight WHERE blind_since IS NOT NULL) AS "blindRules",
         ${estimate('article_revisions')} AS "articleRevisions",
         ${estimate('messages')} AS messages,
         ${grouped('SELECT step, count(*) AS count FROM pipeline_items WHERE quarantined_at IS NULL GROUP BY 1 ORDER BY 1')} AS waiting,
         ${grouped(`SELECT state, count(*) AS count FROM deliveries WHERE state IN ('pending', 'retrying') AND quarantined_at IS NULL GROUP BY 1
                    UNION ALL SELECT 'rejected', count(*) FROM deliveries WHERE state = 'rejected' ORDER BY 1`)} AS deliveries,
         ${quarantinedCount} AS quarantined,
         ${grouped('SELECT direction, scope, count(*) AS count FROM holds GROUP BY 1, 2 ORDER BY 1, 2')} AS holds,
         (SELECT count(*) FROM targets WHERE suppressed_at IS NOT NULL) AS "suppressedTargets"`;
