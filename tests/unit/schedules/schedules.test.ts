import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { duePeriods, firstDue, nextDue, quietUntil } from '../../../src/domain/schedules/due.ts';
import {
  formatQuietHours,
  formatSchedule,
  isTimeZone,
  parseQuietHours,
  parseSchedule,
} from '../../../src/domain/schedules/parseSchedule.ts';
import type { QuietHours, Schedule } from '../../../src/domain/schedules/schedule.ts';

type Periodic = Exclude<Schedule, { every: 'instant' }>;

function schedule(text: string): Periodic {
  const parsed = parseSchedule(text);
  if (!parsed.ok || parsed.schedule.every === 'instant') throw new Error(text);
  return parsed.schedule;
}

function quiet(text: string): QuietHours {
  const parsed = parseQuietHours(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.quiet;
}

describe('schedules are written', () => {
  it.each(['instant', 'hourly', 'daily 07:00', 'weekly mon 09:30'])('%s, and written back the same', (text) => {
    const parsed = parseSchedule(text);
    expect(parsed.ok && formatSchedule(parsed.schedule)).toBe(text);
  });

  it.each(['', 'daily', 'daily 25:00', 'weekly 07:00', 'weekly someday 07:00', 'hourly 07:00', 'monthly'])(
    '"%s" is none, and says how',
    (text) => {
      const parsed = parseSchedule(text);
      expect(!parsed.ok && parsed.message).toContain('daily HH:MM');
    },
  );

  it('quiet hours likewise', () => {
    expect(formatQuietHours(quiet('22:00-06:00'))).toBe('22:00-06:00');
    expect(parseQuietHours('22:00').ok).toBe(false);
    expect(parseQuietHours('22:00-22:00').ok).toBe(false);
  });

  it('time zones by their IANA names', () => {
    expect(['Asia/Almaty', 'UTC', 'Asia/Almati', '+06:00', ''].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('the next time', () => {
  it.each([
    ['daily 07:00', 'Asia/Almaty', '2022-01-05T00:59:59Z', '2022-01-05T01:00:00Z'],
    ['daily 07:00', 'Asia/Almaty', '2022-01-05T01:00:00Z', '2022-01-06T01:00:00Z'],
    ['weekly mon 07:00', 'UTC', '2022-01-05T00:00:00Z', '2022-01-10T07:00:00Z'],
    ['hourly', 'Asia/Kolkata', '2022-01-05T00:00:00Z', '2022-01-05T00:30:00Z'],
    // On Lord Howe, 02:00 becomes 01:30, and half a year later 02:30.
    ['hourly', 'Australia/Lord_Howe', '2022-04-02T14:59:00Z', '2022-04-02T15:30:00Z'],
    ['hourly', 'Australia/Lord_Howe', '2022-04-02T15:10:00Z', '2022-04-02T15:30:00Z'],
    ['hourly', 'Australia/Lord_Howe', '2022-10-01T14:30:00Z', '2022-10-01T16:00:00Z'],
    // On Chatham, 03:45 becomes 02:45: three o'clock comes twice, and hourly digests at both.
    ['hourly', 'Pacific/Chatham', '2022-04-02T13:15:00Z', '2022-04-02T14:15:00Z'],
    ['hourly', 'Pacific/Chatham', '2022-04-02T14:05:00Z', '2022-04-02T14:15:00Z'],
    ['hourly', 'Pacific/Chatham', '2022-09-24T14:05:00Z', '2022-09-24T14:15:00Z'],
    // In Nuuk, 23:00 becomes midnight: half past eleven is half past midnight, though that is another day.
    ['daily 23:30', 'America/Nuuk', '2025-03-30T01:10:00Z', '2025-03-30T01:30:00Z'],
    // Almaty went from UTC+6 to UTC+5 on 1 March 2024.
    ['daily 07:00', 'Asia/Almaty', '2024-02-29T01:00:00Z', '2024-03-01T02:00:00Z'],
    // Half past two does not exist on that night in Berlin: it is the moment after the gap.
    ['daily 02:30', 'Europe/Berlin', '2022-03-27T00:00:00Z', '2022-03-27T01:30:00Z'],
    // It exists twice: the first counts.
    ['daily 02:30', 'Europe/Berlin', '2022-10-29T22:00:00Z', '2022-10-30T00:30:00Z'],
    ['daily 02:30', 'Europe/Berlin', '2022-10-30T00:30:00Z', '2022-10-31T01:30:00Z'],
  ])('of %s in %s after %s is %s', (text, zone, after, next) => {
    expect(nextDue(schedule(text), zone, new Date(after)).toISOString()).toBe(new Date(next).toISOString());
  });

  const zones = fc.constantFrom(
    'Asia/Almaty',
    'Europe/London',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'UTC',
  );
  const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
  const daily = fc.record({
    every: fc.constant('day' as const),
    at: fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) }),
  });

  it('is later, at most a day and a shift ahead, and on the wall clock outside of gaps', () => {
    fc.assert(
      fc.property(daily, zones, instants, (each, zone, after) => {
        const next = nextDue(each, zone, after);
        const hours = (next.getTime() - after.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(25);
        const wall = Temporal.Instant.fromEpochMilliseconds(next.getTime()).toZonedDateTimeISO(zone);
        const wanted = wall.toPlainDate().toPlainDateTime(each.at);
        const isGap = wanted.toZonedDateTime(zone).toPlainDateTime().toString() !== wanted.toString();
        if (!isGap) expect([wall.hour, wall.minute]).toEqual([each.at.hour, each.at.minute]);
      }),
    );
  });

  it('is never for what is sent at once', () => {
    expect(firstDue({ every: 'instant' }, 'UTC', new Date())).toBeNull();
  });
});

it('counts the periods that an outage took', () => {
  const { count, last } = duePeriods(
    schedule('daily 07:00'),
    'UTC',
    new Date('2022-01-05T07:00:00Z'),
    new Date('2022-01-08T12:00:00Z'),
  );
  expect([count, last.toISOString()]).toEqual([4, '2022-01-08T07:00:00.000Z']);
});

describe('quiet hours', () => {
  const until = (text: string, at: string) =>
    quietUntil(quiet(text), 'Asia/Almaty', new Date(at))?.toISOString() ?? null;
  it('span midnight, and end when they say', () => {
    expect(until('22:00-06:00', '2022-01-05T15:59:59Z')).toBeNull();
    expect(until('22:00-06:00', '2022-01-05T16:00:00Z')).toBe('2022-01-06T00:00:00.000Z');
    expect(until('22:00-06:00', '2022-01-05T23:59:59Z')).toBe('2022-01-06T00:00:00.000Z');
    expect(until('22:00-06:00', '2022-01-06T00:00:00Z')).toBeNull();
    expect(until('12:00-13:00', '2022-01-05T06:30:00Z')).toBe('2022-01-05T07:00:00.000Z');
  });

  it.each([
    // 02:00 becomes 03:00 that night in Berlin.
    ['begin with the gap that skips their beginning', '02:30-06:00', '2022-03-27T01:10:00Z', '2022-03-27T04:00:00Z'],
    ['end with the gap that skips their end', '22:00-02:30', '2022-03-27T00:50:00Z', '2022-03-27T01:00:00Z'],
    // 03:00 becomes 02:00.
    ['hold each time that the clock shows them', '22:00-02:30', '2022-10-30T01:10:00Z', '2022-10-30T01:30:00Z'],
    ['last an hour longer', '22:00-06:00', '2022-10-29T20:00:00Z', '2022-10-30T05:00:00Z'],
  ])('at a change of the clock %s', (_, text, at, end) => {
    expect(quietUntil(quiet(text), 'Europe/Berlin', new Date(at))).toEqual(new Date(end));
  });
});
