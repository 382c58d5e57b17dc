import { likeAddress } from '../../../domain/feeds/documentAddress.ts';
import type { AlikeFeed } from '../../../ports/feedDesk.ts';
import type { Queryable } from '../database.ts';

/** Where a feed is asked: as the list has it, and where that redirects to for good. */
interface Addresses {
  readonly url: string;
  readonly asked: string;
}

type Listed = Omit<AlikeFeed, 'shared'> & Addresses;

/** The feeds that seem to be the same one: by their addresses, in whatever way these are written, or by what both serve. */
export async function alikeFeeds(db: Queryable, id: number, own: Addresses): Promise<readonly AlikeFeed[]> {
  const [others, shared] = await Promise.all([
    db.query<Listed>(
      'SELECT id, name, url, version, coalesce(redirected_to, url) AS asked FROM listed_feeds WHERE removed_at IS NULL AND id <> $1',
      [id],
    ),
    sharedItems(db, id),
  ]);
  const addresses = new Set([likeAddress(own.url), likeAddress(own.asked)]);
  return others.flatMap(({ asked, ...other }) => {
    const isSameAddress = addresses.has(likeAddress(other.url)) || addresses.has(likeAddress(asked));
    const items = shared.get(other.id);
    if (!isSameAddress && items === undefined) return [];
    return [{ ...other, shared: isSameAddress ? null : (items ?? null) }];
  });
}

const newest = 30;
/** With fewer it may be chance; and a feed that has all of another's and more is no second entry of it. */
const [leastShared, leastPercent] = [10, 90];

/** By feed, how many of the newest items of either are the other's, too, where that is nearly all of both. */
async function sharedItems(db: Queryable, id: number): Promise<ReadonlyMap<number, number>> {
  const rows = await db.query<{ id: number; shared: number }>(
    `WITH own AS (SELECT article_id FROM served_texts WHERE feed_id = $1 ORDER BY article_id DESC LIMIT ${newest}),
          alike AS (SELECT s.feed_id AS id, count(*) AS shared FROM own JOIN served_texts AS s USING (article_id)
                     WHERE s.feed_id <> $1 GROUP BY s.feed_id
                    HAVING count(*) >= greatest(${leastShared}, (SELECT count(*) FROM own) * ${leastPercent} / 100))
     SELECT a.id, a.shared FROM alike AS a
      WHERE (SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM served_texts AS o WHERE o.feed_id = $1 AND o.article_id = theirs.article_id)) * 100
                    >= count(*) * ${leastPercent}
               FROM (SELECT article_id FROM served_texts WHERE feed_id = a.id ORDER BY article_id DESC LIMIT ${newest}) AS theirs)`,
    [id],
  );
  return new Map(rows.map((row) => [row.id, row.shared]));
}
