import type { FoldMember, StoryDecision, StoryStore, WaitingArticle, WriterTerm } from '../../pipeline/storyStore.ts';
import { type ArticleRow, articleColumns, articleOfItem, toArticle } from './articleRows.ts';
import type { Database, Queryable } from './database.ts';
import { claiming, isHeld, type LeasedTable, settled } from './leases.ts';
import { becomeWriter } from './storyWriter.ts';

/**
 * Stories take articles in their sequence: none before an earlier one that is still to be matched, or that a claim which
 * failed still holds. What was put aside holds up nobody.
 */
const firstIn = (step: 'match' | 'story'): string =>
  `(SELECT min(sequence) FROM pipeline_items WHERE step = '${step}' AND quarantined_at IS NULL)`;
const table: LeasedTable = {
  name: 'pipeline_items',
  key: 'sequence',
  due: `step = 'story' AND sequence = least(${firstIn('match')}, ${firstIn('story')})`,
  order: 'sequence',
};

export function createStoryStore(db: Database): StoryStore {
  return {
    becomeWriter: () => becomeWriter(db),
    loadFoldMembers: (since) => loadFoldMembers(db, since),
    nextForStory: () => nextForStory(db),
    settleStory: (term, decision, now) => db.transaction((tx) => settleStory(tx, term, decision, now)),
  };
}

async function nextForStory(db: Database): Promise<WaitingArticle | null> {
  const [row] = await db.query<ArticleRow & { key: number; leaseNumber: number }>(
    `${claiming(table)}
     SELECT claimed.key, claimed.lease_number AS "leaseNumber", ${articleColumns}
       FROM claimed JOIN pipeline_items AS i ON i.sequence = claimed.key ${articleOfItem}`,
    [1],
  );
  if (row === undefined) return null;
  return { lease: { id: row.key, number: row.leaseNumber }, article: toArticle(row) };
}

async function loadFoldMembers(db: Database, since: Date): Promise<readonly FoldMember[]> {
  const rows = await db.query<Omit<FoldMember, 'signature'> & { signature: Buffer }>(
    `SELECT article_id AS "articleId", revision, fold_group_id AS "foldGroupId", signature, numbers, seen_at AS "seenAt"
       FROM fold_members WHERE seen_at >= $1 ORDER BY article_id, revision`,
    [since],
  );
  return rows.map((row) => ({ ...row, signature: signatureOf(row.signature) }));
}

/** Little-endian 32-bit words, whatever machine reads them. */
const bytesOf = (signature: Uint32Array): Buffer => {
  const bytes = Buffer.alloc(signature.length * 4);
  for (const [index, word] of signature.entries()) bytes.writeUInt32LE(word, index * 4);
  return bytes;
};
const signatureOf = (bytes: Buffer): Uint32Array =>
  Uint32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4));

async function settleStory(
  tx: Queryable,
  term: WriterTerm,
  { lease, article, signature, numbers, foldGroupId }: StoryDecision,
  now: Date,
): Promise<number | null> {
  const stillWriter = await tx.query("SELECT FROM writers WHERE name = 'story' AND epoch = $1 FOR SHARE", [term.epoch]);
  const stillHeld = await tx.query(`SELECT FROM pipeline_items WHERE ${isHeld(table)} FOR UPDATE`, [
    lease.id,
    lease.number,
  ]);
  if (stillWriter.length === 0 || stillHeld.length === 0) return null;
  const group = foldGroupId ?? (await openFoldGroup(tx, article.seenAt));
  await tx.execute(
    `INSERT INTO fold_members (article_id, revision, fold_group_id, signature, numbers, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [article.articleId, article.revision, group, bytesOf(signature), numbers, article.seenAt],
  );
  await tx.execute(saveMatches, [lease.id, now]);
  await tx.execute(
    `UPDATE pipeline_items SET step = 'plan', fold_group_id = $2, text_matches = NULL, ${settled} WHERE sequence = $1`,
    [lease.id, group],
  );
  return group;
}

async function openFoldGroup(tx: Queryable, at: Date): Promise<number> {
  const [group] = await tx.query<{ id: number }>('INSERT INTO fold_groups (opened_at) VALUES ($1) RETURNING id', [at]);
  if (group === undefined) throw new Error('opening a fold group gave no row');
  return group.id;
}

const saveMatches = `
  INSERT INTO matches (article_id, revision, rule_revision_id, seen_at, rule_set, spans, score, matched_at)
  SELECT i.article_id, i.revision, m."ruleRevisionId", i.seen_at, i.rule_set, m.spans, m.score, $2
    FROM pipeline_items AS i,
         jsonb_to_recordset(i.text_matches) AS m ("ruleRevisionId" bigint, spans jsonb, score real)
   WHERE i.sequence = $1
  ON CONFLICT DO NOTHING`;
