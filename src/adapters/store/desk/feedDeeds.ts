import type { AddableFeeds, KnownFeed } from '../../../desk/feeds/addFeed.ts';
import type { ChangeableFeeds } from '../../../desk/feeds/changeFeed.ts';
import type { DeskFeed, LockedFeedsStore } from '../../../desk/feeds/lockedFeeds.ts';
import type { MergeableFeeds } from '../../../desk/feeds/mergeDuplicates.ts';
import type { PausableFeeds } from '../../../desk/feeds/pauseFeed.ts';
import type { PollableFeeds } from '../../../desk/feeds/pollNow.ts';
import type { RemovableFeeds } from '../../../desk/feeds/removeFeed.ts';
import { hostOf, namedUrl } from '../../../domain/basics/webUrl.ts';
import type { FeedCredentials } from '../../../domain/feeds/credentials.ts';
import { queryLimits } from '../../postgres/queryLimits.ts';
import type { Database, Queryable } from '../database.ts';
import { putFeeds } from '../feeds/feedList.ts';
import { mergeFeeds } from '../feeds/mergeFeeds.ts';
import { createConfigImports } from '../shared/configImports.ts';
import { type PauseJson, pauseFrom, pauseOf } from '../shared/feedPauses.ts';
import { fetchHeldUntil } from '../shared/heldTargets.ts';
import { lockConfiguration } from '../shared/lockConfiguration.ts';
import { recordAudit } from './auditLog.ts';

/** All that deeds do to feeds. */
export type FeedDeeds = AddableFeeds &
  ChangeableFeeds &
  RemovableFeeds &
  PausableFeeds &
  PollableFeeds &
  MergeableFeeds;

/** Whoever comes waits for those who came before. */
export const createFeedDeeds = (db: Database): LockedFeedsStore<FeedDeeds> => ({
  changeFeeds: (run) =>
    db.transaction(async (tx) => {
      await lockConfiguration(tx);
      return run(lockedFeeds(tx));
    }, queryLimits.longMs),
});

const lockedFeeds = (tx: Queryable): FeedDeeds => ({
  feed: (id) => readDeskFeed(tx, id, 'FOR UPDATE'),
  record: (entry) => recordAudit(tx, entry),
  known: () => tx.query<KnownFeed>('SELECT id, name, url FROM listed_feeds WHERE removed_at IS NULL ORDER BY id'),
  async add(feeds, at) {
    await putFeeds(tx, feeds, at);
    await createConfigImports(tx).noteEdited('feeds', at);
    const urls = feeds.map(({ url }) => url);
    const rows = await tx.query<{ id: number }>(
      'SELECT f.id FROM unnest($1::text[]) WITH ORDINALITY AS w (url, place) JOIN feeds AS f USING (url) ORDER BY w.place',
      [urls],
    );
    return rows.map(({ id }) => id);
  },
  async holderOf(url) {
    const [holder] = await tx.query<{ id: number; name: string; isListed: boolean }>(
      'SELECT id, name, removed_at IS NULL AS "isListed" FROM feeds WHERE url = $1',
      [url],
    );
    return holder ?? null;
  },
  async change(id, { url, name, everySeconds, fullText, credentials }, at) {
    await tx.execute(
      `UPDATE feeds SET name = $2, every_seconds = $3, full_text = $4, credentials = $5, version = version + 1,
              next_poll_at = least(next_poll_at, $6) WHERE id = $1`,
      [id, name, everySeconds, fullText ?? false, credentials === undefined ? null : JSON.stringify(credentials), at],
    );
    await tx.execute(`UPDATE feeds SET url = $2, ${nothingRemembered} WHERE id = $1 AND url <> $2`, [id, url]);
    await createConfigImports(tx).noteEdited('feeds', at);
  },
  async remove(id, at) {
    await tx.execute('UPDATE feeds SET removed_at = $2, version = version + 1 WHERE id = $1', [id, at]);
  },
  async pause(id, { pausedAt, by, endsAt, why }) {
    await tx.execute(
      'UPDATE feeds SET paused_at = $2, paused_by = $3, paused_until = $4, pause_why = $5 WHERE id = $1',
      [id, pausedAt, by, endsAt, why],
    );
  },
  async endPause(id, at) {
    await tx.execute(
      'UPDATE feeds SET paused_at = NULL, paused_until = NULL, paused_by = NULL, pause_why = NULL, next_poll_at = least(next_poll_at, $2) WHERE id = $1',
      [id, at],
    );
  },
  async heldUntil(id, at) {
    const [asked] = await tx.query<{ url: string }>(
      'SELECT coalesce(redirected_to, url) AS url FROM feeds WHERE id = $1',
      [id],
    );
    return asked === undefined ? null : fetchHeldUntil(tx, { key: namedUrl(asked.url), host: hostOf(asked.url) }, at);
  },
  async makeDue(id, at) {
    await tx.execute(
      'UPDATE feeds SET next_poll_at = least(next_poll_at, $2), ended_at = NULL, gone_since = NULL, gone_polls = 0 WHERE id = $1',
      [id, at],
    );
  },
  merge: (keptId, mergedId, at) => mergeFeeds(tx, keptId, mergedId, at),
});

/** What the address before had given. */
const nothingRemembered = `etag = NULL, last_modified = NULL, validators_from = NULL, document_hash = NULL,
  redirected_to = NULL, redirecting_to = NULL, redirect_polls = 0, redirect_since = NULL,
  ended_at = NULL, gone_since = NULL, gone_polls = 0, failures = 0, last_error = NULL, last_failure = NULL`;

type DeskFeedRow = Omit<DeskFeed, 'fullText' | 'credentials' | 'pause'> & {
  readonly fullText: boolean;
  readonly credentials: FeedCredentials | null;
  readonly pause: PauseJson | null;
};

/** A feed of the list; null where there is none. `lock`: `FOR UPDATE` or nothing. */
export async function readDeskFeed(db: Queryable, id: number, lock = ''): Promise<DeskFeed | null> {
  const [row] = await db.query<DeskFeedRow>(
    `SELECT f.id, f.version, f.url, f.name, f.every_seconds AS "everySeconds", f.full_text AS "fullText", f.credentials,
            f.redirected_to AS "redirectedTo", f.ended_at IS NOT NULL AS "isEnded", f.quarantined_at IS NOT NULL AS "isQuarantined",
            ${pauseOf('f')} AS pause
       FROM listed_feeds AS f WHERE f.id = $1 AND f.removed_at IS NULL ${lock}`,
    [id],
  );
  if (row === undefined) return null;
  const { fullText, credentials, pause, ...feed } = row;
  return {
    ...feed,
    ...(fullText && { fullText }),
    ...(credentials && { credentials }),
    pause: pauseFrom(pause),
  };
}
