import type { HealthCounts } from '../../../pipeline/watch/serviceHealth.ts';
import type { Queryable } from '../database.ts';

export async function readHealthCounts(db: Queryable): Promise<HealthCounts> {
  const [counts] = await db.query<HealthCounts>(`
    SELECT (SELECT count(*) FROM listed_feeds WHERE removed_at IS NULL) AS feeds,
           (SELECT count(DISTINCT s.feed_id) FROM feed_states AS s JOIN listed_feeds AS f ON f.id = s.feed_id
             WHERE s.until IS NULL AND f.removed_at IS NULL)                      AS "feedsInTrouble",
           (SELECT count(*) FROM rule_sight)                                      AS rules,
           (SELECT count(*) FROM rule_sight WHERE blind_since IS NOT NULL)        AS "blindRules",
           (SELECT count(*) FROM pipeline_items WHERE quarantined_at IS NOT NULL)
           + (SELECT count(*) FROM subscriptions WHERE quarantined_at IS NOT NULL)
           + (SELECT count(*) FROM deliveries WHERE quarantined_at IS NOT NULL)
           + (SELECT count(*) FROM notices WHERE quarantined_at IS NOT NULL)      AS "quarantined",
           arrived_at AS "canaryArrivedAt", alarm_since AS "canaryAlarmSince"
      FROM canary`);
  if (counts === undefined) throw new Error('counting gave no row');
  return counts;
}
