import type { Notice } from '../../domain/notices/notice.ts';
import type { ClaimedNotice, NoticeStore } from '../../pipeline/noticeStore.ts';
import type { Database, Queryable } from './database.ts';
import { claiming, createLeaseKeeper, isHeld, type LeasedTable, settled } from './leases.ts';
import { storable } from './storable.ts';

const table: LeasedTable = {
  name: 'notices',
  key: 'id',
  due: "due_at <= $2 AND state IN ('pending', 'retrying')",
  order: 'due_at, id',
};

export function createNoticeStore(db: Database): NoticeStore {
  return {
    ...createLeaseKeeper(db, table),
    claimNextNotice: (now) => claimNextNotice(db, now),
    settleNotice: async (lease, settlement, now) => {
      const retryAt = settlement.state === 'retrying' ? settlement.retryAt : null;
      const count = await db.execute(
        `UPDATE notices
            SET state = $3, answer = $4, due_at = coalesce($5, due_at), attempts = attempts + 1, ${settled},
                settled_at = CASE WHEN $5::timestamptz IS NULL THEN $6::timestamptz END
          WHERE ${isHeld(table)}`,
        [lease.id, lease.number, settlement.state, storable(settlement.answer), retryAt, now],
      );
      return count > 0;
    },
  };
}

/** In the transaction of the fact that they tell of. The id that makes the Message-ID is given here, once. */
export async function saveNotices(tx: Queryable, notices: readonly Notice[], now: Date): Promise<void> {
  for (const { key, recipient, subject, body } of notices) {
    await tx.execute(
      `INSERT INTO notices (message_id, key, recipient, subject, body, created_at, state, due_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, 'pending', $5) ON CONFLICT (key) DO NOTHING`,
      [key, recipient, storable(subject), storable(body), now],
    );
  }
}

type NoticeRow = Omit<ClaimedNotice, 'lease'> & { readonly id: number; readonly leaseNumber: number };

async function claimNextNotice(db: Database, now: Date): Promise<ClaimedNotice | null> {
  const [row] = await db.query<NoticeRow>(
    `${claiming(table)}
     SELECT claimed.key AS id, claimed.lease_number AS "leaseNumber", n.message_id AS "messageId", n.attempts + 1 AS attempt,
            json_build_object('key', n.key, 'recipient', n.recipient, 'subject', n.subject, 'body', n.body) AS notice
       FROM claimed JOIN notices AS n ON n.id = claimed.key`,
    [1, now],
  );
  if (row === undefined) return null;
  const { id, leaseNumber, ...claimed } = row;
  return { lease: { id, number: leaseNumber }, ...claimed };
}
