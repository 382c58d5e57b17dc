import { randomBytes } from 'node:crypto';
import type { HubOffer } from '../../../domain/feeds/hubOffer.ts';
import type { Queryable } from '../database.ts';

/** What only the hub and we know: 32 random bytes each for the callback's address and for the signature. */
const unguessable = (): string => randomBytes(32).toString('base64url');

/**
 * Keeps what a feed's document says of its hub. Another hub or topic takes the place of the one before; a hub that is only
 * missing is kept until it would be renewed, since some servers name theirs in every other answer.
 */
export async function noteHubOffer(tx: Queryable, feedId: number, offer: HubOffer | null, now: Date): Promise<void> {
  if (offer === null) {
    await tx.execute('UPDATE hub_subscriptions SET is_offered = false WHERE feed_id = $1 AND is_offered', [feedId]);
    return;
  }
  const { hub, topic } = offer;
  const others = 'feed_id = $1 AND (hub <> $2 OR topic <> $3)';
  await tx.execute(`DELETE FROM hub_subscriptions WHERE ${others} AND requested_at IS NULL`, [feedId, hub, topic]);
  await tx.execute(
    `UPDATE hub_subscriptions SET state = 'unwanted', is_offered = false, requested = NULL, attempts = 0, next_action_at = $4
      WHERE ${others} AND state <> 'unwanted'`,
    [feedId, hub, topic, now],
  );
  await tx.execute(
    `INSERT INTO hub_subscriptions (feed_id, hub, topic, state, token, secret, next_action_at)
     VALUES ($1, $2, $3, 'wanted', $5, $6, $4)
     ON CONFLICT (feed_id, hub, topic) DO UPDATE
        SET is_offered = true,
            state = CASE hub_subscriptions.state WHEN 'unwanted' THEN 'wanted' ELSE hub_subscriptions.state END,
            requested = CASE hub_subscriptions.state WHEN 'unwanted' THEN NULL ELSE hub_subscriptions.requested END,
            attempts = CASE hub_subscriptions.state WHEN 'unwanted' THEN 0 ELSE hub_subscriptions.attempts END,
            next_action_at = CASE hub_subscriptions.state WHEN 'unwanted' THEN $4 ELSE hub_subscriptions.next_action_at END
      WHERE NOT hub_subscriptions.is_offered OR hub_subscriptions.state = 'unwanted'`,
    [feedId, hub, topic, now, unguessable(), unguessable()],
  );
}

/** A poll found what no hub had sent. */
export const noteUnpushed = (tx: Queryable, feedId: number): Promise<number> =>
  tx.execute(
    "UPDATE hub_subscriptions SET unpushed_polls = unpushed_polls + 1 WHERE feed_id = $1 AND state = 'active'",
    [feedId],
  );

/**
 * Whether a hub tells what feed `f` brings, at the instant `now` (SQL): it has sent something under a lease that runs, and
 * polls find no more than one document's news that it did not send.
 */
export const isPushed = (now: string): string =>
  `EXISTS (SELECT FROM hub_subscriptions AS h
            WHERE h.feed_id = f.id AND h.state = 'active' AND h.lease_ends_at > ${now} AND h.pushed_at IS NOT NULL AND h.unpushed_polls < 2)`;

export interface HubCounts {
  /** Feeds whose documents name a hub. */
  readonly offered: number;
  readonly active: number;
  /** What the hubs of the others said last, by feed. */
  readonly failing: readonly string[];
}

export async function hubCountsOf(db: Queryable): Promise<HubCounts> {
  const [counts] = await db.query<HubCounts>(
    `SELECT count(DISTINCT f.id) AS offered, count(DISTINCT f.id) FILTER (WHERE h.state = 'active') AS active,
            coalesce(array_agg(f.name || ': ' || coalesce(h.last_error, 'quarantined after repeated crashes'))
                       FILTER (WHERE h.last_error IS NOT NULL OR h.quarantined_at IS NOT NULL), '{}') AS failing
       FROM hub_subscriptions AS h JOIN listed_feeds AS f ON f.id = h.feed_id
      WHERE h.is_offered AND f.removed_at IS NULL`,
  );
  return counts ?? { offered: 0, active: 0, failing: [] };
}
