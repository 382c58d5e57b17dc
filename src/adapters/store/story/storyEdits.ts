import type { AuditEntry } from '../../../desk/deed.ts';
import type { EditStoryStore } from '../../../desk/stories/editStory.ts';
import type { EditedStory, StoryEdit, StorySplit } from '../../../domain/stories/storyEdit.ts';
import type { Database, Queryable } from '../database.ts';
import { inDeed } from '../desk/auditLog.ts';
import { hasLeader } from './storyLeader.ts';

export type EditState =
  | { readonly kind: 'waiting'; readonly hasLeader: boolean }
  /** `otherId`: of a split, the story that it opened. */
  | { readonly kind: 'applied'; readonly otherId: number | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** Asking for edits of stories. The story writer applies them. */
export interface StoryEdits extends EditStoryStore {
  state(editId: number): Promise<EditState>;
}

export const createStoryEdits = (db: Database): StoryEdits => ({
  stories: (ids) => loadEditedStories(db, ids),
  withCopies: async (split) => ({ ...split, articles: await articlesWithCopies(db, split) }),
  request: (edit, entry) => inDeed(db, async (tx) => ({ result: await request(tx, edit, entry), entry })),
  state: (editId) => stateOf(db, editId),
});

export const loadEditedStories = (db: Queryable, ids: readonly number[]): Promise<readonly EditedStory[]> =>
  db.query<EditedStory>(
    `SELECT s.id, s.title, s.merged_into AS "mergedInto",
            ARRAY(SELECT article_id FROM story_members AS m WHERE m.story_id = s.id
                   GROUP BY article_id ORDER BY min(sequence)) AS articles
       FROM stories AS s WHERE s.id = ANY ($1::bigint[]) ORDER BY s.id`,
    [ids],
  );

async function articlesWithCopies(db: Queryable, { storyId, articles }: StorySplit): Promise<readonly number[]> {
  const copies = await db.query<{ articleId: number }>(
    `SELECT DISTINCT c.article_id AS "articleId"
       FROM story_members AS m
       JOIN fold_members AS f ON f.article_id = m.article_id AND f.revision = m.revision AND f.seen_at = m.seen_at
       JOIN fold_members AS g ON g.fold_group_id = f.fold_group_id
       JOIN story_members AS c ON c.article_id = g.article_id AND c.revision = g.revision AND c.seen_at = g.seen_at
      WHERE m.story_id = $1 AND m.article_id = ANY ($2::bigint[]) AND m.role = 'report'
        AND c.story_id = $1 AND c.role = 'copy' ORDER BY 1`,
    [storyId, articles],
  );
  return [...new Set([...articles, ...copies.map(({ articleId }) => articleId)])];
}

async function request(tx: Queryable, edit: StoryEdit, { by, why, at }: AuditEntry): Promise<number> {
  const [kept] = await tx.query<{ id: number }>(
    `INSERT INTO story_edits (kind, story_id, other_id, articles, correction, made_by, reason, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [
      ...[edit.kind, edit.storyId, edit.kind === 'merge' ? edit.otherId : null],
      edit.kind === 'split' ? edit.articles : [],
      edit.kind === 'correct' ? JSON.stringify(edit.correction) : null,
      ...[by.name, why, at],
    ],
  );
  if (kept === undefined) throw new Error('asking for an edit gave no row');
  return kept.id;
}

async function stateOf(db: Queryable, editId: number): Promise<EditState> {
  const [edit] = await db.query<{ appliedAt: Date | null; otherId: number | null; refused: string | null }>(
    'SELECT applied_at AS "appliedAt", other_id AS "otherId", refused FROM story_edits WHERE id = $1',
    [editId],
  );
  if (edit === undefined) throw new Error(`there is no edit ${editId}`);
  if (edit.refused !== null) return { kind: 'refused', reason: edit.refused };
  if (edit.appliedAt !== null) return { kind: 'applied', otherId: edit.otherId };
  return { kind: 'waiting', hasLeader: await hasLeader(db) };
}
