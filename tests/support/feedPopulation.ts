import { daySeconds } from '../../src/domain/basics/time.ts';
import type { Random } from './random.ts';

/** A made-up feed: when it publishes, how much its page holds, and what it asks of those who poll it. Times in seconds from the start. */
export interface MadeUpFeed {
  readonly name: string;
  /** Ascending; those of the week before the start are in its first document. */
  readonly publishedAt: readonly number[];
  readonly pageLength: number;
  readonly maxAgeSeconds: number | null;
  readonly ttlMinutes: number | null;
  readonly sendsEtag: boolean;
}

const pastDays = 7;

/**
 * Feeds as they are found: most bring a few items a day, some hundreds (log-normal, median 4 a day); each sleeps at its own night;
 * every tenth publishes in batches; some ask not to be polled for an hour.
 */
export const feedPopulation = (count: number, days: number, random: Random): readonly MadeUpFeed[] =>
  Array.from({ length: count }, (_, index) => {
    const perDay = Math.min(600, 4 * Math.exp(1.4 * normal(random)));
    const batch = random() < 0.1 ? 5 : 1;
    return {
      name: `feed${index}`,
      publishedAt: publishing(perDay, batch, days, random),
      pageLength: 10 + Math.floor(random() * 41),
      maxAgeSeconds: random() < 0.25 ? 300 + Math.floor(random() * 1500) : null,
      ttlMinutes: random() < 0.15 ? 60 : null,
      sendsEtag: random() < 0.7,
    };
  });

/** What stands on the feed's page, newest first: the numbers of its items. */
export function pageAt({ publishedAt, pageLength }: MadeUpFeed, second: number): readonly number[] {
  const published = publishedBefore(publishedAt, second);
  return Array.from({ length: Math.min(published, pageLength) }, (_, back) => published - 1 - back);
}

/** When the item leaves the page: as the page's length of newer ones has come. */
export const leavesAt = ({ publishedAt, pageLength }: MadeUpFeed, item: number): number =>
  publishedAt[item + pageLength] ?? Infinity;

function publishedBefore(times: readonly number[], second: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) <= second) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A Poisson process, thinned to a tenth in the feed's night. */
function publishing(perDay: number, batch: number, days: number, random: Random): readonly number[] {
  const nightfall = random();
  const gap = (daySeconds * batch) / (perDay * 1.5);
  const times: number[] = [];
  for (let at = -pastDays * daySeconds; at < days * daySeconds; at += -Math.log(1 - random()) * gap) {
    const isNight = (at / daySeconds + nightfall + pastDays) % 1 < 1 / 3;
    if (!isNight || random() < 0.1) times.push(...Array<number>(batch).fill(Math.floor(at)));
  }
  return times;
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
