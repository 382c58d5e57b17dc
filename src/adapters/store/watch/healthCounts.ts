import type { HealthCounts } from '../../../pipeline/watch/serviceHealth.ts';
import type { Queryable } from '../database.ts';
import { quarantinedCount } from '../shared/quarantine.ts';
import { heldChannelsSql } from './sendingRound.ts';

export async function readHealthCounts(db: Queryable): Promise<HealthCounts> {
  const [counts] = await db.query<HealthCounts>(`
    SELECT (SELECT count(*) FROM listed_feeds WHERE removed_at IS NULL) AS feeds,
           (SELECT count(DISTINCT s.feed_id) FROM feed_states AS s JOIN listed_feeds AS f ON f.id = s.feed_id
             WHERE s.until IS NULL AND f.removed_at IS NULL)                      AS "feedsInTrouble",
           (SELECT count(*) FROM rule_sight)                                      AS rules,
           (SELECT count(*) FROM rule_sight WHERE blind_since IS NOT NULL)        AS "blindRules",
           ${quarantinedCount} AS "quarantined",
           (SELECT count(*) FROM (${heldChannelsSql}) AS held)                    AS "heldChannels",
           (SELECT min(since) FROM (${heldChannelsSql}) AS held)                  AS "channelHeldSince",
           (SELECT count(*) FROM targets WHERE suppressed_at IS NOT NULL)         AS "suppressedTargets",
           arrived_at AS "canaryArrivedAt", alarm_since AS "canaryAlarmSince"
      FROM canary`);
  if (counts === undefined) throw new Error('counting gave no row');
  return counts;
}
