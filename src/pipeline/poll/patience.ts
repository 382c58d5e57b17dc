import { daySeconds } from '../../domain/basics/time.ts';
import type { Patience, PollLimits } from '../../domain/feeds/nextPoll.ts';
import type { FetchFailure } from '../../ports/feedSource.ts';

/** What somebody has to mend, here or at the publisher's: it is asked for less and less, once a day at the least. */
const lasting: ReadonlySet<FetchFailure> = new Set<FetchFailure>([
  'address-refused',
  'tls',
  'too-large',
  'too-many-redirects',
  'redirect-loop',
  'forbidden',
  'not-found',
  'not-a-feed',
]);

/** How long a failure of that kind may take. A feed is never abandoned in silence: it stays listed as failing. */
export function patienceWith(reason: FetchFailure, { minSeconds, maxSeconds }: PollLimits): Patience {
  if (lasting.has(reason)) return { firstSeconds: Math.max(minSeconds, 600), mostSeconds: daySeconds };
  return { firstSeconds: minSeconds, mostSeconds: maxSeconds };
}
