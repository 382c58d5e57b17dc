import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDueTimesStore } from '../../../src/adapters/store/watch/dueTimes.ts';
import { clockNotice } from '../../../src/domain/notices/clockNotice.ts';
import type { DueTimesStore } from '../../../src/pipeline/watch/keepDueTimes.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';

const then = new Date('2022-01-06T12:00:00Z');
const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
const [minute, hour, day] = [60, 3600, 86_400];
const putBack = later(then, -day);

let test: TestDatabase;
let store: DueTimesStore;
beforeEach(async () => {
  test = await createTestDatabase();
  store = createDueTimesStore(test.db, { pollMaxSeconds: hour });
});
afterEach(() => test.drop());

const heed = (now: Date, machine = 'one') =>
  store.heedClock(machine, now, (step) => [clockNotice(step, 'ops@example.org')]);

interface FeedTimes {
  readonly nextPollAt: Date;
  readonly lastPolledAt?: Date;
  readonly everySeconds?: number;
  readonly failures?: number;
  readonly skipDays?: readonly number[];
}

const addFeed = async (feed: FeedTimes): Promise<number> => {
  const { nextPollAt, lastPolledAt = null, everySeconds = null, failures = 0, skipDays = [] } = feed;
  const [row] = await test.db.query<{ id: number }>(
    `INSERT INTO feeds (url, name, next_poll_at, last_polled_at, every_seconds, failures, skip_days)
     VALUES ('https://wire.example/' || gen_random_uuid(), 'Wire', $1, $2, $3, $4, $5) RETURNING id`,
    [nextPollAt, lastPolledAt, everySeconds, failures, skipDays],
  );
  return row?.id ?? 0;
};
const nextPollOf = async (id: number) => {
  const [row] = await test.db.query<{ at: Date }>('SELECT next_poll_at AS at FROM feeds WHERE id = $1', [id]);
  return row?.at;
};

const addSubscription = async (schedule: object, nextDueAt: Date): Promise<number> => {
  const [row] = await test.db.query<{ id: number }>(
    `WITH p AS (INSERT INTO subscribers (email, name, timezone, created_at, confirmed_at)
                VALUES (gen_random_uuid() || '@example.org', 'Desk', 'UTC', $1, $1) RETURNING id)
     INSERT INTO subscriptions (subscriber_id, key, channel, target, schedule, max_per_hour, created_at, next_due_at)
     SELECT id, 'first', 'email', 'desk@example.org', $2, 20, $1, $3 FROM p RETURNING id`,
    [putBack, schedule, nextDueAt],
  );
  return row?.id ?? 0;
};
const nextDueOf = async (id: number) => {
  const [row] = await test.db.query<{ at: Date }>('SELECT next_due_at AS at FROM subscriptions WHERE id = $1', [id]);
  return row?.at;
};
const notices = () => test.db.query<{ subject: string }>('SELECT subject FROM notices');

describe('a clock that is put back by a day', () => {
  it('moves what was due, by as much, and is told once', async () => {
    expect(await heed(then)).toBeNull();
    const [soon, held] = [
      await addFeed({ nextPollAt: later(then, 5 * minute) }),
      await addFeed({ nextPollAt: later(then, 2 * day) }),
    ];
    const past = await addFeed({ nextPollAt: later(putBack, -hour) });
    expect(await heed(putBack)).toEqual({ machine: 'one', from: then, to: putBack });
    expect(await nextPollOf(soon)).toEqual(later(putBack, 5 * minute));
    expect(await nextPollOf(held)).toEqual(later(putBack, 2 * day));
    expect(await nextPollOf(past)).toEqual(later(putBack, -hour));
    expect(await heed(later(putBack, 10))).toBeNull();
    expect(await notices()).toEqual([{ subject: 'Tocsin: the clock of one was put back by 1 d' }]);
  });

  it('leaves digests at their times of day, and what waits for a message of its own is moved', async () => {
    await heed(then);
    const daily = await addSubscription({ every: 'day', at: { hour: 7, minute: 0 } }, new Date('2022-01-07T07:00:00Z'));
    const instant = await addSubscription({ every: 'instant' }, later(then, 30 * minute));
    await heed(putBack);
    expect(await nextDueOf(daily)).toEqual(new Date('2022-01-06T07:00:00Z'));
    expect(await nextDueOf(instant)).toEqual(later(putBack, 30 * minute));
  });

  it('lets rounds and canaries go on', async () => {
    await heed(then);
    await test.db.execute('UPDATE rounds SET done_at = $1 WHERE name = $2', [then, 'health']);
    await test.db.execute('UPDATE canary SET sent_at = $1', [then]);
    await heed(putBack);
    expect(await test.db.query("SELECT done_at AS at FROM rounds WHERE name = 'health'")).toEqual([{ at: putBack }]);
    expect(await test.db.query('SELECT sent_at AS at FROM canary')).toEqual([{ at: putBack }]);
  });

  it('is no other machine’s, and no clock that differs by seconds', async () => {
    await heed(then);
    const feed = await addFeed({ nextPollAt: later(then, 5 * minute) });
    expect(await heed(putBack, 'two')).toBeNull();
    expect(await heed(later(then, -30))).toBeNull();
    expect(await nextPollOf(feed)).toEqual(later(then, 5 * minute));
    // The seconds do not add up.
    expect(await heed(later(then, -61))).not.toBeNull();
    expect(await notices()).toHaveLength(1);
  });
});

describe('what is due further ahead than its interval allows', () => {
  const now = then;
  const isDueOf = async (feed: FeedTimes) => {
    const id = await addFeed(feed);
    await store.boundDueTimes(now);
    return (await nextPollOf(id))?.getTime() === now.getTime();
  };

  it('is due: a feed by its own interval, though nobody noted that the clock was put back', async () => {
    const nextPollAt = later(now, day);
    expect(await isDueOf({ nextPollAt, lastPolledAt: later(now, day - 300), everySeconds: 300 })).toBe(true);
    expect(await isDueOf({ nextPollAt, lastPolledAt: later(now, -600), everySeconds: 300 })).toBe(true);
    expect(await isDueOf({ nextPollAt })).toBe(true);
  });

  it('is not due where its interval is long, its host asks for a pause, or its document for a day off', async () => {
    expect(await isDueOf({ nextPollAt: later(now, day), lastPolledAt: now, everySeconds: day })).toBe(false);
    expect(await isDueOf({ nextPollAt: later(now, day), lastPolledAt: now, failures: 3 })).toBe(false);
    expect(await isDueOf({ nextPollAt: later(now, 2 * day), lastPolledAt: now, skipDays: [0, 6] })).toBe(false);
    expect(await isDueOf({ nextPollAt: later(now, 50 * minute), lastPolledAt: now })).toBe(false);
  });

  it('is not polled without pause, whatever plans it so far ahead', async () => {
    expect(await isDueOf({ nextPollAt: later(now, day), lastPolledAt: later(now, -1), everySeconds: 300 })).toBe(false);
  });

  it('is due: a digest at its next time of day', async () => {
    const daily = await addSubscription({ every: 'day', at: { hour: 7, minute: 0 } }, later(now, 30 * day));
    const weekly = { every: 'week', weekday: 1, at: { hour: 7, minute: 0 } };
    const right = await addSubscription(weekly, new Date('2022-01-10T07:00:00Z'));
    expect(await store.boundDueTimes(now)).toBe(1);
    expect(await nextDueOf(daily)).toEqual(new Date('2022-01-07T07:00:00Z'));
    expect(await nextDueOf(right)).toEqual(new Date('2022-01-10T07:00:00Z'));
  });
});

describe('leases, when the database’s clock is put back', () => {
  it('get their usual length: who holds one may renew it, one of the dead runs out', async () => {
    const feed = await addFeed({ nextPollAt: then, lastPolledAt: later(then, -hour) });
    await setLeaseTime(test.db, then);
    await test.db.execute("UPDATE feeds SET leased_until = lease_now() + interval '15 seconds' WHERE id = $1", [feed]);
    expect(await store.boundDueTimes(then)).toBe(0);
    await setLeaseTime(test.db, putBack);
    expect(await store.boundDueTimes(then)).toBe(1);
    expect(await test.db.query('SELECT leased_until AS until FROM feeds')).toEqual([{ until: later(putBack, 15) }]);
  });
});
