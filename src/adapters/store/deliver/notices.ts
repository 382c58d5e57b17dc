import type { Notice } from '../../../domain/notices/notice.ts';
import type { DeliverySettlement } from '../../../pipeline/deliver/deliverStore.ts';
import type { ClaimedNotice, NoticeStore } from '../../../pipeline/deliver/noticeStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Database, Queryable } from '../database.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper } from '../shared/leases.ts';
import { endChannelHold } from '../shared/sendHolds.ts';
import { storable } from '../storable.ts';
import { hasAnswered, holdChannel, settleSendings, termsOf, waitForHold } from './settleSending.ts';

const table = leasedTables.notices;

export function createNoticeStore(db: Database): NoticeStore {
  return {
    ...createLeaseKeeper(db, table),
    claimNextNotice: (now) => claimNextNotice(db, now),
    settleNotice: (lease, settlement, now) => db.transaction((tx) => settleNotice(tx, lease, settlement, now)),
  };
}

/** In the transaction of the fact that they tell of. The id that makes the Message-ID is given here, once. */
export async function saveNotices(tx: Queryable, notices: readonly Notice[], now: Date): Promise<void> {
  for (const { key, channel, recipient, subject, body } of notices) {
    await tx.execute(
      `INSERT INTO notices (message_id, key, recipient, subject, body, created_at, state, due_at, channel)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, 'pending', $5, $6) ON CONFLICT (key) DO NOTHING`,
      [key, recipient, storable(subject), storable(body), now, channel],
    );
  }
}

type NoticeRow = Omit<ClaimedNotice, 'lease'> & { readonly id: number; readonly leaseNumber: number };

async function claimNextNotice(db: Database, now: Date): Promise<ClaimedNotice | null> {
  const [row] = await db.query<NoticeRow>(
    `${claiming(table)}
     SELECT claimed.key AS id, claimed.lease_number AS "leaseNumber", n.message_id AS "messageId", n.attempts + 1 AS attempt,
            json_build_object('key', n.key, 'channel', n.channel, 'recipient', n.recipient, 'subject', n.subject, 'body', n.body) AS notice
       FROM claimed JOIN notices AS n ON n.id = claimed.key`,
    [1, now],
  );
  if (row === undefined) return null;
  const { id, leaseNumber, ...claimed } = row;
  return { lease: { id, number: leaseNumber }, ...claimed };
}

async function settleNotice(tx: Queryable, lease: Lease, settlement: DeliverySettlement, now: Date): Promise<boolean> {
  const columns = 'settled.id, settled.channel';
  const [row] = await settleSendings<{ id: number; channel: string }>(tx, table, [{ lease, settlement }], now, columns);
  if (row === undefined) return false;
  if (settlement.state === 'retrying' && settlement.hold?.scope === 'channel') {
    const held = await holdChannel(tx, row.channel, termsOf(settlement.hold, settlement.response, now));
    await waitForHold(tx, table, [row.id], held);
  } else if (hasAnswered(settlement)) await tx.execute(endChannelHold, [row.channel, now]);
  return true;
}
