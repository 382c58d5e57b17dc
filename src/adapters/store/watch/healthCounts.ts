import { blinding } from '../../../domain/feeds/health/states.ts';
import type { HealthCounts } from '../../../pipeline/watch/serviceHealth.ts';
import type { Queryable } from '../database.ts';
import { quarantinedCount } from '../shared/quarantine.ts';
import { heldChannelsSql } from './sendingRound.ts';

/** What was asked and never responded with anything useful, whether or not a round has judged it (SQL). */
export const neverAnswered = (feed: string): string =>
  `(${feed}.last_succeeded_at IS NULL AND ${feed}.last_error IS NOT NULL)`;

/** What somebody paused is no trouble. */
const openStates = "SELECT FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL AND s.state <> 'paused'";
const blindStates = blinding.map((state) => `'${state}'`).join(', ');

export async function readHealthCounts(db: Queryable): Promise<HealthCounts> {
  const [counts] = await db.query<HealthCounts>(`
    SELECT (SELECT count(*) FROM listed_feeds WHERE removed_at IS NULL) AS feeds,
           (SELECT count(*) FROM listed_feeds AS f
             WHERE f.removed_at IS NULL AND (EXISTS (${openStates}) OR ${neverAnswered('f')})) AS "feedsInTrouble",
           (SELECT count(*) FROM listed_feeds AS f
             WHERE f.removed_at IS NULL
               AND (EXISTS (${openStates} AND s.calm_since IS NULL AND s.state IN (${blindStates})) OR ${neverAnswered('f')})) AS "blindFeeds",
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
