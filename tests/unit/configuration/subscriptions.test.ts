import { describe, expect, it } from 'vitest';
import type { SubscriptionDefinition } from '../../../src/domain/configuration/definitions.ts';
import { type KnownTiming, nextDueAfterEdit } from '../../../src/domain/configuration/nextDueAfterEdit.ts';
import { idOfKey, subscriptionKeys } from '../../../src/domain/configuration/subscriptionKey.ts';
import type { Schedule } from '../../../src/domain/schedules/schedule.ts';

const daily = (hour: number): Schedule => ({ every: 'day', at: { hour, minute: 0 } });
const instant: Schedule = { every: 'instant' };

const subscription = (own: Partial<SubscriptionDefinition> = {}): SubscriptionDefinition => ({
  id: null,
  rules: ['riot'],
  channel: 'email',
  target: 'desk@example.org',
  secretRef: null,
  schedule: instant,
  quiet: null,
  maxPerHour: 20,
  ...own,
});

describe('a subscription is known', () => {
  it('by its id, if it has one', () => {
    expect(subscriptionKeys([subscription({ id: 'now' })])).toEqual(['now']);
    expect(idOfKey('now')).toBe('now');
  });

  it('else by channel, target, schedule and its place among the like', () => {
    const keys = subscriptionKeys([
      subscription(),
      subscription({ schedule: daily(7) }),
      subscription({ rules: ['csto'] }),
      subscription({ channel: 'slack', target: 'env:SLACK_WEBHOOK_URL' }),
    ]);
    expect(keys).toEqual([
      'email | desk@example.org | instant | 1',
      'email | desk@example.org | daily 07:00 | 1',
      'email | desk@example.org | instant | 2',
      'slack | env:SLACK_WEBHOOK_URL | instant | 1',
    ]);
    expect(keys.map(idOfKey)).toEqual([null, null, null, null]);
  });

  it('as the same when another one is taken out, and when its rules, quiet hours or limit change', () => {
    const digest = subscription({ schedule: daily(7) });
    const [, before] = subscriptionKeys([subscription(), digest]);
    const quiet = { from: { hour: 22, minute: 0 }, until: { hour: 6, minute: 0 } };
    expect(subscriptionKeys([{ ...digest, rules: ['csto'], quiet, maxPerHour: 5 }])).toEqual([before]);
  });
});

describe('after an edit a subscription', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const inAlmaty = { schedule: daily(7), quiet: null, timezone: 'Asia/Almaty' };
  const overdue = new Date('2026-11-23T02:00:00Z');
  const known = (own: Partial<KnownTiming>): KnownTiming => ({
    ...inAlmaty,
    nextDueAt: overdue,
    isRemoved: false,
    ...own,
  });

  it('that is new is due when its schedule says so first', () => {
    expect(nextDueAfterEdit(null, inAlmaty, now)).toEqual(new Date('2026-11-25T02:00:00Z'));
    expect(nextDueAfterEdit(null, { ...inAlmaty, schedule: instant }, now)).toBeNull();
  });

  it('keeps its time while schedule and zone stay, also one that passed while the service was down', () => {
    expect(nextDueAfterEdit(known({}), inAlmaty, now)).toEqual(overdue);
    const quiet = { from: { hour: 22, minute: 0 }, until: { hour: 6, minute: 0 } };
    expect(nextDueAfterEdit(known({}), { ...inAlmaty, quiet }, now)).toEqual(overdue);
  });

  it('is due anew when its schedule or its zone changes', () => {
    expect(nextDueAfterEdit(known({}), { ...inAlmaty, schedule: daily(18) }, now)).toEqual(
      new Date('2026-11-24T13:00:00Z'),
    );
    expect(nextDueAfterEdit(known({}), { ...inAlmaty, timezone: 'Europe/London' }, now)).toEqual(
      new Date('2026-11-25T07:00:00Z'),
    );
  });

  it('is due anew when it comes back, not at the time that it missed', () => {
    expect(nextDueAfterEdit(known({ isRemoved: true }), inAlmaty, now)).toEqual(new Date('2026-11-25T02:00:00Z'));
  });

  it('that becomes instant is looked at now, so that nothing pending stays behind', () => {
    expect(nextDueAfterEdit(known({}), { ...inAlmaty, schedule: instant }, now)).toEqual(now);
  });

  it('that is instant and holds something is looked at now when its quiet hours change', () => {
    const quiet = { from: { hour: 22, minute: 0 }, until: { hour: 6, minute: 0 } };
    const held = known({ schedule: instant, quiet, nextDueAt: new Date('2026-11-25T01:00:00Z') });
    expect(nextDueAfterEdit(held, { schedule: instant, quiet, timezone: 'Asia/Almaty' }, now)).toEqual(held.nextDueAt);
    expect(nextDueAfterEdit(held, { schedule: instant, quiet: null, timezone: 'Asia/Almaty' }, now)).toEqual(now);
  });
});
