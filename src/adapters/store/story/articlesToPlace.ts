import type { Seat } from '../../../domain/stories/storyDesk.ts';
import type { Leadership, StoryDecision, StoryStore, WaitingArticle } from '../../../pipeline/story/storyStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import { queryLimits } from '../../postgres/queryLimits.ts';
import type { Database, Queryable } from '../database.ts';
import { type ArticleRow, articleColumns, articleOfItem, toArticle } from '../shared/articleRows.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper, isHeld, settled } from '../shared/leases.ts';
import { nextTurn } from '../shared/turns.ts';
import { noteChange } from './storyChanges.ts';
import { becomeLeader, isStillLeader } from './storyLeader.ts';
import { loadClaims, loadShown, saveClaims, saveMoves, saveShown } from './storyLedger.ts';
import { loadFoldMembers, loadStoryMembers, saveFoldMember, saveStoryMember } from './storyMembers.ts';
import { applyNextEdit, hasWaitingEdits } from './storyRegrouping.ts';

const table = leasedTables.toPlace;

export function createStoryStore(db: Database): StoryStore {
  return {
    release: createLeaseKeeper(db, table).release,
    becomeLeader: () => becomeLeader(db),
    loadFoldMembers: (since) => db.transaction((tx) => loadFoldMembers(tx, since), queryLimits.longMs),
    loadStoryMembers: (since) => loadStoryMembers(db, since),
    loadStory: async (storyId) => ({
      ledger: { claims: await loadClaims(db, storyId) },
      shown: await loadShown(db, storyId),
    }),
    hasWaitingEdits: () => hasWaitingEdits(db),
    applyNextEdit: (leadership, now) => applyNextEdit(db, leadership, now),
    nextForStory: () => nextForStory(db),
    settleStory: (leadership, decision, now) => db.transaction((tx) => settleStory(tx, leadership, decision, now)),
  };
}

type WaitingRow = ArticleRow &
  Omit<WaitingArticle, 'lease' | 'article'> & { readonly key: number; readonly leaseNumber: number };

async function nextForStory(db: Database): Promise<WaitingArticle | null> {
  const [row] = await db.query<WaitingRow>(
    `${claiming(table)}
     SELECT claimed.key, claimed.lease_number AS "leaseNumber", i.text_matches AS matches, i.reading,
            (SELECT story_id FROM story_members AS m WHERE m.article_id = i.article_id AND m.seen_at = i.seen_at ORDER BY revision DESC LIMIT 1) AS "knownStoryId",
            ${articleColumns}
       FROM claimed JOIN pipeline_items AS i ON i.sequence = claimed.key ${articleOfItem}`,
    [1],
  );
  if (row === undefined) return null;
  const { key, leaseNumber, matches, reading, knownStoryId } = row;
  return { lease: { id: key, number: leaseNumber }, article: toArticle(row), matches, reading, knownStoryId };
}

async function settleStory(
  tx: Queryable,
  leadership: Leadership,
  decision: StoryDecision,
  now: Date,
): Promise<Seat | null> {
  const { lease, article, placement, facts, news } = decision;
  const isLeader = await isStillLeader(tx, leadership);
  const stillHeld = await tx.query(`SELECT FROM pipeline_items WHERE ${isHeld(table)} FOR UPDATE`, [
    lease.id,
    lease.number,
  ]);
  if (!isLeader || stillHeld.length === 0) return null;
  const storyId = await continueStory(tx, decision);
  const foldGroupId = placement.foldGroupId ?? (await openFoldGroup(tx));
  const seat = { storyId, foldGroupId, role: placement.role, seenAt: article.seenAt };
  await saveFoldMember(tx, decision, seat);
  const change = await noteChange(tx, decision, storyId, now);
  await saveClaims(tx, decision, { storyId, change }, now);
  await saveMoves(tx, { storyId, by: article, facts, change }, now);
  await saveShown(tx, decision, storyId, now);
  await saveMatches(tx, decision, now);
  const sequence = await handOn(tx, lease, [foldGroupId, storyId, JSON.stringify(news)]);
  await saveStoryMember(tx, decision, seat, sequence);
  return seat;
}

/** The new sequence: the place in the order of all that was placed. Of its story an article is planned after those placed before. */
async function handOn(tx: Queryable, lease: Lease, outcome: readonly unknown[]): Promise<number> {
  const [item] = await tx.query<{ sequence: number }>(
    `UPDATE pipeline_items
        SET step = 'plan', fold_group_id = $2, story_id = $3, story_news = $4, text_matches = NULL, reading = NULL, ${settled},
            sequence = DEFAULT, is_backlog = false,
            turn = greatest(${nextTurn('plan', 'pipeline_items.feed_id', 'false')},
                            (SELECT max(w.turn) FROM pipeline_items AS w WHERE w.step = 'plan' AND w.story_id = $3))
      WHERE sequence = $1
      RETURNING sequence`,
    [lease.id, ...outcome],
  );
  if (item === undefined) throw new Error(`the item ${lease.id} was there a moment ago, and is locked`);
  return item.sequence;
}

/** Opens the story, or notes that it goes on. */
async function continueStory(tx: Queryable, { placement, article, at }: StoryDecision): Promise<number> {
  const [story] =
    placement.storyId === null
      ? await tx.query<{ id: number }>(
          'INSERT INTO stories (title, opened_at, last_article_at) VALUES ($1, $2, $2) RETURNING id',
          [article.title, at],
        )
      : await tx.query<{ id: number }>(
          `UPDATE stories SET last_article_at = greatest(last_article_at, $2)
            WHERE id = $1 AND merged_into IS NULL RETURNING id`,
          [placement.storyId, at],
        );
  if (story === undefined)
    throw new Error(`the store has no story ${placement.storyId} that takes articles, and the story desk knows one`);
  return story.id;
}

/** A group is nothing but a number that its members share. */
async function openFoldGroup(tx: Queryable): Promise<number> {
  const [group] = await tx.query<{ id: number }>("SELECT nextval('fold_group_ids') AS id");
  if (group === undefined) throw new Error('opening a fold group gave no row');
  return group.id;
}

async function saveMatches(tx: Queryable, { lease, matches }: StoryDecision, now: Date): Promise<void> {
  if (matches.length === 0) return;
  const rows = matches.map(({ ruleRevisionId, spans, score }) => ({ ruleRevisionId, spans, score }));
  await tx.execute(
    `INSERT INTO matches (article_id, revision, rule_revision_id, seen_at, rule_set, spans, score, matched_at)
     SELECT i.article_id, i.revision, m."ruleRevisionId", i.seen_at, i.rule_set, m.spans, m.score, $2
       FROM pipeline_items AS i,
            jsonb_to_recordset($3::jsonb) AS m ("ruleRevisionId" bigint, spans jsonb, score real)
      WHERE i.sequence = $1
     ON CONFLICT DO NOTHING`,
    [lease.id, now, JSON.stringify(rows)],
  );
}
