import { weekMs } from '../../../domain/basics/time.ts';
import { sharedFault } from '../../../domain/feeds/health/sharedFault.ts';
import type { Troubles } from '../../../ports/deskReadings.ts';
import type { Queryable } from '../database.ts';
import { quarantinedCount } from '../shared/quarantine.ts';
import { canaryState } from '../watch/canaries.ts';
import { readLastFailures } from './feedViews.ts';
import { heldUpTargets } from './targetViews.ts';

const blindRulesShown = 20;

/** What needs a person. */
export async function readTroubles(db: Queryable, now: Date): Promise<Troubles> {
  const [feeds, blindRules, counts, heldUp, canary] = await Promise.all([
    readLastFailures(db),
    db.query<Troubles['blindRules'][number]>(
      `SELECT v.rule_id AS "ruleId", v.name, s.blind_since AS since, s.says
         FROM rule_sight AS s JOIN listed_rule_revisions AS v ON v.rule_id = s.rule_id AND v.to_set IS NULL
        WHERE s.blind_since IS NOT NULL ORDER BY s.blind_since, v.rule_id LIMIT ${blindRulesShown}`,
    ),
    db.query<{ quarantined: number; failed: number }>(
      `SELECT ${quarantinedCount} AS quarantined,
              (SELECT count(*) FROM deliveries AS d WHERE d.state = 'rejected' AND d.settled_at > $1) AS failed`,
      [new Date(now.getTime() - weekMs)],
    ),
    heldUpTargets(db),
    canaryState(db),
  ]);
  const failing = feeds.filter(({ lastFailure }) => lastFailure !== null);
  return {
    ...{ feeds: feeds.length, failingFeeds: failing.length, sharedFault: sharedFault(feeds), blindRules },
    ...{ quarantined: counts[0]?.quarantined ?? 0, failedMessages: counts[0]?.failed ?? 0 },
    heldChannels: heldUp
      .filter(({ id }) => id === null)
      .map(({ channel, reason, waiting }) => ({ channel, reason, waiting })),
    suppressedTargets: heldUp.filter(({ state }) => state === 'suppressed').length,
    canaryAlarmSince: canary.alarmSince,
  };
}
