import type { Feed } from './feed.ts';
import { jittered } from './jitter.ts';

/** How patiently a fault of some kind is retried once it has stood for some polls, seconds: doubled each time, up to the longest. */
export interface Patience {
  readonly firstSeconds: number;
  readonly mostSeconds: number;
}

/** So many failures in a row are retried at the usual pace: one refusal, or one challenge page, says nothing of the feed yet. */
export const failuresToStand = 3;
/** A fixed interval is a promise to whoever wrote it: a feed that fails is retried after so many times of it at the latest. */
const timesFixed = 6;

export interface Retrying {
  readonly feed: Pick<Feed, 'everySeconds' | 'intervalSeconds' | 'failures'>;
  /** Uniform in [0, 1): spreads feeds that failed together. */
  readonly fraction: number;
}

/** Seconds until a failed feed is tried again. `feed.failures` are those before this one. It is never given up. */
export function retrySeconds({ feed, fraction }: Retrying, patience: Patience): number {
  const { everySeconds, failures } = feed;
  const seconds =
    failures < failuresToStand ? usualSeconds(feed, patience) : standingSeconds(everySeconds, failures, patience);
  return jittered(seconds, fraction);
}

/** As it is polled when it responds, or sooner. */
const usualSeconds = ({ everySeconds, intervalSeconds }: Retrying['feed'], { firstSeconds }: Patience): number =>
  everySeconds ?? Math.min(intervalSeconds ?? firstSeconds, firstSeconds);

function standingSeconds(everySeconds: number | null, failures: number, { firstSeconds, mostSeconds }: Patience) {
  const doubled = (everySeconds ?? firstSeconds) * 2 ** Math.min(failures - failuresToStand + 1, 20);
  if (everySeconds === null) return Math.min(doubled, mostSeconds);
  return Math.min(doubled, everySeconds * timesFixed, Math.max(everySeconds, mostSeconds));
}
