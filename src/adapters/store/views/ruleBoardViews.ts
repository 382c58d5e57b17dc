import { dayMs } from '../../../domain/basics/time.ts';
import type { RulePause } from '../../../domain/rules/rulePause.ts';
import { type RuleBoard, type RuleDetail, type RuleLine, type RuleLines, shownDays } from '../../../ports/ruleBoard.ts';
import type { Database, Queryable } from '../database.ts';
import { draftsOfRule } from '../desk/ruleDeeds.ts';
import { readCases } from '../rules/caseRows.ts';
import { createRuleHistory } from '../rules/ruleHistory.ts';
import { createRuleStore } from '../rules/ruleStore.ts';
import { isListening } from '../subscribers/subscriptionRows.ts';
import { storedTextOf } from './storedTexts.ts';

export const createRuleBoard = (db: Database): RuleBoard => ({
  lines: (request) => readLines(db, request),
  detail: (ruleId, now) => readDetail(db, ruleId, now),
  history: (ruleId, before, limit) => createRuleHistory(db).revisions(ruleId, { before, limit }),
  concepts: async () => (await createRuleStore(db).read()).concepts,
  articleText: (articleId, revision) => storedTextOf(db, articleId, revision),
});

/** More matches a day than a person can read. */
const noisyADay = 100;

/** Of the rule `v`: the subscribers who get what it finds. */
const peopleOf = (rule: string): string => `
  (SELECT count(DISTINCT p.id)::integer
     FROM subscription_rules AS w
     JOIN subscriptions AS s ON s.id = w.subscription_id JOIN subscribers AS p ON p.id = s.subscriber_id
    WHERE w.rule_id = ${rule} AND ${isListening}
      AND EXISTS (SELECT FROM subscribed_rules AS l WHERE l.subscription_id = s.id AND l.rule_id = ${rule}))`;

const pauseColumns = `
  z.paused_at AS "pausedAt", z.paused_by AS "pausedBy", z.ends_at AS "pauseEndsAt", z.why AS "pauseWhy"`;

interface PauseRow {
  readonly pausedAt: Date | null;
  readonly pausedBy: string;
  readonly pauseEndsAt: Date | null;
  readonly pauseWhy: string;
}

const pauseOf = (ruleId: string, { pausedAt, pausedBy, pauseEndsAt, pauseWhy }: PauseRow): RulePause | null =>
  pausedAt === null ? null : { ruleId, pausedAt, by: pausedBy, endsAt: pauseEndsAt, why: pauseWhy };

type LineRow = Omit<RuleLine, 'pause' | 'days'> & PauseRow & { readonly rank: number; readonly sortName: string };

/** `$1` now, `$2` what is searched for, `$3`–`$5` the place after which to go on, `$6` how many. */
const linesSql = `
  WITH lines AS (
    SELECT v.rule_id AS "ruleId", v.name, v.query, v.owner, v.revision, g.share, g.blind_since AS "blindSince",
           ${pauseColumns}, o.sources, ${peopleOf('v.rule_id')} AS people, lower(v.name) AS "sortName",
           CASE WHEN g.blind_since IS NOT NULL THEN 1
                WHEN EXISTS (SELECT FROM rule_drafts AS d WHERE d.rule_id = v.rule_id AND d.settled_at IS NULL) THEN 2
                WHEN z.rule_id IS NOT NULL THEN 3
                WHEN coalesce(o.matches, 0) = 0 THEN 4
                WHEN o.matches > ${noisyADay * shownDays} THEN 5
                ELSE 6 END AS rank
      FROM listed_rule_revisions AS v
      LEFT JOIN rule_sight AS g ON g.rule_id = v.rule_id
      LEFT JOIN rule_pauses AS z ON z.rule_id = v.rule_id AND (z.ends_at IS NULL OR z.ends_at > $1)
      CROSS JOIN LATERAL (SELECT count(*)::integer AS sources, sum(matches) AS matches
                            FROM rule_sources AS r WHERE r.rule_id = v.rule_id) AS o
     WHERE v.to_set IS NULL
       AND ($2 = '' OR position(lower($2) IN lower(concat_ws(' ', v.rule_id, v.name, v.query, v.owner))) > 0)
  )
  SELECT *, (ARRAY['blind', 'draft', 'paused', 'dead', 'noisy', 'ok'])[rank] AS state
    FROM lines
   WHERE $3::integer IS NULL OR (rank, "sortName", "ruleId") > ($3, $4::text, $5::text)
   ORDER BY rank, "sortName", "ruleId" LIMIT $6`;

async function readLines(
  db: Queryable,
  { search, after, limit, now }: Parameters<RuleBoard['lines']>[0],
): Promise<RuleLines> {
  const [rank, name, id] = placeIn(after);
  const rows = await db.query<LineRow>(linesSql, [now, search.trim(), rank, name, id, limit + 1]);
  const shown = rows.slice(0, limit);
  const days = await readDays(
    db,
    shown.map(({ ruleId }) => ruleId),
    now,
  );
  const last = shown.at(-1);
  return {
    lines: shown.map((row) => ({
      ...{ ruleId: row.ruleId, name: row.name, query: row.query, owner: row.owner, revision: row.revision },
      ...{ state: row.state, blindSince: row.blindSince, share: row.share, sources: row.sources, people: row.people },
      ...{ pause: pauseOf(row.ruleId, row), days: days.get(row.ruleId) ?? noDays },
    })),
    next: rows.length > limit && last !== undefined ? placeOf(last) : null,
  };
}

const placeOf = ({ rank, sortName, ruleId }: LineRow): string =>
  Buffer.from(JSON.stringify([rank, sortName, ruleId])).toString('base64url');

type LinePlace = readonly [rank: number | null, name: string | null, ruleId: string | null];

/** The start for whatever is none of our own places. */
function placeIn(after: string | null): LinePlace {
  const start: LinePlace = [null, null, null];
  if (after === null) return start;
  try {
    const [rank, name, id]: unknown[] = JSON.parse(Buffer.from(after, 'base64url').toString());
    return Number.isInteger(rank) && typeof name === 'string' && typeof id === 'string'
      ? [Number(rank), name, id]
      : start;
  } catch {
    return start;
  }
}

const noDays: readonly number[] = Array.from({ length: shownDays }, () => 0);

/** How often each rule matched, by day, whatever revision of it. */
async function readDays(
  db: Queryable,
  ruleIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (ruleIds.length === 0) return new Map();
  const rows = await db.query<{ ruleId: string; ago: number; matches: number }>(
    `SELECT v.rule_id AS "ruleId", floor(extract(epoch FROM $2 - m.matched_at) / 86400)::integer AS ago, count(*)::integer AS matches
       FROM rule_revisions AS v
       JOIN matches AS m ON m.rule_revision_id = v.id AND m.matched_at > $3 AND m.matched_at <= $2
      WHERE v.rule_id = ANY ($1::text[]) GROUP BY 1, 2`,
    [ruleIds, now, new Date(now.getTime() - shownDays * dayMs)],
  );
  const days = new Map(ruleIds.map((ruleId) => [ruleId, [...noDays]]));
  for (const { ruleId, ago, matches } of rows) {
    const own = days.get(ruleId);
    const place = shownDays - 1 - ago;
    if (own !== undefined && place in own) own[place] = matches;
  }
  return days;
}

type DetailRow = PauseRow & {
  readonly demandsReview: boolean;
  readonly people: number;
  readonly sight: RuleDetail['sight'];
  readonly blindSince: Date | null;
};

async function readDetail(db: Database, ruleId: string, now: Date): Promise<RuleDetail | null> {
  const [newest] = await createRuleHistory(db).revisions(ruleId, { before: null, limit: 1 });
  if (newest === undefined) return null;
  const [row] = await db.query<DetailRow>(
    `SELECT r.demands_review AS "demandsReview", ${pauseColumns}, ${peopleOf('r.id')} AS people, g.blind_since AS "blindSince",
            CASE WHEN g.rule_id IS NOT NULL THEN jsonb_build_object('share', g.share, 'says', g.says, 'advice', g.advice) END AS sight
       FROM listed_rules AS r
       LEFT JOIN rule_sight AS g ON g.rule_id = r.id
       LEFT JOIN rule_pauses AS z ON z.rule_id = r.id AND (z.ends_at IS NULL OR z.ends_at > $2)
      WHERE r.id = $1`,
    [ruleId, now],
  );
  if (row === undefined) return null;
  const [drafts, cases, days] = await Promise.all([
    draftsOfRule(db, ruleId),
    readCases(db, ruleId),
    readDays(db, [ruleId], now),
  ]);
  return {
    current: newest.state === 'in force' ? newest : null,
    ...{ newest, drafts, cases, demandsReview: row.demandsReview, people: row.people },
    pause: pauseOf(ruleId, row),
    sight: row.sight === null ? null : { ...row.sight, blindSince: row.blindSince },
    days: days.get(ruleId) ?? noDays,
  };
}
