import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watching } from '../../../src/adapters/store/plan/notificationLog.ts';
import { createRuleStore } from '../../../src/adapters/store/rules/ruleStore.ts';
import { createSubscriberList } from '../../../src/adapters/store/subscribers/subscriberList.ts';
import { comparedAddress } from '../../../src/domain/basics/mailAddress.ts';
import type { SubscriberDefinition, SubscriptionDefinition } from '../../../src/domain/configuration/definitions.ts';
import { channelNames } from '../../../src/domain/digests/channels.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const now = new Date('2026-11-24T10:00:00Z');
const later = new Date('2026-11-25T10:00:00Z');

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  const rule = { query: 'x', owner: null, alert: { on: 'change' }, concepts: {} } as const;
  const rules = ['riot', 'csto'].map((id) => ({ ...rule, id, name: id }));
  await createRuleStore(database.db).replace(rules, {}, { by: 'a test', why: 'of subscribers', at: now });
});
afterEach(() => database.drop());

const subscription = (own: Partial<SubscriptionDefinition> = {}): SubscriptionDefinition => ({
  id: 'now',
  rules: ['riot'],
  channel: 'email',
  target: 'desk@example.org',
  secretRef: null,
  schedule: { every: 'instant' },
  quiet: null,
  maxPerHour: 20,
  ...own,
});
const daily = (own: Partial<SubscriptionDefinition> = {}) =>
  subscription({ id: 'digest', schedule: { every: 'day', at: { hour: 7, minute: 0 } }, ...own });

const desk = (subscriptions: readonly SubscriptionDefinition[], timezone = 'Asia/Almaty'): SubscriberDefinition => ({
  email: 'desk@example.org',
  name: 'Desk',
  timezone,
  subscriptions,
});

const list = () => createSubscriberList(database.db);
const rows = () =>
  database.db.query<{ id: number; key: string; dueAt: Date | null; removed: boolean; unsubscribed: boolean }>(
    `SELECT id, key, next_due_at AS "dueAt", removed_at IS NOT NULL AS removed, unsubscribed_at IS NOT NULL AS unsubscribed
       FROM subscriptions ORDER BY id`,
  );
const idOf = async (key: string) => (await rows()).find((row) => row.key === key)?.id ?? -1;

describe('the subscriber list', () => {
  it('is read back as it was put in', async () => {
    const quiet = { from: { hour: 22, minute: 0 }, until: { hour: 6, minute: 0 } };
    const hook = { channel: 'webhook', target: 'https://example.org/hook', secretRef: 'env:HOOK_SECRET' } as const;
    const subscribers = [
      desk([subscription({ quiet }), daily({ id: null, rules: ['csto', 'riot'] })]),
      { ...desk([subscription({ id: null, ...hook, maxPerHour: 0 })], 'UTC'), email: 'hooks@example.org' },
      { ...desk([]), email: 'nobody@example.org' },
    ];
    await list().replace(subscribers, now);
    expect(await list().read()).toEqual(subscribers);
  });

  it('takes every channel that there is, and no other: what cannot be sent is not kept', async () => {
    const over = (channel: string): SubscriptionDefinition =>
      JSON.parse(JSON.stringify({ ...subscription(), channel }));
    for (const name of channelNames) await list().replace([desk([over(name)])], now);
    await expect(list().replace([desk([over('pigeon')])], now)).rejects.toThrow('there is no channel pigeon');
  });

  it('counts whom it holds as confirmed', async () => {
    await list().replace([desk([subscription()])], now);
    const confirmed = await database.db.query('SELECT confirmed_at AS at FROM subscribers');
    expect(confirmed).toEqual([{ at: now }]);
  });

  it('has a digest due at its next time in the zone of its subscriber, an alert not before there is one', async () => {
    await list().replace([desk([subscription(), daily()])], now);
    expect((await rows()).map(({ key, dueAt }) => [key, dueAt])).toEqual([
      ['now', null],
      ['digest', new Date('2026-11-25T02:00:00Z')],
    ]);
  });

  it('computes due times anew when the zone changes, and when the schedule does', async () => {
    await list().replace([desk([daily()])], now);
    await list().replace([desk([daily()], 'Europe/London')], now);
    expect((await rows())[0]?.dueAt).toEqual(new Date('2026-11-25T07:00:00Z'));
    await list().replace([desk([daily({ schedule: { every: 'hour' } })], 'Europe/London')], now);
    expect((await rows())[0]?.dueAt).toEqual(new Date('2026-11-24T11:00:00Z'));
  });

  it('leaves a due time that passed while the service was down, however often the same is applied', async () => {
    await list().replace([desk([daily()])], now);
    await list().replace([desk([daily({ rules: ['csto'] })])], later);
    await list().replace([desk([daily({ rules: ['csto'] })])], later);
    expect((await rows())[0]?.dueAt).toEqual(new Date('2026-11-25T02:00:00Z'));
  });

  it('knows a subscription again that was taken out and comes back: what it was notified of stays so', async () => {
    await list().replace([desk([subscription(), daily()])], now);
    const [before] = await rows();
    await list().replace([desk([daily()])], now);
    expect((await rows()).map(({ removed }) => removed)).toEqual([true, false]);
    expect((await list().read())[0]?.subscriptions.map(({ id }) => id)).toEqual(['digest']);
    await list().replace([desk([subscription(), daily()])], later);
    expect((await rows())[0]).toMatchObject({ id: before?.id, removed: false });
  });

  it('knows a subscriber again, and has digests due after the return, not at the times in between', async () => {
    await list().replace([desk([daily()])], now);
    await list().replace([], now);
    expect(await list().read()).toEqual([]);
    await list().replace([desk([daily()])], later);
    expect(await list().read()).toEqual([desk([daily()])]);
    expect((await rows()).map(({ dueAt }) => dueAt)).toEqual([new Date('2026-11-26T02:00:00Z')]);
  });

  it('knows those without an id again when another one of the list is gone', async () => {
    const [first, second] = [subscription({ id: null }), daily({ id: null })];
    await list().replace([desk([first, second])], now);
    const [, digest] = await rows();
    await list().replace([desk([second])], now);
    expect((await rows()).filter(({ removed }) => !removed).map(({ id }) => id)).toEqual([digest?.id]);
  });

  it('never undoes an unsubscribing, even when the subscription is taken out and put in again', async () => {
    await list().replace([desk([subscription(), daily()])], now);
    expect(await list().unsubscribe(await idOf('now'), now)).toBe(true);
    await list().replace([desk([subscription({ rules: ['csto'] }), daily()])], later);
    await list().replace([desk([daily()])], later);
    await list().replace([desk([subscription(), daily()])], later);
    expect((await rows()).map(({ unsubscribed }) => unsubscribed)).toEqual([true, false]);
    expect(await list().unsubscribed()).toEqual([{ email: 'desk@example.org', key: 'now' }]);
  });

  it('ends a subscription once, at the first asking, and says when there is none', async () => {
    await list().replace([desk([subscription()])], now);
    const id = await idOf('now');
    await list().unsubscribe(id, now);
    expect(await list().unsubscribe(id, later)).toBe(true);
    expect(await database.db.query('SELECT unsubscribed_at AS at FROM subscriptions')).toEqual([{ at: now }]);
    expect(await list().unsubscribe(id + 1, now)).toBe(false);
  });

  it('changes nothing at all when a rule is unknown', async () => {
    await list().replace([desk([subscription()])], now);
    await expect(list().replace([desk([daily(), subscription({ rules: ['nothing'] })])], later)).rejects.toThrow();
    expect(await list().read()).toEqual([desk([subscription()])]);
  });
});

describe('whoever left stays out', () => {
  const listening = async () => {
    const rows = await watching(database.db, ['riot', 'csto']);
    return rows.flatMap(({ email, ruleIds }) => ruleIds.map((rule) => `${comparedAddress(email)} ${rule}`)).sort();
  };
  const everybody = (subscriptions: readonly SubscriptionDefinition[]) => [
    desk(subscriptions),
    { ...desk([subscription({ target: 'night@example.org' })]), email: 'night@example.org' },
  ];

  it.each([
    ['another schedule', (own: SubscriptionDefinition) => ({ ...own, schedule: { every: 'hour' } as const })],
    ['another id', (own: SubscriptionDefinition) => ({ ...own, id: 'again' })],
    ['no id', (own: SubscriptionDefinition) => ({ ...own, id: null })],
    ['a capital letter', (own: SubscriptionDefinition) => ({ ...own, target: 'Desk@Example.org' })],
    ['another address of the subscriber', (own: SubscriptionDefinition) => ({ ...own, target: 'own@example.org' })],
  ])('under %s', async (_, edited) => {
    await list().replace(everybody([subscription({ id: null })]), now);
    const [mine] = await rows();
    await list().unsubscribe(mine?.id ?? 0, now);
    await list().replace(everybody([edited(subscription({ id: null, rules: ['riot', 'csto'] }))]), later);
    expect(await listening()).not.toContain('desk@example.org riot');
    expect(await listening()).toContain('night@example.org riot');
  });

  it('with a capital letter in the address, or under the name of somebody else', async () => {
    await list().replace([desk([subscription()])], now);
    await list().unsubscribe(await idOf('now'), now);
    await list().replace([{ ...desk([subscription({ id: 'b' })]), email: 'Desk@EXAMPLE.org' }], later);
    expect(await listening()).toEqual([]);
    await list().replace([{ ...desk([subscription({ id: 'c' })]), email: 'other@example.org' }], later);
    expect(await listening()).toEqual([]);
    expect((await database.db.query('SELECT FROM subscribers')).length).toBe(2);
  });

  it('of what they left only; and of everything, what is added later, too', async () => {
    const all = subscription({ id: 'all', rules: ['riot', 'csto'] });
    const hook = subscription({ id: 'hook', channel: 'webhook', target: 'https://example.org/hook' });
    await list().replace(everybody([subscription(), all, hook]), now);
    await list().unsubscribe(await idOf('now'), now);
    expect(await listening()).toEqual([
      ...['desk@example.org csto', 'desk@example.org riot', 'desk@example.org riot', 'night@example.org riot'],
    ]);
    await list().unsubscribeFromAll(await idOf('all'), later);
    await list().replace(everybody([subscription({ id: 'more', rules: ['csto'] }), hook]), later);
    expect(await listening()).toEqual(['night@example.org riot']);
  });

  it('but what another subscription brought by the same rule then goes on, unless it is to be sent more often', async () => {
    const weekly = subscription({ id: 'week', schedule: { every: 'week', weekday: 1, at: { hour: 7, minute: 0 } } });
    await list().replace([desk([subscription(), weekly])], now);
    await list().unsubscribe(await idOf('now'), now);
    expect(await listening()).toEqual(['desk@example.org riot']);
    const moved = { ...weekly, schedule: { every: 'week', weekday: 5, at: { hour: 9, minute: 0 } } } as const;
    await list().replace([desk([moved])], later);
    expect(await listening()).toEqual(['desk@example.org riot']);
    await list().replace([desk([{ ...weekly, schedule: { every: 'instant' } }])], later);
    expect(await listening()).toEqual([]);
    await list().replace([desk([weekly])], later);
    await list().unsubscribe(await idOf('week'), later);
    await list().replace([desk([{ ...weekly, id: 'other' }])], later);
    expect(await listening()).toEqual([]);
  });

  it('until they undo it themselves', async () => {
    await list().replace([desk([subscription(), subscription({ id: 'b', rules: ['csto'] })])], now);
    await list().unsubscribe(await idOf('now'), now);
    await list().unsubscribeFromAll(await idOf('b'), later);
    expect(await listening()).toEqual([]);
    expect(await list().resubscribe(await idOf('b'))).toBe(true);
    expect(await listening()).toEqual(['desk@example.org csto']);
    expect(await list().resubscribe(await idOf('now'))).toBe(true);
    expect(await listening()).toEqual(['desk@example.org csto', 'desk@example.org riot']);
    expect([await list().departures(), await list().unsubscribed()]).toEqual([[], []]);
    expect(await list().resubscribe(-1)).toBe(false);
  });

  it('until they undo it, also of what was added between the first time they left everything and the next', async () => {
    await list().replace([desk([subscription()])], now);
    await list().unsubscribeFromAll(await idOf('now'), now);
    await list().replace([desk([subscription(), subscription({ id: 'new', rules: ['csto'] })])], now);
    await list().unsubscribeFromAll(await idOf('now'), later);
    expect(await list().resubscribe(await idOf('now'))).toBe(true);
    expect(await listening()).toEqual(['desk@example.org csto', 'desk@example.org riot']);
  });

  it('whatever is applied, in whatever order: nothing brings back a rule to whom left it', async () => {
    const letters = fc.constantFrom('desk@example.org', 'Desk@Example.org', 'DESK@EXAMPLE.ORG');
    const wanted = fc.record({
      id: fc.constantFrom(null, 'a', 'b'),
      rules: fc.subarray(['riot', 'csto'], { minLength: 1 }),
      target: fc.oneof(letters, fc.constantFrom('own@example.org')),
      schedule: fc.constantFrom({ every: 'instant' } as const, { every: 'hour' } as const),
    });
    const file = fc.record({
      email: letters,
      subscriptions: fc.uniqueArray(wanted, { maxLength: 2, selector: ({ id }) => id }),
    });
    const step = fc.oneof(
      file.map((value) => ({ kind: 'apply' as const, file: value })),
      fc.nat(3).map((place) => ({ kind: 'leave' as const, place })),
      fc.constant({ kind: 'empty' as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        await database.db.execute('TRUNCATE departures, kept_rules, subscriptions, subscribers CASCADE');
        const gone = new Set<string>();
        for (const each of steps) {
          if (each.kind === 'empty') await list().replace([], now);
          if (each.kind === 'apply') {
            const subscriptions = each.file.subscriptions.map(subscription);
            await list().replace([{ ...desk(subscriptions), email: each.file.email }], now);
          }
          if (each.kind === 'leave') {
            const watched = await watching(database.db, ['riot', 'csto']);
            const mine = watched[each.place % Math.max(1, watched.length)];
            if (mine === undefined) continue;
            await list().unsubscribe(mine.subscriptionId, now);
            const others = await listening();
            for (const rule of mine.ruleIds.map((id) => `desk@example.org ${id}`))
              if (!others.includes(rule)) gone.add(rule);
          }
          expect((await listening()).filter((name) => gone.has(name))).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
