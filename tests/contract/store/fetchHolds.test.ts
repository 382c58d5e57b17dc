import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFetchHolds } from '../../../src/adapters/store/shared/heldTargets.ts';
import type { Holds } from '../../../src/ports/holds.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { later, now } from '../../support/world.ts';

let database: TestDatabase;
let holds: Holds;
beforeEach(async () => {
  database = await createTestDatabase();
  holds = createFetchHolds(database.db);
});
afterEach(() => database.drop());

const feed = (path: string) => ({ key: `https://wire.example/${path}`, host: 'wire.example' });

it('a feed that asked for it is held for every process, until the latest time that was asked; no other of its host', async () => {
  await holds.hold(feed('a'), later(10), '429', now);
  await holds.hold(feed('a'), later(5), '429', now);
  expect(await createFetchHolds(database.db).heldUntil(feed('a'), now)).toEqual(later(10));
  expect(await holds.heldUntil(feed('a'), later(10))).toBeNull();
  expect(await holds.heldUntil(feed('b'), now)).toBeNull();
});

it('a host is held when a second of its feeds asks for it, until the earlier of both ends', async () => {
  await holds.hold(feed('a'), later(60), '429', now);
  await holds.hold(feed('b'), later(10), '429', now);
  expect(await holds.heldUntil(feed('c'), now)).toEqual(later(10));
  expect(await holds.heldUntil({ key: 'https://other.example/', host: 'other.example' }, now)).toBeNull();
  expect(await holds.heldUntil(feed('c'), later(10))).toBeNull();
  expect(await holds.heldUntil(feed('a'), later(10))).toEqual(later(60));
});

it('a host whose hold has ended is held again by the first feed that is told the same, unless one succeeded before', async () => {
  await holds.hold(feed('a'), later(10), '429', now);
  await holds.hold(feed('b'), later(10), '429', now);
  await holds.hold(feed('a'), later(30), '429', later(11));
  expect(await holds.heldUntil(feed('c'), later(11))).toEqual(later(30));
  await holds.proved(feed('a'), later(31));
  await holds.hold(feed('b'), later(60), '429', later(32));
  expect(await holds.heldUntil(feed('c'), later(32))).toBeNull();
});

it('a success does not end a hold that lasts', async () => {
  await holds.hold(feed('a'), later(10), '429', now);
  await holds.proved(feed('a'), later(5));
  expect(await holds.heldUntil(feed('a'), later(5))).toEqual(later(10));
});
