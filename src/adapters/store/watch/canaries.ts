import { type CanaryState, canaryRuleId, canaryWord } from '../../../domain/canary/canary.ts';
import type { CanaryPlace, CanaryStore } from '../../../pipeline/watch/flyCanary.ts';
import type { Database, Queryable } from '../database.ts';
import { saveNotices } from '../deliver/notices.ts';
import { eraseCanaries, markStories } from './canaryTraces.ts';

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
  await makeFeed(tx, place, now);
  await makeRule(tx, now);
  await makeSubscription(tx, place, now);
  return true;
}

/** Polled when one is sent, and never else: an interval of a year. */
async function makeFeed(tx: Queryable, { feedUrl }: CanaryPlace, now: Date): Promise<void> {
  const known = await tx.execute(
    'UPDATE feeds SET url = $1, next_poll_at = $2, quarantined_at = NULL, unsettled_claims = 0, leased_until = NULL, ended_at = NULL, failures = 0, last_error = NULL WHERE built_in',
    [feedUrl, now],
  );
  if (known > 0) return;
  await tx.execute(
    "INSERT INTO feeds (url, name, every_seconds, next_poll_at, built_in) VALUES ($1, 'canary', 31536000, $2, true)",
    [feedUrl, now],
  );
}

async function makeRule(tx: Queryable, now: Date): Promise<void> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.rules'))");
  const made = await tx.execute(
    'INSERT INTO rules (id, created_at, built_in) VALUES ($1, $2, true) ON CONFLICT (id) DO NOTHING',
    [canaryRuleId, now],
  );
  if (made === 0) return;
  await tx.execute(
    `WITH made AS (INSERT INTO rule_sets (made_at, made_by, reason) VALUES ($1, 'tocsin', 'the canary') RETURNING number)
     INSERT INTO rule_revisions (rule_id, revision, name, query, alert, concepts, from_set)
     SELECT $2, 1, $2, $3, '{"on":"article"}', '{}', number FROM made`,
    [now, canaryRuleId, canaryWord],
  );
}

async function makeSubscription(tx: Queryable, { inboxUrl }: CanaryPlace, now: Date): Promise<void> {
  const known = await tx.execute(
    `UPDATE subscriptions SET target = $1, quarantined_at = NULL, unsettled_claims = 0, leased_until = NULL
      WHERE subscriber_id IN (SELECT id FROM subscribers WHERE built_in)`,
    [inboxUrl],
  );
  if (known > 0) return;
  await tx.execute(
    `WITH made AS (
       INSERT INTO subscribers (email, name, timezone, created_at, confirmed_at, built_in)
       VALUES ('canary@tocsin.invalid', 'canary', 'UTC', $1, $1, true) RETURNING id
     ), subscribed AS (
       INSERT INTO subscriptions (subscriber_id, key, channel, target, schedule, max_per_hour, created_at)
       SELECT id, 'canary', 'webhook', $2, '{"every":"instant"}', 0, $1 FROM made RETURNING id
     )
     INSERT INTO subscription_rules (subscription_id, rule_id) SELECT id, $3 FROM subscribed`,
    [now, inboxUrl, canaryRuleId],
  );
}
