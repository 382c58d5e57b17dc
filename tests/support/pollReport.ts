import { leavesAt, type MadeUpFeed } from './feedPopulation.ts';

/** How a population of feeds was polled. */
export interface PollReport {
  readonly polls: number;
  /** Of the requests that polling every five minutes would have made. */
  readonly savedShare: number;
  /** Items published after the first poll of their feed. */
  readonly items: number;
  /** Of those, what no poll saw. */
  readonly missed: number;
  /** And of these, what stood for at least twice the interval at which its feed was polled then. */
  readonly missedThoughStanding: number;
  /** From publication to the poll that saw it. */
  readonly medianDelaySeconds: number;
  readonly p90DelaySeconds: number;
}

const fiveMinutes = 300;

/** `polls`: by feed, the seconds at which it was polled, ascending. */
export function pollReport(
  feeds: readonly MadeUpFeed[],
  polls: ReadonlyMap<string, readonly number[]>,
  days: number,
): PollReport {
  const delays: number[] = [];
  let [count, missed, missedThoughStanding] = [0, 0, 0];
  for (const feed of feeds) {
    const times = polls.get(feed.name) ?? [];
    count += times.length;
    let next = 0;
    for (const [item, publishedAt] of feed.publishedAt.entries()) {
      if (publishedAt <= (times[0] ?? Infinity)) continue;
      while ((times[next] ?? Infinity) < publishedAt) next++;
      const [before = 0, seenAt] = [times[next - 1], times[next]];
      if (seenAt === undefined) continue;
      const leaves = leavesAt(feed, item);
      if (seenAt < leaves) delays.push(seenAt - publishedAt);
      else {
        missed++;
        if (leaves - publishedAt >= 2 * (seenAt - before)) missedThoughStanding++;
      }
    }
  }
  delays.sort((a, b) => a - b);
  const quantile = (share: number) => delays[Math.floor(delays.length * share)] ?? 0;
  return {
    polls: count,
    savedShare: 1 - count / ((feeds.length * days * 86_400) / fiveMinutes),
    items: delays.length + missed,
    ...{ missed, missedThoughStanding },
    medianDelaySeconds: quantile(0.5),
    p90DelaySeconds: quantile(0.9),
  };
}
