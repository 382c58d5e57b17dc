import { daySeconds, hourSeconds } from '../../domain/basics/time.ts';
import type { PollLimits } from '../../domain/feeds/nextPoll.ts';
import { failuresToStand, type Patience } from '../../domain/feeds/retry.ts';
import type { FetchFailure, FetchOutcome } from '../../ports/feedSource.ts';

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

/** Asked several times within the day after which it is believed. */
const goneMostSeconds = 6 * hourSeconds;

/** How long a failure of that kind may take. A feed is never abandoned in silence: it stays listed as failing. */
export function patienceWith(reason: FetchFailure, { minSeconds, maxSeconds }: PollLimits): Patience {
  const patient = { firstSeconds: Math.max(minSeconds, 600), mostSeconds: daySeconds };
  if (reason === 'gone') return { ...patient, mostSeconds: goneMostSeconds };
  if (lasting.has(reason)) return patient;
  return { firstSeconds: minSeconds, mostSeconds: maxSeconds };
}

/** A bare 503 is a server's trouble of the moment, and holds nobody until it has stood for some polls. */
export function believed(outcome: FetchOutcome, failures: number): FetchOutcome {
  if (outcome.kind !== 'held' || outcome.isGuess !== true || failures >= failuresToStand) return outcome;
  const message = `${outcome.host} responded with 503 and named no time to come back; it will be retried`;
  return { kind: 'failed', reason: 'server-error', message };
}
