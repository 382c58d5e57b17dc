import type { FigureKind } from '../../../domain/figures/figure.ts';
import { type Claim, shownAsOf } from '../../../domain/ledger/claim.ts';
import { headlineOf } from '../../../domain/ledger/ledger.ts';
import { standing } from '../../../domain/ledger/standing.ts';
import { viewOf } from '../../../domain/ledger/view.ts';
import { noAttention } from '../../../domain/stories/attention.ts';
import type {
  NotifiedPerson,
  ReadClaim,
  ReadMove,
  ReadReport,
  ReadStory,
  StoryFilter,
  StoryInList,
  StoryList,
  StoryReadings,
} from '../../../ports/storyPageReadings.ts';
import type { Queryable } from '../database.ts';
import { loadAttentionOf } from '../desk/storyAttention.ts';
import { moveFactOf } from '../history/newestArticles.ts';
import { muteOfPending } from '../plan/storyMutes.ts';
import { type ClaimRow, claimColumns, loadClaimsOf, toClaim } from '../story/storyLedger.ts';
import { rulesOf } from './deskViews.ts';
import { originalOf } from './foldViews.ts';
import { readHandover } from './handoverViews.ts';
import { readStoryEvents } from './storyEvents.ts';
import { isCorrectionOf, type MoveRow, toMove } from './storyViews.ts';

/** The stories as their pages show them; nothing here locks or writes. */
export const createStoryReadings = (db: Queryable): StoryReadings => ({
  list: (filter, now) => readList(db, filter, now),
  story: (storyId, now) => readStory(db, storyId, now),
  handover: (since) => readHandover(db, since),
});

const storiesAPage = 50;
/** Of each kind of row of a story so many are shown, the newest. */
const mostRows = 500;

type HeadRow = Pick<StoryInList, 'storyId' | 'title' | 'openedAt' | 'lastArticleAt'>;

const headColumns = `s.id AS "storyId", coalesce(s.headline, s.title) AS title, s.opened_at AS "openedAt", s.last_article_at AS "lastArticleAt"`;

async function readList(db: Queryable, filter: StoryFilter, now: Date): Promise<StoryList> {
  const rows = await findStories(db, filter);
  const page = rows.slice(0, storiesAPage);
  const last = page.at(-1);
  return {
    stories: await inList(db, page, now),
    next: rows.length > storiesAPage && last !== undefined ? { at: last.lastArticleAt, storyId: last.storyId } : null,
  };
}

/** Each filter that is set is a condition, and none that is not: a plan for all of them would use no index. */
function findStories(db: Queryable, { words, figure, before }: StoryFilter): Promise<readonly HeadRow[]> {
  const values: unknown[] = [];
  const value = (each: unknown) => `$${values.push(each)}`;
  const query = prefixQuery(words);
  const conditions = [
    's.merged_into IS NULL',
    ...(query === ''
      ? []
      : [`to_tsvector('simple', s.title || ' ' || coalesce(s.headline, '')) @@ to_tsquery('simple', ${value(query)})`]),
    ...(figure === null ? [] : [`s.moved_kinds @> ARRAY[${value(figure)}]`]),
    ...(before === null ? [] : [`(s.last_article_at, s.id) < (${value(before.at)}, ${value(before.storyId)})`]),
  ];
  return db.query<HeadRow>(
    `SELECT ${headColumns} FROM listed_stories AS s WHERE ${conditions.join(' AND ')}
      ORDER BY s.last_article_at DESC, s.id DESC LIMIT ${storiesAPage + 1}`,
    values,
  );
}

/** All of the words, each as the beginning of one. */
const prefixQuery = (words: string): string =>
  (words.match(/[\p{L}\p{N}]+/gu) ?? [])
    .slice(0, 10)
    .map((word) => `${word}:*`)
    .join(' & ');

async function inList(db: Queryable, rows: readonly HeadRow[], now: Date): Promise<readonly StoryInList[]> {
  const ids = rows.map(({ storyId }) => storyId);
  if (ids.length === 0) return [];
  const [claims, counts, attention] = await Promise.all([
    loadClaimsOf(db, ids),
    db.query<Pick<StoryInList, 'storyId' | 'reports' | 'outlets'>>(
      `SELECT m.story_id AS "storyId", count(DISTINCT m.article_id) AS reports, count(DISTINCT coalesce(a.outlet_domain, a.outlet_name)) AS outlets
         FROM story_members AS m LEFT JOIN articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
        WHERE m.story_id = ANY ($1::bigint[]) GROUP BY m.story_id`,
      [ids],
    ),
    loadAttentionOf(db, ids, now),
  ]);
  const countOf = new Map(counts.map((count) => [count.storyId, count]));
  return rows.map((row) => ({
    ...{ ...row, reports: countOf.get(row.storyId)?.reports ?? 0, outlets: countOf.get(row.storyId)?.outlets ?? 0 },
    figures: viewOf({ claims: claims.get(row.storyId) ?? [] }),
    attention: attention.get(row.storyId) ?? noAttention,
  }));
}

async function readStory(db: Queryable, storyId: number, now: Date): Promise<ReadStory | null> {
  const [row] = await db.query<HeadRow & Pick<ReadStory, 'mergedInto' | 'change'>>(
    `SELECT ${headColumns}, s.merged_into AS "mergedInto", s.changed AS change FROM listed_stories AS s WHERE s.id = $1`,
    [storyId],
  );
  if (row === undefined) return null;
  const [[story], rules, moves, members, notified, held, events] = await Promise.all([
    inList(db, [row], now),
    rulesOf(db, [storyId]),
    readMoves(db, storyId),
    readMembers(db, storyId),
    readNotified(db, storyId),
    countHeld(db, storyId, now),
    readStoryEvents(db, storyId),
  ]);
  if (story === undefined) return null;
  return {
    ...{ ...row, ...story, rules: rules.get(storyId) ?? [], moves, members, notified, held, events },
    claims: await readClaims(db, storyId, members),
  };
}

async function readMoves(db: Queryable, storyId: number): Promise<readonly ReadMove[]> {
  const rows = await db.query<MoveRow & { readonly isCorrection: boolean }>(
    `SELECT v.moved_at AS "movedAt", v.article_id AS "articleId", v.edit_id AS "editId", ${moveFactOf} AS fact, ${isCorrectionOf('v')} AS "isCorrection"
       FROM (SELECT * FROM moves WHERE story_id = $1 ORDER BY id DESC LIMIT ${mostRows}) AS v ORDER BY v.id`,
    [storyId],
  );
  return rows.map(({ isCorrection, ...row }) => {
    const { editId, ...move } = toMove(row);
    return { ...move, isCorrection, isEdit: editId !== null };
  });
}

const readMembers = (db: Queryable, storyId: number): Promise<readonly ReadReport[]> =>
  db.query<ReadReport>(
    `SELECT m.article_id AS "articleId", m.revision, a.outlet_name AS outlet, r.title, a.link, m.at, m.role, o.article_id AS "copyOf"
       FROM (SELECT * FROM story_members WHERE story_id = $1 ORDER BY sequence DESC LIMIT ${mostRows}) AS m
       JOIN article_revisions AS r ON r.article_id = m.article_id AND r.revision = m.revision AND r.seen_at = m.seen_at
       JOIN articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
       LEFT JOIN LATERAL (${originalOf('m')}) AS o ON m.role = 'copy'
      ORDER BY m.at, m.sequence`,
    [storyId],
  );

type ReadRow = ClaimRow & { readonly claimId: number; readonly claimedAt: Date; readonly withdrawnAt: Date | null };

async function readClaims(
  db: Queryable,
  storyId: number,
  members: readonly ReadReport[],
): Promise<readonly ReadClaim[]> {
  const rows = await db.query<ReadRow>(
    `SELECT id AS "claimId", claimed_at AS "claimedAt", withdrawn_at AS "withdrawnAt", ${claimColumns}
       FROM (SELECT * FROM claims WHERE story_id = $1 ORDER BY id DESC LIMIT ${mostRows}) AS c ORDER BY id`,
    [storyId],
  );
  const links = new Map(members.map(({ articleId, link }) => [articleId, link]));
  const read = rows.map((row) => ({ row, claim: toClaim(row) }));
  const said = read.filter(({ row }) => row.withdrawnAt === null).map(({ claim }) => claim);
  const kinds = [...new Set(said.map(({ kind }) => kind))];
  const ofKind = (kind: FigureKind) => said.filter((claim) => claim.kind === kind);
  const standingOnes = new Set(kinds.flatMap((kind) => standing(ofKind(kind))));
  const inForce = new Set(kinds.map((kind) => headlineOf({ claims: said }, kind)));
  const stateOf = (claim: Claim, withdrawnAt: Date | null): ReadClaim['state'] => {
    if (withdrawnAt !== null) return 'withdrawn';
    if (inForce.has(claim)) return 'in force';
    return standingOnes.has(claim) || claim.isDenial ? 'standing' : 'struck';
  };
  return read.map(({ row, claim }) => ({
    ...{ claimId: row.claimId, figure: row.kind, min: row.min, max: row.max, state: stateOf(claim, row.withdrawnAt) },
    ...{ authority: row.authority, rank: row.rank, attribution: row.attribution, outlet: row.outlet, quote: row.quote },
    ...{ asOf: shownAsOf(claim), claimedAt: row.claimedAt, isComputed: row.isComputed, isCorrection: row.isCorrection },
    ...{ isDenial: row.isDenial, articleId: row.articleId, isEdit: row.editId !== null },
    link: row.articleId === null ? null : (links.get(row.articleId) ?? null),
    fromCorrection: fromCorrection(claim, ofKind(row.kind)),
  }));
}

/** How far a later word of an article is from the last that the desk stated before. */
function fromCorrection(claim: Claim, all: readonly Claim[]): number | null {
  if (claim.editId !== undefined || claim.isDenial) return null;
  const stated = all
    .filter(({ editId, isDenial, asOf }) => editId !== undefined && !isDenial && asOf <= claim.asOf)
    .at(-1);
  return stated === undefined || stated.min === claim.min ? null : claim.min - stated.min;
}

const notifiedShown = 100;

const readNotified = (db: Queryable, storyId: number): Promise<readonly NotifiedPerson[]> =>
  db.query<NotifiedPerson>(
    `SELECT m.id AS "messageId", p.name, s.channel, m.created_at AS "createdAt", d.state
       FROM (SELECT DISTINCT message_id FROM notification_log WHERE story_id = $1 AND message_id IS NOT NULL) AS n
       JOIN messages AS m ON m.id = n.message_id
       JOIN deliveries AS d ON d.message_id = m.id
       JOIN listed_subscriptions AS s ON s.id = m.subscription_id
       JOIN subscribers AS p ON p.id = s.subscriber_id
      ORDER BY m.created_at DESC, m.id LIMIT ${notifiedShown}`,
    [storyId],
  );

async function countHeld(db: Queryable, storyId: number, now: Date): Promise<number> {
  const [row] = await db.query<{ held: number }>(
    `SELECT count(*) AS held FROM notification_log AS n ${muteOfPending}
      WHERE n.story_id = $1 AND n.message_id IS NULL AND n.with_key IS NULL AND u.id IS NOT NULL AND (u.ends_at IS NULL OR u.ends_at > $2)`,
    [storyId, now],
  );
  return row?.held ?? 0;
}
