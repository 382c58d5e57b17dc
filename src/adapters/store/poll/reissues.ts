import { isReissue, type ServedBefore } from '../../../domain/articles/reissue.ts';
import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';

interface Recognised {
  readonly incoming: IncomingArticle;
  readonly articleId: number;
}

/**
 * Of items known by their text alone, those that are published again: articles of their own, though word for word like
 * another. `standing`: the items of this document that are known by a key. Where most of those are unchanged but for a later
 * date, dates tell nothing; one whose article stands beside it under another date is another one.
 */
export async function reissuedItems(
  tx: Queryable,
  feedId: number,
  candidates: readonly Recognised[],
  standing: readonly Recognised[],
): Promise<ReadonlySet<IncomingArticle>> {
  const dated = candidates.filter(({ incoming }) => incoming.item.publishedAt !== null);
  if (dated.length === 0) return new Set();
  const served = await servedBefore(
    tx,
    feedId,
    [...dated, ...standing].map(({ articleId }) => articleId),
  );
  const isLater = ({ incoming, articleId }: Recognised) => {
    const [at, before] = [incoming.item.publishedAt, served.get(articleId)?.publishedAt ?? null];
    return at !== null && before !== null && at > before;
  };
  const isRedated = (known: Recognised) =>
    isLater(known) && served.get(known.articleId)?.contentHash === known.incoming.contentHash;
  if (standing.length > 0 && standing.filter(isRedated).length * 2 >= standing.length) return new Set();
  const beside = new Set(standing.map(({ articleId }) => articleId));
  const isAgain = (candidate: Recognised) => {
    const before = served.get(candidate.articleId);
    if (before === undefined) return false;
    return beside.has(candidate.articleId)
      ? isLater(candidate)
      : isReissue(candidate.incoming.item.publishedAt, before);
  };
  return new Set(dated.filter(isAgain).map(({ incoming }) => incoming));
}

interface ServedText extends ServedBefore {
  readonly articleId: number;
  readonly contentHash: string;
}

/** What another feed brought is as its latest revision says. */
async function servedBefore(
  tx: Queryable,
  feedId: number,
  articleIds: readonly number[],
): Promise<ReadonlyMap<number, ServedText>> {
  const rows = await tx.query<ServedText>(
    `SELECT a.id AS "articleId", coalesce(s.published_at, r.published_at) AS "publishedAt", s.dated_at AS "datedAt",
            f.last_succeeded_at AS "readAt", encode(coalesce(s.content_hash, r.content_hash), 'hex') AS "contentHash"
       FROM articles AS a
       JOIN article_revisions AS r ON r.article_id = a.id AND r.revision = a.latest_revision AND r.seen_at = a.seen_at
       JOIN feeds AS f ON f.id = $1
       LEFT JOIN served_texts AS s ON s.feed_id = $1 AND s.article_id = a.id
      WHERE a.id = ANY ($2::bigint[])`,
    [feedId, [...new Set(articleIds)]],
  );
  return new Map(rows.map((row) => [row.articleId, row]));
}
