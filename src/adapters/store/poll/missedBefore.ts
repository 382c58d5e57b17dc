import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import type { KnownKeys } from './identityRows.ts';
import type { KeyedItem } from './itemKeys.ts';

/**
 * Items behind a key that is now found to be shared, and under which an earlier version, which did not look for such keys, saved
 * an article of this feed: they may have been in it for long. That version noted no dates with the texts it was served.
 */
export async function missedBefore(
  tx: Queryable,
  feedId: number,
  items: readonly KeyedItem[],
  firstSeen: ReadonlySet<string>,
  known: KnownKeys,
): Promise<ReadonlySet<IncomingArticle>> {
  if (firstSeen.size === 0) return new Set();
  const ownersOf = ({ identities }: KeyedItem) =>
    identities.flatMap((each) => (firstSeen.has(each.name) ? (known.get(each.name)?.articleId ?? []) : []));
  const rows = await tx.query<{ articleId: number }>(
    `SELECT article_id AS "articleId" FROM served_texts
      WHERE feed_id = $1 AND article_id = ANY ($2::bigint[]) AND dated_at IS NULL`,
    [feedId, items.flatMap(ownersOf)],
  );
  const ofEarlierVersion = new Set(rows.map(({ articleId }) => articleId));
  const isMissed = (item: KeyedItem) => ownersOf(item).some((owner) => ofEarlierVersion.has(owner));
  return new Set(items.filter(isMissed).map(({ incoming }) => incoming));
}
