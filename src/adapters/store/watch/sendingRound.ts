import type { HeldChannel, SuppressedTarget } from '../../../domain/notices/sendingNotices.ts';
import type { SendingRound, SendingStore } from '../../../pipeline/watch/watchSending.ts';
import type { Database, Queryable } from '../database.ts';
import { saveNotices } from '../deliver/notices.ts';
import { isOfChannel } from '../shared/sendHolds.ts';
import { takesRound } from './takesRound.ts';

export const createSendingStore = (db: Database): SendingStore => ({
  round: (now, make) =>
    db.transaction(async (tx) => {
      if (await takesRound(tx, 'sending', now, now)) await make(roundIn(tx));
    }),
});

const roundIn = (tx: Queryable): SendingRound => ({
  heldChannels: () => tx.query<HeldChannel>(heldChannelsSql),
  toldChannels: () => tx.query<HeldChannel>('SELECT channel, since, reason FROM told_holds ORDER BY channel'),
  async keepTold(told) {
    for (const { channel, since, reason } of told)
      await tx.execute('INSERT INTO told_holds (channel, since, reason) VALUES ($1, $2, $3)', [channel, since, reason]);
  },
  async forgetTold(open) {
    await tx.execute('DELETE FROM told_holds WHERE channel = ANY ($1::text[])', [open.map(({ channel }) => channel)]);
  },
  takeSuppressed: () => tx.query<SuppressedTarget>(takeSuppressedSql),
  saveNotices: (notices, now) => saveNotices(tx, notices, now),
});

/** Channels that are held, or whose hold has ended without a message that went through (SQL). */
export const heldChannelsSql = `
  SELECT h.key AS channel, h.since, h.reason FROM holds AS h WHERE ${isOfChannel} ORDER BY h.since, h.key`;

const takeSuppressedSql = `
  UPDATE targets AS t SET suppression_told = true
   WHERE suppressed_at IS NOT NULL AND NOT suppression_told
  RETURNING id, channel, key AS name, suppressed_because AS reason, suppressed_at AS since,
            ARRAY(SELECT DISTINCT p.email
                    FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
                    JOIN subscriptions AS s ON s.id = m.subscription_id JOIN listed_subscribers AS p ON p.id = s.subscriber_id
                   WHERE d.target_id = t.id AND s.removed_at IS NULL AND s.unsubscribed_at IS NULL AND p.removed_at IS NULL
                   ORDER BY p.email) AS subscribers`;
