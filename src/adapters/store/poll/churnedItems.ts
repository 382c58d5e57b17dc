import { dayMs } from '../../../domain/basics/time.ts';
import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import { type Identity, identityOf, lookUp, ownersOf } from './identityRows.ts';
import type { KeyedItem } from './itemKeys.ts';

const churnDays = 7;
const leastChurned = 3;

/**
 * Of items that nothing else is known of, those whose headlines stood in this feed within the week: a publisher that makes new
 * guids and links at every poll. Only when that is so of several, and of most: "Morning briefing" comes every day and is news.
 */
export async function churnedItems(
  tx: Queryable,
  feedId: number,
  unknown: readonly KeyedItem[],
  now: Date,
): Promise<ReadonlyMap<IncomingArticle, number>> {
  const headlines = unknown.flatMap(({ incoming }) => {
    const headline = headlineOf(feedId, incoming);
    return headline === null ? [] : [{ incoming, headline }];
  });
  const since = new Date(now.getTime() - churnDays * dayMs);
  const owners = ownersOf(
    await lookUp(
      tx,
      headlines.map(({ headline }) => headline),
      since,
    ),
  );
  const churned = new Map<IncomingArticle, number>();
  const taken = new Set<number>();
  for (const { incoming, headline } of headlines) {
    const owner = owners.get(headline.name);
    if (owner === undefined || taken.has(owner)) continue;
    taken.add(owner);
    churned.set(incoming, owner);
  }
  return churned.size >= leastChurned && churned.size * 2 > unknown.length ? churned : new Map();
}

export const headlineOf = (feedId: number, { keys }: IncomingArticle): Identity | null =>
  keys.headline === null ? null : identityOf('headline', String(feedId), keys.headline);
