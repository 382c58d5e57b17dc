import type { FullText } from '../../../domain/articles/article.ts';
import { secondsAfter } from '../../../domain/basics/time.ts';
import type { ReadArticle, ReadStore, UnreadArticle } from '../../../pipeline/read/readStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Database, Queryable } from '../database.ts';
import { type ArticleRow, articleColumns, articleOfItem, toArticle } from '../shared/articleRows.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper, isHeld, settled } from '../shared/leases.ts';
import { earlierRevision, nextTurn } from '../shared/turns.ts';
import { storable } from '../storable.ts';

const table = leasedTables.toRead;

export function createReadStore(db: Database): ReadStore {
  return {
    ...createLeaseKeeper(db, table),
    claimForRead: (now) => db.transaction((tx) => claimForRead(tx, now)),
    settleRead: (lease, read, pauseSeconds, now) =>
      db.transaction(async (tx) => {
        const host = await handOn(tx, lease, read);
        if (host !== null) await pause(tx, host, secondsAfter(now, pauseSeconds), now);
        return host !== null;
      }),
  };
}

type Row = ArticleRow &
  Pick<UnreadArticle, 'readUntil' | 'claims'> & {
    readonly key: number;
    readonly leaseNumber: number;
    readonly known: FullText | null;
    readonly earlier: FullText | null;
    readonly mayFetch: boolean;
  };

/** The page as it was read last for an earlier revision. */
const earlierPage = (condition = 'true'): string => `
  (SELECT jsonb_build_object('text', p.full_text, 'pageStart', p.page_start)
     FROM article_revisions AS p
    WHERE p.article_id = i.article_id AND p.seen_at = i.seen_at AND p.revision < i.revision AND p.full_text IS NOT NULL
      AND ${condition}
    ORDER BY p.revision DESC LIMIT 1)`;

/** A feed that brings a new text itself may have changed the page with it: then it is read again. */
const knownPage = earlierPage(`
      NOT EXISTS (SELECT FROM article_revisions AS own
                       WHERE own.article_id = i.article_id AND own.seen_at = i.seen_at AND own.revision < i.revision
                         AND coalesce(own.feed_id, a.feed_id) = coalesce(r.feed_id, a.feed_id))`);

/** Readers claim in turn: two that look at the same time would each take a page of one host. */
async function claimForRead(tx: Queryable, now: Date): Promise<UnreadArticle | null> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.read'))");
  const [row] = await tx.query<Row>(
    `${claiming(table)}
     SELECT claimed.key, claimed.lease_number AS "leaseNumber", i.read_until AS "readUntil", i.unsettled_claims + 1 AS claims,
            i.page_host <> '' AS "mayFetch", ${knownPage} AS known, ${earlierPage()} AS earlier, ${articleColumns}
       FROM claimed JOIN pipeline_items AS i ON i.sequence = claimed.key ${articleOfItem}`,
    [1, now],
  );
  if (row === undefined) return null;
  const { key, leaseNumber, readUntil, claims, mayFetch } = row;
  const lease = { id: key, number: leaseNumber };
  const pages = { knownPage: pageOf(row.known), earlierPage: pageOf(row.earlier) };
  return { lease, article: toArticle(row), readUntil, claims, mayFetch, ...pages };
}

const pageOf = (full: FullText | null): string | null => full?.text.slice(full.pageStart) ?? null;

/** The host whose page it was; null when the lease was lost. */
async function handOn(tx: Queryable, lease: Lease, read: ReadArticle): Promise<string | null> {
  const [item] = await tx.query<{ articleId: number; revision: number; seenAt: Date; host: string }>(
    `UPDATE pipeline_items AS i
        SET step = 'match', sequence = DEFAULT, feed_id = entry.feed_id, is_backlog = entry.is_backlog, turn = entry.turn, ${settled}
       FROM (SELECT coalesce(earlier.feed_id, r.feed_id) AS feed_id, coalesce(earlier.is_backlog, r.is_backlog) AS is_backlog,
                    coalesce(earlier.turn, ${nextTurn('match', 'r.feed_id', 'r.is_backlog')}) AS turn
               FROM pipeline_items AS r LEFT JOIN LATERAL (${earlierRevision('r.article_id')}) AS earlier ON true
              WHERE r.sequence = $1) AS entry
      WHERE step = 'read' AND ${isHeld(table)}
     RETURNING article_id AS "articleId", revision, seen_at AS "seenAt", page_host AS host`,
    [lease.id, lease.number],
  );
  if (item === undefined) return null;
  await tx.execute(
    `UPDATE article_revisions SET full_text = $4, page_start = $5, page_note = $6 WHERE article_id = $1 AND revision = $2 AND seen_at = $3`,
    [item.articleId, item.revision, item.seenAt, ...columnsOf(read)],
  );
  return item.host;
}

async function pause(tx: Queryable, host: string, endsAt: Date, now: Date): Promise<void> {
  await tx.execute('DELETE FROM page_pauses WHERE ends_at <= $1 AND host <> $2', [now, host]);
  await tx.execute(
    `INSERT INTO page_pauses AS p (host, ends_at) VALUES ($1, $2)
     ON CONFLICT (host) DO UPDATE SET ends_at = greatest(p.ends_at, excluded.ends_at)`,
    [host, endsAt],
  );
}

const columnsOf = (read: ReadArticle): readonly unknown[] =>
  read.kind === 'full'
    ? [storable(read.fullText.text), read.fullText.pageStart, null]
    : [null, null, storable(read.note.slice(0, 500))];
