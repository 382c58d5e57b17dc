import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMatchStore } from '../../../src/adapters/store/match/articlesToMatch.ts';
import { voidLeases } from '../../../src/adapters/store/shared/leases.ts';
import { createSweepStore } from '../../../src/adapters/store/shared/stepsWithWork.ts';
import { createConsoleStore } from '../../../src/adapters/store/views/consoleViews.ts';
import type { MatchStore } from '../../../src/pipeline/match/matchStore.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
let store: MatchStore;
beforeEach(async () => {
  database = await createTestDatabase();
  store = createMatchStore(database.db);
  await settle(database.db);
  await setLeaseTime(database.db, now);
  await pollFeed(
    database.db,
    'one',
    Array.from({ length: 10 }, (_, index) => feedItem({ guid: String(index) })),
  );
});
afterEach(() => database.drop());

const seconds = (count: number) => new Date(now.getTime() + count * 1000);
const sequences = async (limit: number) => (await store.claimForMatch(limit)).map(({ lease }) => lease.id);
const suspects = async () => (await store.claimSuspect()).map(({ lease }) => lease.id);
const quarantined = async () =>
  (
    await database.db.query<{ id: number }>(
      'SELECT sequence AS id FROM pipeline_items WHERE quarantined_at IS NOT NULL',
    )
  ).map(({ id }) => id);

describe('a claim', () => {
  it('is one worker’s, however many claim at once', async () => {
    const claims = (await Promise.all(Array.from({ length: 8 }, () => sequences(3)))).flat();
    expect(claims.length).toBe(new Set(claims).size);
  });

  it('runs out after fifteen seconds, unless it is renewed', async () => {
    const [first] = await store.claimForMatch(1);
    if (first === undefined) throw new Error('nothing to claim');
    await setLeaseTime(database.db, seconds(14));
    await store.renew([first.lease]);
    await setLeaseTime(database.db, seconds(28));
    expect(await sequences(10)).not.toContain(first.lease.id);
    await setLeaseTime(database.db, seconds(60));
    expect(await suspects()).toContain(first.lease.id);
  });

  it('is fenced: who lost it can settle nothing', async () => {
    const [first] = await store.claimForMatch(1);
    if (first === undefined) throw new Error('nothing to claim');
    await setLeaseTime(database.db, seconds(60));
    await suspects();
    const reading = { figures: [], totals: {} };
    expect(await store.settleMatched([{ lease: first.lease, ruleSet: 1, matches: [], reading }])).toBe(0);
  });

  it('that is given back does not count as a crash', async () => {
    for (let round = 0; round < 20; round++)
      await store.release((await store.claimForMatch(10)).map(({ lease }) => lease));
    expect(await quarantined()).toEqual([]);
    expect(await sequences(10)).toHaveLength(10);
  });
});

describe('a row whose process died', () => {
  it('is claimed alone, so that it takes no others with it', async () => {
    await sequences(2);
    await setLeaseTime(database.db, seconds(60));
    expect(await suspects()).toHaveLength(1);
    expect(await suspects()).toHaveLength(1);
    expect(await sequences(10)).toHaveLength(8);
    expect(await suspects()).toEqual([]);
  });

  it('is quarantined after five times, and the rest goes on', async () => {
    const [poisoned] = await sequences(1);
    for (let crash = 1; crash < 5; crash++) {
      await setLeaseTime(database.db, seconds(crash * 60));
      expect(await suspects()).toEqual([poisoned]);
    }
    await setLeaseTime(database.db, seconds(600));
    expect(await suspects()).toEqual([]);
    expect(await sequences(10)).toHaveLength(9);
    expect(await quarantined()).toEqual([poisoned]);
    expect(await createConsoleStore(database.db).quarantined()).toMatchObject([
      { title: 'A riot began', outlet: 'Wire', step: 'match' },
    ]);
  });

  it('is free at once when all claims of the dead are voided; later claims are not', async () => {
    await sequences(3);
    await setLeaseTime(database.db, seconds(5));
    const [young] = await sequences(1);
    await voidLeases(database.db, seconds(2));
    const free = (await Promise.all([suspects(), suspects(), suspects(), suspects()])).flat();
    expect(free).toHaveLength(3);
    expect(free).not.toContain(young);
  });
});

it('wakes the steps that have rows to take, not those whose rows are claimed', async () => {
  const sweepStore = createSweepStore(database.db);
  expect(await sweepStore.stepsWithWork(now)).toEqual(new Set(['match']));
  await sequences(10);
  expect(await sweepStore.stepsWithWork(now)).toEqual(new Set());
  expect(await sweepStore.stepsWithWork(later(200_000))).toEqual(new Set(['poll']));
});
