import { titleKey } from '../../../domain/articles/identity.ts';
import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import type { KnownKeys } from './identityRows.ts';
import type { KeyedItem } from './itemKeys.ts';

interface OwnersText {
  readonly articleId: number;
  readonly link: string | null;
  readonly title: string;
  readonly summary: string | null;
  readonly contentText: string | null;
  readonly publishedAt: Date | null;
  readonly savedAt: Date;
}

/** The revisions of the articles, the latest last. */
export async function ownersTexts(tx: Queryable, articleIds: readonly number[]): Promise<readonly OwnersText[]> {
  if (articleIds.length === 0) return [];
  return tx.query<OwnersText>(
    `SELECT a.id AS "articleId", a.link, r.title, r.summary, r.content_text AS "contentText", r.published_at AS "publishedAt", r.saved_at AS "savedAt"
       FROM articles AS a
       JOIN article_revisions AS r ON r.article_id = a.id AND r.seen_at = a.seen_at
      WHERE a.id = ANY ($1::bigint[])
      ORDER BY a.id, r.revision`,
    [[...new Set(articleIds)]],
  );
}

/**
 * Items that were saved under a key before it was known to be shared: the article that the key led to had their title and
 * date in one of its revisions.
 */
export async function adoptedItems(
  tx: Queryable,
  unknown: readonly KeyedItem[],
  shared: ReadonlySet<string>,
  known: KnownKeys,
): Promise<ReadonlyMap<IncomingArticle, number>> {
  const suspects = unknown.map(({ incoming, identities }) => ({
    incoming,
    owners: identities.flatMap((each) => (shared.has(each.name) ? (known.get(each.name)?.articleId ?? []) : [])),
  }));
  const texts = await ownersTexts(
    tx,
    suspects.flatMap(({ owners }) => owners.filter((owner) => owner > 0)),
  );
  const keyed = texts.map((text) => ({ ...text, key: titleKey(text.title, text.publishedAt) }));
  return new Map(
    suspects.flatMap(({ incoming, owners }) => {
      const had = keyed.find((text) => owners.includes(text.articleId) && isTextOf(text, incoming));
      return had === undefined ? [] : [[incoming, had.articleId] as const];
    }),
  );
}

function isTextOf(text: OwnersText & { readonly key: string }, { item, keys }: IncomingArticle): boolean {
  if (text.key === keys.title) return true;
  const { title, publishedAt, savedAt } = text;
  // A date in the future was saved as the time of the poll.
  const wasAhead = publishedAt !== null && publishedAt.getTime() === savedAt.getTime();
  return (
    wasAhead &&
    item.publishedAt !== null &&
    item.publishedAt >= publishedAt &&
    titleKey(title, null) === titleKey(item.title, null)
  );
}
