import type { FeedDefinition } from '../../../domain/configuration/definitions.ts';
import type { FeedCredentials } from '../../../domain/feeds/credentials.ts';
import type { Queryable } from '../database.ts';
import type { Transactional } from '../transactional.ts';

export interface FeedList {
  read(): Promise<readonly FeedDefinition[]>;
  /**
   * Makes the polled feeds these, all or none. A new feed is due at once, and many are spread, five a second, so that a
   * cold start is no burst for anybody. One that comes back goes on with what it knew, and is asked again even if it had
   * ended or was quarantined.
   */
  replace(feeds: readonly FeedDefinition[], now: Date): Promise<void>;
}

export function createFeedList(db: Transactional): FeedList {
  return {
    read: async () => {
      const rows = await db.query<FeedRow>(
        'SELECT url, name, every_seconds AS "everySeconds", full_text AS "fullText", credentials FROM listed_feeds WHERE removed_at IS NULL ORDER BY id',
      );
      return rows.map(({ fullText, credentials, ...feed }) => ({
        ...feed,
        ...(fullText && { fullText }),
        ...(credentials && { credentials }),
      }));
    },
    replace: (feeds, now) => db.transaction((tx) => replaceAll(tx, feeds, now)),
  };
}

type FeedRow = Pick<FeedDefinition, 'url' | 'name' | 'everySeconds'> & {
  readonly fullText: boolean;
  readonly credentials: FeedCredentials | null;
};

async function replaceAll(tx: Queryable, feeds: readonly FeedDefinition[], now: Date): Promise<void> {
  const urls = feeds.map(({ url }) => url);
  await tx.execute('UPDATE listed_feeds SET removed_at = $2 WHERE removed_at IS NULL AND url <> ALL ($1::text[])', [
    urls,
    now,
  ]);
  await putFeeds(tx, feeds, now);
}

/** Adds feeds to the list, or gives those that are on it what these say; each as `replace` does it. */
export async function putFeeds(tx: Queryable, feeds: readonly FeedDefinition[], now: Date): Promise<void> {
  const urls = feeds.map(({ url }) => url);
  await tx.execute(
    `INSERT INTO feeds (url, name, every_seconds, full_text, credentials, next_poll_at)
     SELECT f.url, f.name, f."everySeconds", coalesce(f."fullText", false), f.credentials, $2::timestamptz + ${place} * $3 * interval '1 second'
       FROM jsonb_to_recordset($1::jsonb) AS f (url text, name text, "everySeconds" integer, "fullText" boolean, credentials jsonb)
     ON CONFLICT (url) DO UPDATE
        SET name = excluded.name, every_seconds = excluded.every_seconds, full_text = excluded.full_text,
            credentials = excluded.credentials,
            ended_at = CASE WHEN feeds.removed_at IS NULL THEN feeds.ended_at END,
            quarantined_at = CASE WHEN feeds.removed_at IS NULL THEN feeds.quarantined_at END,
            unsettled_claims = CASE WHEN feeds.removed_at IS NULL THEN feeds.unsettled_claims ELSE 0 END,
            paused_at = CASE WHEN feeds.removed_at IS NULL THEN feeds.paused_at END,
            removed_at = NULL, version = feeds.version + 1, next_poll_at = least(feeds.next_poll_at, excluded.next_poll_at)
      WHERE feeds.id IN (SELECT id FROM listed_feeds) AND (feeds.removed_at IS NOT NULL OR feeds.name <> excluded.name
         OR feeds.every_seconds IS DISTINCT FROM excluded.every_seconds OR feeds.full_text <> excluded.full_text
         OR feeds.credentials IS DISTINCT FROM excluded.credentials)`,
    [JSON.stringify(feeds), now, await spreadSeconds(tx, urls)],
  );
}

const feedsAtOnce = 50;
const feedsASecond = 5;

/** Over how many seconds the feeds that are not polled yet are spread. */
async function spreadSeconds(tx: Queryable, urls: readonly string[]): Promise<number> {
  const polled = await tx.query('SELECT FROM feeds WHERE removed_at IS NULL AND url = ANY ($1::text[])', [urls]);
  const fresh = urls.length - polled.length;
  return fresh <= feedsAtOnce ? 0 : fresh / feedsASecond;
}

/** A place in the spread by the address: feeds of one host do not come in a row. */
const place = '(hashtext(f.url)::bigint & 65535) / 65536.0';
