import type { Queryable } from '../database.ts';

/**
 * Makes one feed of two. The keys by which the other's items are known within it (guid, title, headline) are the kept one's from now on,
 * and so is what it last served of each: an item that both bring is no new article and no change. Articles stay as they are.
 */
export async function mergeFeeds(tx: Queryable, keptId: number, mergedId: number, at: Date): Promise<void> {
  await tx.execute(
    `INSERT INTO article_identities (kind, scope, key, article_id, last_seen_at, is_shared)
     SELECT kind, $1::text, key, article_id, last_seen_at, is_shared
       FROM article_identities WHERE scope = $2::text AND kind IN ('guid', 'title', 'headline')
     ON CONFLICT (kind, scope, key) DO NOTHING`,
    [String(keptId), String(mergedId)],
  );
  await tx.execute(
    `INSERT INTO served_texts (feed_id, article_id, content_hash, published_at, dated_at)
     SELECT $1, article_id, content_hash, published_at, dated_at FROM served_texts WHERE feed_id = $2
     ON CONFLICT (feed_id, article_id) DO NOTHING`,
    [keptId, mergedId],
  );
  // What the other had brought before is no first document of a new feed.
  await tx.execute(
    `UPDATE feeds AS k SET first_polled_at = least(k.first_polled_at, m.first_polled_at), version = k.version + 1,
            next_poll_at = least(k.next_poll_at, $3)
       FROM feeds AS m WHERE k.id = $1 AND m.id = $2`,
    [keptId, mergedId, at],
  );
  await tx.execute('UPDATE feeds SET removed_at = $2, version = version + 1 WHERE id = $1', [mergedId, at]);
}
