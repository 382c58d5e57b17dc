import type { HourCount } from '../../src/domain/feeds/health/norm.ts';
import type { Random } from './random.ts';

/** Items that a made-up publisher brings in the hour that begins at `hour`. */
export type Rhythm = (hour: Date, random: Random) => number;

/** Knuth's method; means here are small. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

const isWeekend = (hour: Date): boolean => [0, 6].includes(hour.getUTCDay());

/** Thirty items on a weekday between 6 and 22, in heaps; few at weekends, none at night. */
export const newspaper: Rhythm = (hour, random) => {
  const isAwake = hour.getUTCHours() >= 6 && hour.getUTCHours() < 22;
  return isAwake ? poisson(isWeekend(hour) ? 0.3 : 0.9, random) * 2 : 0;
};

/** Weekdays only, nine to six. */
export const office: Rhythm = (hour, random) =>
  !isWeekend(hour) && hour.getUTCHours() >= 9 && hour.getUTCHours() < 18 ? poisson(0.8, random) : 0;

/** Day and night, quieter at night, in bursts. */
export const wire: Rhythm = (hour, random) =>
  poisson(hour.getUTCHours() < 5 ? 1.5 : 6, random) * (random() < 0.1 ? 4 : 1);

/** All of a day's edition at six in the morning. */
export const morningEdition: Rhythm = (hour) => (hour.getUTCHours() === 6 ? 20 : 0);

/** One item a day, at any hour between 8 and 20. */
export const daily: Rhythm = (hour, random) => {
  const at = hour.getUTCHours();
  return at >= 8 && at < 20 && random() < 1 / 12 ? 1 : 0;
};

/** One post on Wednesdays, mostly. */
export const weeklyBlog: Rhythm = (hour, random) =>
  hour.getUTCDay() === 3 && hour.getUTCHours() === 10 && random() < 0.9 ? 1 : 0;

/** Anything at any time, three a week. */
export const irregular: Rhythm = (_hour, random) => poisson(3 / 168, random);

export function hoursOf(rhythm: Rhythm, from: Date, hours: number, random: Random): readonly HourCount[] {
  return Array.from({ length: hours }, (_, index) => new Date(from.getTime() + index * 3_600_000))
    .map((hour) => ({ hour, created: rhythm(hour, random) }))
    .filter(({ created }) => created > 0);
}
