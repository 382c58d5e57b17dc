import { describe, expect, it } from 'vitest';
import { dayBounds } from '../../../src/domain/schedules/dayBounds.ts';

describe('a calendar day', () => {
  it.each([
    ['2022-01-06', 'Asia/Almaty', '2022-01-05T18:00:00.000Z', '2022-01-06T18:00:00.000Z'],
    // The clocks are put forward: the day has 23 hours.
    ['2022-03-27', 'Europe/Berlin', '2022-03-26T23:00:00.000Z', '2022-03-27T22:00:00.000Z'],
  ])('%s in %s has its own beginning and end', (day, zone, start, end) => {
    const bounds = dayBounds(day, zone);
    expect([bounds?.start.toISOString(), bounds?.end.toISOString()]).toEqual([start, end]);
  });

  it.each(['2022-02-30', 'yesterday', '', '2022-1-6', "2022-01-06'; --"])('is not read from %j', (day) => {
    expect(dayBounds(day, 'UTC')).toBeNull();
  });
});
