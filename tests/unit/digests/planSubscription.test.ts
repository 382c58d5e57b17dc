import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/domain/digests/entry.ts';
import type { DueSubscription, PendingNotification } from '../../../src/domain/digests/planning.ts';
import { planSubscription } from '../../../src/domain/digests/planSubscription.ts';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { firstDue, quietUntil } from '../../../src/domain/schedules/due.ts';
import type { QuietHours, Schedule } from '../../../src/domain/schedules/schedule.ts';

const entry: Entry = {
  ...{
    title: { text: 'News', highlights: [] },
    excerpts: [],
    link: null,
    outlet: { name: 'Wire', domain: null },
    lang: 'en',
  },
  ...{ publishedAt: null, seenAt: '2022-01-05T00:00:00.000Z', articleRevision: 1, reasons: [] },
};
const night: QuietHours = { from: { hour: 22, minute: 0 }, until: { hour: 6, minute: 0 } };
const subscription = (changes: Partial<Subscription>): Subscription => ({
  ...{
    id: 1,
    subscriber: { id: 1, email: 'a@example.org', name: 'A', timezone: 'UTC' },
    channel: 'email',
    target: 'a@example.org',
  },
  ...{ secretRef: null, schedule: { every: 'instant' }, quiet: null, maxPerHour: 20, ruleIds: ['r'] },
  ...changes,
});
const at = (time: string) => new Date(`2022-01-05T${time}:00Z`);
const pendingAt = (...times: readonly string[]): readonly PendingNotification[] =>
  times.map((time, index) => ({ key: `fold:${index}`, entry, createdAt: at(time), notBefore: null }));

let ids = 0;
const uuid = () => String(++ids);
const plan = (due: Partial<DueSubscription> & Pick<DueSubscription, 'subscription'>, now: Date) =>
  planSubscription({ dueAt: now, pending: [], recentAlertsAt: [], ...due }, now, uuid);

describe('an instant subscription', () => {
  it('is told each thing in a message of its own', () => {
    const { messages, nextDueAt } = plan(
      { subscription: subscription({}), pending: pendingAt('12:00', '12:00') },
      at('12:00'),
    );
    expect(messages.map(({ message, keys }) => [message.kind, message.key, keys])).toEqual([
      ['alert', 'fold:0', ['fold:0']],
      ['alert', 'fold:1', ['fold:1']],
    ]);
    expect(nextDueAt).toBeNull();
  });

  it('is told nothing in its quiet hours, and all of it together at their end', () => {
    const quiet = subscription({ quiet: night });
    const held = plan({ subscription: quiet, pending: pendingAt('23:00', '23:30') }, at('23:30'));
    expect(held).toEqual({ messages: [], nextDueAt: new Date('2022-01-06T06:00:00Z') });
    const { messages } = plan(
      { subscription: quiet, pending: pendingAt('23:00', '23:30') },
      new Date('2022-01-06T06:00:00Z'),
    );
    expect(
      messages.map(({ message, keys }) => [message.kind === 'digest' && message.gatheredBecause, keys.length]),
    ).toEqual([['quiet-hours', 2]]);
  });

  it('gets the last message of a full hour with all that is left, and a notice', () => {
    const limited = subscription({ maxPerHour: 3 });
    const { messages } = plan(
      { subscription: limited, pending: pendingAt('12:00', '12:00', '12:00', '12:00', '12:00') },
      at('12:00'),
    );
    expect(messages.map(({ message, keys }) => [message.kind, keys.length])).toEqual([
      ['alert', 1],
      ['alert', 1],
      ['digest', 3],
    ]);
  });

  it('waits for the hour to have room again', () => {
    const full = { subscription: subscription({ maxPerHour: 2 }), recentAlertsAt: [at('12:10'), at('12:20')] };
    expect(plan({ ...full, pending: pendingAt('12:30') }, at('12:30'))).toEqual({
      messages: [],
      nextDueAt: at('13:10'),
    });
  });
});

describe('a digest subscription', () => {
  const daily: Schedule = { every: 'day', at: { hour: 7, minute: 0 } };
  it('is told all that is pending in one message, at its time', () => {
    const { messages, nextDueAt } = plan(
      { subscription: subscription({ schedule: daily }), dueAt: at('07:00'), pending: pendingAt('03:00', '04:00') },
      at('07:00'),
    );
    expect(messages.map(({ message }) => message)).toMatchObject([
      { kind: 'digest', key: '2022-01-05T07:00:00.000Z', missedPeriods: 0, gatheredBecause: null },
    ]);
    expect(nextDueAt).toEqual(new Date('2022-01-06T07:00:00Z'));
  });

  it('gets one for all that an outage took, labelled so', () => {
    const now = new Date('2022-01-08T12:00:00Z');
    const { messages } = plan(
      { subscription: subscription({ schedule: daily }), dueAt: at('07:00'), pending: pendingAt('03:00') },
      now,
    );
    expect(messages.map(({ message }) => message)).toMatchObject([
      { dueAt: '2022-01-08T07:00:00.000Z', missedPeriods: 3 },
    ]);
  });

  it('gets no mail when there is nothing to say', () => {
    expect(plan({ subscription: subscription({ schedule: daily }), dueAt: at('07:00') }, at('07:00')).messages).toEqual(
      [],
    );
  });

  it('gets a very long one in parts, each under a key of its own', () => {
    const pending = Array.from({ length: 450 }, (_, index) => ({
      key: `fold:${index}`,
      entry,
      createdAt: at('03:00'),
      notBefore: null,
    }));
    const { messages } = plan(
      { subscription: subscription({ schedule: daily }), dueAt: at('07:00'), pending },
      at('07:00'),
    );
    expect(messages.map(({ keys }) => keys.length)).toEqual([200, 200, 50]);
    expect(new Set(messages.map(({ message }) => message.key)).size).toBe(3);
  });
});

describe('whatever comes, and whenever it is planned', () => {
  const minute = 60_000;
  const start = at('00:00').getTime();
  const schedules = fc.constantFrom<Schedule>(
    { every: 'instant' },
    { every: 'hour' },
    { every: 'day', at: { hour: 7, minute: 30 } },
  );
  const arrivals = fc.array(fc.integer({ min: 0, max: 2 * 24 * 60 }), { minLength: 1, maxLength: 60 });
  const outages = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 * 24 * 60 }), fc.integer({ min: 1, max: 600 })), {
    maxLength: 2,
  });

  it('each thing is told exactly once, never in quiet hours, never above the hourly limit', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.option(fc.constant(night)),
        fc.integer({ min: 0, max: 5 }),
        arrivals,
        outages,
        (schedule, quiet, maxPerHour, comes, down) => {
          const tested = subscription({ schedule, quiet, maxPerHour });
          const isDown = (time: number) => down.some(([from, length]) => time >= from && time < from + length);
          let dueAt = firstDue(schedule, 'UTC', new Date(start));
          let pending: PendingNotification[] = [];
          const notified: string[] = [];
          const madeAt: Date[] = [];
          for (let time = 0; time <= 6 * 24 * 60; time++) {
            const now = new Date(start + time * minute);
            comes.forEach((when, index) => {
              if (when !== time) return;
              pending.push({ key: `fold:${index}`, entry, createdAt: now, notBefore: null });
              if (schedule.every === 'instant' && (dueAt === null || dueAt > now)) dueAt = now;
            });
            if (dueAt === null || dueAt > now || isDown(time)) continue;
            const recentAlertsAt = madeAt.filter((made) => made.getTime() > now.getTime() - 60 * minute);
            const made = planSubscription({ subscription: tested, dueAt, pending, recentAlertsAt }, now, uuid);
            for (const { keys, sendAt } of made.messages) {
              expect(quietUntil(quiet, 'UTC', sendAt)).toBeNull();
              notified.push(...keys);
              madeAt.push(now);
            }
            pending = pending.filter(({ key }) => !notified.includes(key));
            dueAt = made.nextDueAt;
            if (schedule.every === 'instant' && maxPerHour > 0)
              expect(recentAlertsAt.length + made.messages.length).toBeLessThanOrEqual(maxPerHour);
          }
          expect(notified.sort()).toEqual(comes.map((_, index) => `fold:${index}`).sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});
