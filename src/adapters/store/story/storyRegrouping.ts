import { emptyLedger, type Ledger, movesBetween } from '../../../domain/ledger/ledger.ts';
import { viewOf } from '../../../domain/ledger/view.ts';
import { moveFact } from '../../../domain/stories/advanceStory.ts';
import { muteHolds } from '../../../domain/stories/mute.ts';
import {
  type KeptEdit,
  refusalOf,
  type StoryMerge,
  type StorySplit,
  storiesOf,
} from '../../../domain/stories/storyEdit.ts';
import type { AppliedEdit, Leadership } from '../../../pipeline/story/storyStore.ts';
import { maxUnsettledClaims } from '../../../ports/lease.ts';
import type { Database, Queryable } from '../database.ts';
import { endMuteOf, loadMute } from '../plan/storyMutes.ts';
import { isWaitingEdit } from '../shared/leasedTables.ts';
import { copyNotified } from './copyNotified.ts';
import { noteEdit } from './storyChanges.ts';
import { loadEditedStories } from './storyEdits.ts';
import { isStillLeader } from './storyLeader.ts';
import { loadClaims, saveMoves } from './storyLedger.ts';

type WaitingEdit = KeptEdit & { readonly tries: number };

/** An edit that ends the process, or throws, again and again holds up nobody: it is refused. */
export async function applyNextEdit(db: Database, leadership: Leadership, now: Date): Promise<AppliedEdit | null> {
  const edit = await tryNext(db);
  if (edit === null) return null;
  return db.transaction(async (tx) => {
    if (!(await isStillLeader(tx, leadership))) return { kind: 'lost' };
    const reason =
      edit.tries > maxUnsettledClaims
        ? `it failed ${maxUnsettledClaims} times; the service log says why`
        : refusalOf(edit, await loadEditedStories(tx, storiesOf(edit)));
    if (reason === null) await apply(tx, edit, now);
    else await tx.execute('UPDATE story_edits SET refused = $2 WHERE id = $1', [edit.id, reason]);
    return reason === null ? { kind: 'applied', edit } : { kind: 'refused', edit, reason };
  });
}

export async function hasWaitingEdits(db: Queryable): Promise<boolean> {
  const rows = await db.query(`SELECT FROM story_edits WHERE ${isWaitingEdit} LIMIT 1`);
  return rows.length > 0;
}

async function tryNext(db: Queryable): Promise<WaitingEdit | null> {
  const [edit] = await db.query<WaitingEdit>(
    `UPDATE story_edits SET tries = tries + 1
      WHERE id = (SELECT min(id) FROM story_edits WHERE ${isWaitingEdit})
      RETURNING id, kind, story_id AS "storyId", other_id AS "otherId", articles, tries`,
  );
  return edit ?? null;
}

/** Replays wait: one that has read an article's story must not notify under its old keys afterwards. */
async function apply(tx: Queryable, edit: KeptEdit, now: Date): Promise<void> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.replay'))");
  const before = await ledgerOf(tx, edit.storyId);
  const { otherId, articles } = edit.kind === 'merge' ? await merge(tx, edit, now) : await split(tx, edit);
  await saveMovesOf(tx, edit.id, edit.storyId, before, now);
  if (edit.kind === 'split') await saveMovesOf(tx, edit.id, otherId, emptyLedger, now);
  await tx.execute('UPDATE story_edits SET applied_at = $2, other_id = $3, articles = $4 WHERE id = $1', [
    ...[edit.id, now],
    ...[otherId, articles],
  ]);
}

const ledgerOf = async (tx: Queryable, storyId: number): Promise<Ledger> => ({ claims: await loadClaims(tx, storyId) });

async function saveMovesOf(tx: Queryable, editId: number, storyId: number, before: Ledger, now: Date): Promise<void> {
  const after = await ledgerOf(tx, storyId);
  const facts = movesBetween(before, after).map(moveFact);
  const change = await noteEdit(tx, storyId, facts, now);
  await saveMoves(tx, { storyId, by: { editId }, facts, change }, now);
  const mute = await loadMute(tx, storyId);
  if (mute !== null && !muteHolds(mute, viewOf(after), now)) await endMuteOf(tx, storyId, now);
}

interface Regrouped {
  readonly otherId: number;
  /** That are of another story now. */
  readonly articles: readonly number[];
}

async function merge(tx: Queryable, { storyId, otherId }: StoryMerge, now: Date): Promise<Regrouped> {
  const [from] = await loadEditedStories(tx, [otherId]);
  await move(tx, { from: otherId, to: storyId, articles: null });
  await tx.execute(
    `UPDATE stories AS s SET last_article_at = greatest(s.last_article_at, o.last_article_at), opened_at = least(s.opened_at, o.opened_at)
       FROM stories AS o WHERE s.id = $1 AND o.id = $2`,
    [storyId, otherId],
  );
  await tx.execute('UPDATE stories SET merged_into = $1 WHERE id = $2', [storyId, otherId]);
  await copyNotified(tx, otherId, storyId);
  // Nobody would see it any more, nor end it.
  await endMuteOf(tx, otherId, now);
  return { otherId, articles: from?.articles ?? [] };
}

async function split(tx: Queryable, { storyId, articles }: StorySplit): Promise<Regrouped> {
  const otherId = await openStory(tx, storyId, articles);
  await move(tx, { from: storyId, to: otherId, articles });
  await tx.execute(
    `UPDATE stories SET last_article_at = (SELECT max(at) FROM story_members WHERE story_id = $1) WHERE id = $1`,
    [storyId],
  );
  await copyNotified(tx, storyId, otherId);
  return { otherId, articles };
}

/** With the title of the first of the articles; that of the old story where retention has dropped the article. */
async function openStory(tx: Queryable, storyId: number, articles: readonly number[]): Promise<number> {
  const [story] = await tx.query<{ id: number }>(
    `INSERT INTO stories (title, opened_at, last_article_at)
     SELECT coalesce((SELECT r.title FROM story_members AS m JOIN article_revisions AS r USING (article_id, revision, seen_at)
                       WHERE m.story_id = s.id AND m.article_id = ANY ($2::bigint[]) ORDER BY m.sequence LIMIT 1), s.title),
            min(m.at), max(m.at)
       FROM stories AS s JOIN story_members AS m ON m.story_id = s.id
      WHERE s.id = $1 AND m.article_id = ANY ($2::bigint[]) GROUP BY s.id RETURNING id`,
    [storyId, articles],
  );
  if (story === undefined) throw new Error('opening a story gave no row');
  return story.id;
}

interface Moving {
  readonly from: number;
  readonly to: number;
  /** Null: all. */
  readonly articles: readonly number[] | null;
}

/** Claims keep their numbers, and with them their order: a ledger is what it would have been. Moves stay where they happened. */
async function move(tx: Queryable, { from, to, articles }: Moving): Promise<void> {
  const which = 'story_id = $1 AND ($3::bigint[] IS NULL OR article_id = ANY ($3))';
  // First: whatever planning has begun under the old keys is refused, and begun again under the new ones.
  await tx.execute(
    `UPDATE pipeline_items
        SET story_id = $2, leased_until = NULL,
            unsettled_claims = CASE WHEN leased_until >= lease_now() THEN greatest(unsettled_claims - 1, 0) ELSE unsettled_claims END
      WHERE step = 'plan' AND ${which}`,
    [from, to, articles],
  );
  // With one turn for all, they are planned in the order in which they were placed.
  await tx.execute(
    `UPDATE pipeline_items SET turn = (SELECT max(w.turn) FROM pipeline_items AS w WHERE w.step = 'plan' AND w.story_id = $1)
      WHERE step = 'plan' AND story_id = $1`,
    [to],
  );
  await tx.execute(`UPDATE story_members SET story_id = $2 WHERE ${which}`, [from, to, articles]);
  await tx.execute(`UPDATE claims SET story_id = $2 WHERE ${which}`, [from, to, articles]);
  await tx.execute(
    `INSERT INTO story_rules AS r (story_id, rule_id, shown, opened_at)
     SELECT $2, rule_id, shown, opened_at FROM story_rules WHERE story_id = $1
     ON CONFLICT (story_id, rule_id) DO UPDATE
        SET opened_at = least(r.opened_at, excluded.opened_at),
            shown = r.shown || ARRAY(SELECT term FROM unnest(excluded.shown) AS term WHERE term <> ALL (r.shown))`,
    [from, to],
  );
}
