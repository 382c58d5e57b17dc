import { dayMs } from '../../../domain/basics/time.ts';
import { type Finding, sightless } from '../../../domain/feeds/health/states.ts';
import type { KeptSight } from '../../../domain/rules/sight/sight.ts';
import type { SourceFeed } from '../../../domain/rules/sight/sources.ts';
import type { FollowedSight, HealthRound, WatchedRule } from '../../../pipeline/watch/healthStore.ts';
import type { Queryable } from '../database.ts';
import { takesRound } from './takesRound.ts';

/** What a round reads and writes of the sight of rules. */
export const sightRound = (tx: Queryable) =>
  ({
    refreshSources: async (doneBefore, now) => {
      if (await takesRound(tx, 'sources', doneBefore, now)) await refreshSources(tx, now);
    },
    sourceFeeds: () => sourceFeeds(tx),
    watchedRules: () => watchedRules(tx),
    async isPolledSince(at) {
      const polled = await tx.query('SELECT FROM listed_feeds WHERE first_polled_at <= $1 LIMIT 1', [at]);
      return polled.length > 0;
    },
    saveSights: (sights) => saveSights(tx, sights),
  }) satisfies Partial<HealthRound>;

const blindStates = `(${sightless.map((state) => `'${state}'`).join(', ')})`;
const isBlind = (feedId: string): string =>
  `EXISTS (SELECT FROM feed_states AS s WHERE s.feed_id = ${feedId} AND s.until IS NULL AND s.state IN ${blindStates})`;

/** A feed that sees nothing counts as it did when it last saw: else its weight would fade, and with it the trouble. */
async function refreshSources(tx: Queryable, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 30 * dayMs);
  await tx.execute(`DELETE FROM feed_outlets AS o WHERE NOT ${isBlind('o.feed_id')}`);
  await tx.execute(
    `INSERT INTO feed_outlets (feed_id, outlet_name, outlet_domain, lang, articles)
     SELECT a.feed_id, a.outlet_name, a.outlet_domain, a.lang, count(*) FROM articles AS a
      WHERE a.seen_at > $1 AND NOT ${isBlind('a.feed_id')}
      GROUP BY 1, 2, 3, 4`,
    [since],
  );
  await tx.execute(`DELETE FROM rule_sources AS r WHERE NOT ${isBlind('r.feed_id')}`);
  await tx.execute(
    `INSERT INTO rule_sources (rule_id, feed_id, matches)
     SELECT v.rule_id, a.feed_id, count(DISTINCT a.id)
       FROM matches AS m
       JOIN rule_revisions AS v ON v.id = m.rule_revision_id
       JOIN articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
      WHERE m.matched_at > $1 AND NOT ${isBlind('a.feed_id')}
      GROUP BY 1, 2`,
    [since],
  );
}

async function sourceFeeds(tx: Queryable): Promise<readonly SourceFeed[]> {
  const rows = await tx.query<
    Omit<SourceFeed, 'blindness'> & { findings: readonly (Omit<Finding, 'since'> & { since: string })[] }
  >(
    `SELECT f.id, f.name, f.url,
            coalesce((SELECT json_agg(json_build_object('name', o.outlet_name, 'domain', o.outlet_domain, 'lang', o.lang, 'articles', o.articles))
                        FROM feed_outlets AS o WHERE o.feed_id = f.id), '[]') AS outlets,
            coalesce((SELECT json_agg(json_build_object('state', s.state, 'since', s.since, 'says', s.says, 'advice', s.advice) ORDER BY s.since)
                        FROM feed_states AS s WHERE s.feed_id = f.id AND s.until IS NULL AND s.state IN ${blindStates}), '[]') AS findings
       FROM listed_feeds AS f WHERE f.removed_at IS NULL ORDER BY f.id`,
  );
  return rows.map(({ findings: [first], ...feed }) => ({
    ...feed,
    blindness: first === undefined ? null : { ...first, since: new Date(first.since) },
  }));
}

type RuleRow = Omit<WatchedRule, 'kept' | 'statement' | 'blindBelow'> &
  KeptSight & { readonly blindBelow: number | null; readonly share: number | null; readonly says: string };

async function watchedRules(tx: Queryable): Promise<readonly WatchedRule[]> {
  const rows = await tx.query<RuleRow>(
    `SELECT v.id AS "revisionId", v.rule_id AS "ruleId", v.name, v.query, v.concepts, v.owner, v.blind_below AS "blindBelow",
            coalesce((SELECT json_agg(json_build_array(r.feed_id, r.matches)) FROM rule_sources AS r WHERE r.rule_id = v.rule_id), '[]') AS matches,
            s.blind_since AS "blindSince", s.calm_since AS "calmSince", s.share, s.says
       FROM listed_rule_revisions AS v LEFT JOIN rule_sight AS s ON s.rule_id = v.rule_id
      WHERE v.to_set IS NULL ORDER BY v.rule_id`,
  );
  return rows.map(({ blindBelow, blindSince, calmSince, share, says, ...rule }) => ({
    ...rule,
    ...(blindBelow === null ? {} : { blindBelow }),
    kept: { blindSince, calmSince },
    statement: share === null ? null : { share, says },
  }));
}

async function saveSights(tx: Queryable, sights: readonly FollowedSight[]): Promise<void> {
  await tx.execute(
    `DELETE FROM rule_sight AS s
      WHERE NOT EXISTS (SELECT FROM rule_revisions AS v WHERE v.rule_id = s.rule_id AND v.to_set IS NULL)`,
  );
  if (sights.length === 0) return;
  const rows = sights.map(({ ruleId, share, blindSince, calmSince, says, advice }) => ({
    ...{ ruleId, share, blindSince, calmSince, says, advice },
  }));
  await tx.execute(
    `INSERT INTO rule_sight (rule_id, share, blind_since, calm_since, says, advice)
     SELECT "ruleId", share, "blindSince", "calmSince", says, advice
       FROM jsonb_to_recordset($1::jsonb) AS s ("ruleId" text, share double precision, "blindSince" timestamptz, "calmSince" timestamptz, says text, advice text)
     ON CONFLICT (rule_id) DO UPDATE
        SET share = excluded.share, blind_since = excluded.blind_since, calm_since = excluded.calm_since,
            says = excluded.says, advice = excluded.advice`,
    [JSON.stringify(rows)],
  );
}
