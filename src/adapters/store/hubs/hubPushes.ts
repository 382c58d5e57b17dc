import type { HubCallbackStore, PushedFeed } from '../../../pipeline/hubs/hubCallbackStore.ts';
import type { Database } from '../database.ts';
import { countNewItems } from '../poll/feedHours.ts';
import { saveArticles } from '../poll/saveArticles.ts';
import { type PauseJson, pauseFrom, pauseOf } from '../shared/feedPauses.ts';
import { storable } from '../storable.ts';

export function createHubCallbackStore(db: Database): HubCallbackStore {
  const changed = async (statement: string, values: readonly unknown[]) => (await db.execute(statement, values)) > 0;
  return {
    confirm: (token, topic, { endsAt, renewAt }) =>
      changed(
        // A hub that did not hear our answer asks again: it hears the same, and nothing changes.
        `UPDATE hub_subscriptions
            SET state = 'active', requested = NULL, attempts = 0, last_error = NULL,
                lease_ends_at = CASE WHEN requested = 'subscribe' THEN $3 ELSE lease_ends_at END,
                next_action_at = CASE WHEN requested = 'subscribe' THEN $4 ELSE next_action_at END
          WHERE token = $1 AND topic = $2 AND (requested = 'subscribe' OR (state = 'active' AND is_offered))`,
        [token, topic, endsAt, renewAt],
      ),
    confirmEnd: (token, topic) =>
      changed("DELETE FROM hub_subscriptions WHERE token = $1 AND topic = $2 AND requested = 'unsubscribe'", [
        token,
        topic,
      ]),
    deny: (token, topic, { reason, retryAt }) =>
      changed(
        `UPDATE hub_subscriptions
            SET state = CASE state WHEN 'unwanted' THEN state ELSE 'denied' END, requested = NULL, last_error = $3,
                lease_ends_at = NULL, next_action_at = CASE state WHEN 'unwanted' THEN next_action_at ELSE $4 END
          WHERE token = $1 AND topic = $2 AND requested_at IS NOT NULL`,
        [token, topic, storable(reason.slice(0, 500)), retryAt],
      ),
    async pushedFeed(token) {
      const [row] = await db.query<Omit<PushedFeed, 'pause'> & { readonly pause: PauseJson | null }>(
        `SELECT h.id AS "subscriptionId", f.id AS "feedId", f.name, f.url, h.secret, f.first_polled_at AS "firstPolledAt", f.full_text AS "fullText",
                ${pauseOf('f')} AS pause
           FROM hub_subscriptions AS h JOIN feeds AS f ON f.id = h.feed_id
          WHERE h.token = $1 AND h.lease_ends_at IS NOT NULL AND h.state <> 'unwanted' AND f.removed_at IS NULL`,
        [token],
      );
      return row === undefined ? null : { ...row, pause: pauseFrom(row.pause) };
    },
    savePush: ({ feedId, subscriptionId }, articles, now) =>
      db.transaction(async (tx) => {
        // In the order of a poll's own transaction, so that the two cannot wait for each other.
        await tx.query('SELECT FROM feeds WHERE id = $1 FOR UPDATE', [feedId]);
        const counts = await saveArticles(tx, feedId, articles, now);
        await countNewItems(tx, feedId, counts.created, now);
        // What polls had found before is no sign that the hub tells what is new.
        if (counts.created + counts.revised === 0) return counts;
        await tx.execute('UPDATE hub_subscriptions SET pushed_at = $2, unpushed_polls = 0 WHERE id = $1', [
          subscriptionId,
          now,
        ]);
        return counts;
      }),
    async pollSoon(feedId, now) {
      await db.execute('UPDATE feeds SET next_poll_at = least(next_poll_at, $2) WHERE id = $1', [feedId, now]);
    },
  };
}
