import type { CanaryState } from '../../../domain/canary/canary.ts';
import type { CanaryPlace, CanaryStore } from '../../../pipeline/watch/flyCanary.ts';
import type { Database, Queryable } from '../database.ts';
import { saveNotices } from '../deliver/notices.ts';
import { eraseCanaries, makeCanaryRows, markStories } from './canaryRows.ts';

export function createCanaryStore(db: Database): CanaryStore {
  return {
    state: () => canaryState(db),
    send: (place, token, sentBefore, now) => db.transaction((tx) => send(tx, place, token, sentBefore, now)),
    async underWay() {
      const [row] = await db.query<{ token: string | null; sentAt: Date }>(
        'SELECT token, sent_at AS "sentAt" FROM canary WHERE token IS NOT NULL',
      );
      return row === undefined || row.token === null ? null : { token: row.token, sentAt: row.sentAt };
    },
    async end() {
      await db.execute('UPDATE canary SET alarm_since = NULL, token = NULL');
    },
    arrive: (token, now) =>
      db.transaction(async (tx) => {
        const arrived = await tx.execute('UPDATE canary SET arrived_at = $2, token = NULL WHERE token::text = $1', [
          token,
          now,
        ]);
        if (arrived > 0) await markStories(tx);
        return arrived > 0;
      }),
    keepAlarm: (event, notice, now) =>
      db.transaction(async (tx) => {
        const kept = await tx.execute(
          event === 'lost'
            ? 'UPDATE canary SET alarm_since = $1 WHERE alarm_since IS NULL'
            : 'UPDATE canary SET alarm_since = NULL WHERE alarm_since < $1',
          [now],
        );
        if (kept > 0 && notice !== null) await saveNotices(tx, [notice], now);
        return kept > 0;
      }),
  };
}

/** Instants of never are none. */
export async function canaryState(db: Queryable): Promise<CanaryState> {
  const [state] = await db.query<CanaryState>(
    `SELECT nullif(sent_at, '-infinity') AS "sentAt", arrived_at AS "arrivedAt", alarm_since AS "alarmSince" FROM canary`,
  );
  return state ?? { sentAt: null, arrivedAt: null, alarmSince: null };
}

async function send(tx: Queryable, place: CanaryPlace, token: string, sentBefore: Date, now: Date): Promise<boolean> {
  const due = await tx.execute('UPDATE canary SET sent_at = $1, token = $2 WHERE sent_at <= $3', [
    now,
    token,
    sentBefore,
  ]);
  if (due === 0) return false;
  await eraseCanaries(tx);
  await makeCanaryRows(tx, place, now);
  return true;
}
