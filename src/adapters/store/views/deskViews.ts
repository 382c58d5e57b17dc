import { grouped } from '../../../domain/basics/grouped.ts';
import { dayMs } from '../../../domain/basics/time.ts';
import { viewOf } from '../../../domain/ledger/view.ts';
import { noAttention } from '../../../domain/stories/attention.ts';
import type {
  DeskDenial,
  DeskMove,
  DeskPulse,
  DeskReadings,
  DeskStory,
  DeskView,
  NamedRule,
} from '../../../ports/deskReadings.ts';
import type { Queryable } from '../database.ts';
import { loadAttentionOf } from '../desk/storyAttention.ts';
import { moveFactOf } from '../history/newestArticles.ts';
import { loadClaimsOf } from '../story/storyLedger.ts';
import { isCorrectionOf, type MoveRow, toMove } from './storyViews.ts';
import { readTroubles } from './troubleViews.ts';

/** What the desk shows; nothing here locks or writes. */
export const createDeskReadings = (db: Queryable): DeskReadings => ({
  desk: (personId, before, now) => readDesk(db, personId, before, now),
  troubles: (now) => readTroubles(db, now),
  pulse: () => readPulse(db),
});

const unreadAPage = 50;
const runningShown = 30;
/** Who looks for the first time sees the last day. */
const firstLookMs = dayMs;
const movesOfStory = 50;

interface StoryRow {
  readonly storyId: number;
  readonly title: string;
  readonly change: number;
  readonly changedAt: Date;
  readonly watched: number;
  /** Up to which change the person has seen it. */
  readonly since: number;
}

const storyColumns = `s.id AS "storyId", coalesce(s.headline, s.title) AS title, s.changed AS change, s.changed_at AS "changedAt",
  coalesce(s.watched, s.changed) AS watched`;

async function readDesk(db: Queryable, personId: number, before: number | null, now: Date): Promise<DeskView> {
  const base = await seenByAll(db, personId, now);
  const [found, seen, { change: newest }] = await Promise.all([
    db.query<StoryRow>(
      `SELECT ${storyColumns}, greatest(n.change, $2) AS since
         FROM listed_stories AS s LEFT JOIN story_seen AS n ON n.person_id = $1 AND n.story_id = s.id
        WHERE s.changed > greatest(n.change, $2) AND s.merged_into IS NULL AND ($3::bigint IS NULL OR s.changed < $3)
          AND s.changed > $2
        ORDER BY s.changed DESC LIMIT $4`,
      [personId, base, before, unreadAPage + 1],
    ),
    before === null ? readSeen(db, personId, base) : [],
    readPulse(db),
  ]);
  const unread = found.slice(0, unreadAPage);
  const stories = await storiesOf(db, [...unread, ...seen], now);
  return {
    newest,
    unread: stories.slice(0, unread.length),
    running: stories.slice(unread.length),
    before: found.length > unreadAPage ? (unread.at(-1)?.change ?? null) : null,
  };
}

async function seenByAll(db: Queryable, personId: number, now: Date): Promise<number> {
  const [row] = await db.query<{ change: number | null }>(
    `SELECT coalesce((SELECT seen_change FROM desk_readers WHERE person_id = $1),
                     (SELECT changed FROM stories WHERE changed IS NOT NULL AND merged_into IS NULL AND changed_at < $2
                       ORDER BY changed DESC LIMIT 1), 0) AS change`,
    [personId, new Date(now.getTime() - firstLookMs)],
  );
  return row?.change ?? 0;
}

/** What came before all that is unread, and what the person has looked at one by one. */
const readSeen = (db: Queryable, personId: number, base: number): Promise<readonly StoryRow[]> =>
  db.query<StoryRow>(
    `(SELECT ${storyColumns}, s.changed AS since FROM listed_stories AS s
       WHERE s.changed <= $2 AND s.merged_into IS NULL ORDER BY s.changed DESC LIMIT $3)
     UNION ALL
     (SELECT ${storyColumns}, s.changed AS since
        FROM story_seen AS n JOIN listed_stories AS s ON s.id = n.story_id
       WHERE n.person_id = $1 AND n.change > $2 AND s.changed > $2 AND s.changed <= n.change AND s.merged_into IS NULL
       ORDER BY n.change DESC LIMIT $3)
     ORDER BY change DESC LIMIT $3`,
    [personId, base, runningShown],
  );

async function storiesOf(db: Queryable, rows: readonly StoryRow[], now: Date): Promise<readonly DeskStory[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ storyId }) => storyId);
  const [moves, denials, claims, counts, rules, attention] = await Promise.all([
    movesSince(db, rows),
    denialsSince(db, rows),
    loadClaimsOf(db, ids),
    countsOf(db, ids),
    rulesOf(db, ids),
    loadAttentionOf(db, ids, now),
  ]);
  return rows.map(({ since, watched, ...row }) => ({
    ...row,
    isUnread: row.change > since,
    isNew: watched > since,
    moves: moves.get(row.storyId) ?? [],
    denials: denials.get(row.storyId) ?? [],
    figures: viewOf({ claims: claims.get(row.storyId) ?? [] }),
    attention: attention.get(row.storyId) ?? noAttention,
    ...(counts.get(row.storyId) ?? { reports: 0, outlets: 0 }),
    rules: rules.get(row.storyId) ?? [],
  }));
}

const sinceParameters = (rows: readonly StoryRow[]) => [
  rows.map(({ storyId }) => storyId),
  rows.map(({ since }) => since),
];

async function movesSince(
  db: Queryable,
  stories: readonly StoryRow[],
): Promise<ReadonlyMap<number, readonly DeskMove[]>> {
  const rows = await db.query<MoveRow & { readonly storyId: number; readonly isCorrection: boolean }>(
    `SELECT v.story_id AS "storyId", v.moved_at AS "movedAt", v.article_id AS "articleId", v.edit_id AS "editId", ${moveFactOf} AS fact,
            ${isCorrectionOf('v')} AS "isCorrection"
       FROM unnest($1::bigint[], $2::bigint[]) AS w (story_id, since)
      CROSS JOIN LATERAL (SELECT * FROM moves AS m WHERE m.story_id = w.story_id AND m.change > w.since
                           ORDER BY m.id DESC LIMIT ${movesOfStory}) AS v
      ORDER BY v.id`,
    sinceParameters(stories),
  );
  return byStory(rows, ({ storyId: _, isCorrection, ...row }) => {
    const { articleId: _article, editId, ...move } = toMove(row);
    return { ...move, isCorrection, isEdit: editId !== null };
  });
}

async function denialsSince(
  db: Queryable,
  stories: readonly StoryRow[],
): Promise<ReadonlyMap<number, readonly DeskDenial[]>> {
  const rows = await db.query<DeskDenial & { readonly storyId: number }>(
    `SELECT c.story_id AS "storyId", c.kind AS figure, c.min, c.max, c.attribution, c.quote, c.claimed_at AS "deniedAt"
       FROM unnest($1::bigint[], $2::bigint[]) AS w (story_id, since)
      CROSS JOIN LATERAL (SELECT * FROM claims AS d WHERE d.story_id = w.story_id AND d.change > w.since AND d.is_denial
                             AND d.article_id IS NOT NULL ORDER BY d.id DESC LIMIT ${movesOfStory}) AS c
      ORDER BY c.id`,
    sinceParameters(stories),
  );
  return byStory(rows, ({ storyId: _, ...denial }) => denial);
}

interface Counts {
  readonly reports: number;
  readonly outlets: number;
}

/** Of reports that retention has dropped nothing is counted. */
async function countsOf(db: Queryable, ids: readonly number[]): Promise<ReadonlyMap<number, Counts>> {
  const rows = await db.query<Counts & { readonly storyId: number }>(
    `SELECT m.story_id AS "storyId", count(DISTINCT m.article_id) AS reports, count(DISTINCT coalesce(a.outlet_domain, a.outlet_name)) AS outlets
       FROM story_members AS m LEFT JOIN articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
      WHERE m.story_id = ANY ($1::bigint[]) GROUP BY m.story_id`,
    [ids],
  );
  return new Map(rows.map(({ storyId, ...counts }) => [storyId, counts]));
}

/** Rules that were removed since are not named. */
export async function rulesOf(
  db: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly NamedRule[]>> {
  const rows = await db.query<NamedRule & { readonly storyId: number }>(
    `SELECT r.story_id AS "storyId", v.rule_id AS "ruleId", v.name
       FROM story_rules AS r JOIN listed_rule_revisions AS v ON v.rule_id = r.rule_id AND v.to_set IS NULL
      WHERE r.story_id = ANY ($1::bigint[]) ORDER BY r.opened_at, v.rule_id`,
    [ids],
  );
  return byStory(rows, ({ storyId: _, ...rule }) => rule);
}

const byStory = <R extends { readonly storyId: number }, T>(
  rows: readonly R[],
  read: (row: R) => T,
): ReadonlyMap<number, readonly T[]> =>
  new Map([...grouped(rows, ({ storyId }) => storyId)].map(([storyId, own]) => [storyId, own.map(read)]));

async function readPulse(db: Queryable): Promise<DeskPulse> {
  const [pulse] = await db.query<DeskPulse>(
    `SELECT coalesce((SELECT changed FROM stories WHERE changed IS NOT NULL AND merged_into IS NULL ORDER BY changed DESC LIMIT 1), 0) AS change,
            coalesce((SELECT max(id) FROM audit_log), 0) AS deed`,
  );
  return pulse ?? { change: 0, deed: 0 };
}
