import { minuteMs } from '../../domain/basics/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** One part of the service. `down` is for a monitor to wake somebody; `impaired` is for ops to look at. */
export interface PartHealth {
  readonly state: 'ok' | 'impaired' | 'down' | 'off';
  readonly [detail: string]: string | number | null;
}

/** How the service is, for monitors: counts, and no names. */
export interface ServiceHealth {
  readonly state: 'ok' | 'impaired' | 'down';
  readonly at: string;
  readonly store: PartHealth;
  readonly queue: PartHealth;
  readonly canary: PartHealth;
  readonly rules: PartHealth;
  readonly feeds: PartHealth;
  /** Whether messages go out: channels that are held, and targets that were switched off. */
  readonly sending: PartHealth;
  readonly quarantined: PartHealth;
}

export interface HealthCounts {
  readonly feeds: number;
  readonly feedsInTrouble: number;
  /** Those of them from which nothing comes. */
  readonly blindFeeds: number;
  readonly rules: number;
  readonly blindRules: number;
  readonly quarantined: number;
  readonly heldChannels: number;
  /** Of the channel that is held the longest. */
  readonly channelHeldSince: Date | null;
  readonly suppressedTargets: number;
  readonly canaryArrivedAt: Date | null;
  readonly canaryAlarmSince: Date | null;
}

export interface ServiceHealthDeps {
  readonly counts: () => Promise<HealthCounts>;
  /** Why the store's own server is not there at the moment; null where it is, or where it is somebody else's. */
  readonly storeTrouble: () => string | null;
  /** Rejects where the queue cannot be reached. */
  readonly pingQueue: () => Promise<void>;
  readonly hasCanary: boolean;
  readonly clock: Clock;
}

const withinMs = 3000;

/** A channel that is held for so long is for a monitor to wake somebody: the notice of it may have no way to go. */
const downAfterMs = 5 * minuteMs;

/** Never rejects: a part that does not answer within three seconds is down. */
export async function serviceHealth(deps: ServiceHealthDeps): Promise<ServiceHealth> {
  const [counts, queue] = await Promise.all([inTime(deps.counts()), inTime(deps.pingQueue())]);
  const parts = {
    store: answering(counts, deps.storeTrouble()),
    queue: answering(queue),
    ...partsOf(counts.kind === 'answer' ? counts.value : null, deps.hasCanary, deps.clock.now()),
  } satisfies Record<string, PartHealth>;
  const states = Object.values(parts).map(({ state }) => state);
  const state = states.includes('down') ? 'down' : states.includes('impaired') ? 'impaired' : 'ok';
  return { state, at: deps.clock.now().toISOString(), ...parts };
}

function partsOf(counts: HealthCounts | null, hasCanary: boolean, now: Date) {
  if (counts === null) return { canary: off, rules: off, feeds: off, sending: off, quarantined: off };
  const { rules, blindRules, feeds, feedsInTrouble, blindFeeds, quarantined, canaryAlarmSince, canaryArrivedAt } =
    counts;
  const canary: PartHealth = {
    state: !hasCanary ? 'off' : canaryAlarmSince === null ? 'ok' : 'down',
    arrivedAt: canaryArrivedAt?.toISOString() ?? null,
  };
  return {
    canary,
    rules: { state: impairedBy(blindRules), blind: blindRules, all: rules },
    // Where nothing comes from any feed, nobody can be notified of anything.
    feeds: {
      state: isBlind(counts) ? 'down' : impairedBy(feedsInTrouble),
      inTrouble: feedsInTrouble,
      blind: blindFeeds,
      all: feeds,
    },
    sending: sendingOf(counts, now),
    quarantined: { state: impairedBy(quarantined), rows: quarantined },
  };
}

/** With one feed or two, the fault is most likely theirs. */
const leastFeeds = 3;

/** Whether nothing comes from any feed, of several. */
export const isBlind = ({ feeds, blindFeeds }: Pick<HealthCounts, 'feeds' | 'blindFeeds'>): boolean =>
  feeds >= leastFeeds && blindFeeds === feeds;

function sendingOf({ heldChannels, channelHeldSince, suppressedTargets }: HealthCounts, now: Date): PartHealth {
  const isLong = channelHeldSince !== null && now.getTime() - channelHeldSince.getTime() >= downAfterMs;
  return {
    state: isLong ? 'down' : impairedBy(heldChannels + suppressedTargets),
    ...{ heldChannels, since: channelHeldSince?.toISOString() ?? null, switchedOff: suppressedTargets },
  };
}

const off: PartHealth = { state: 'off' };
const impairedBy = (count: number): PartHealth['state'] => (count > 0 ? 'impaired' : 'ok');

type Answer<T> = { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'none'; readonly reason: string };

const answering = (answer: Answer<unknown>, trouble: string | null = null): PartHealth =>
  answer.kind === 'answer' ? { state: 'ok' } : { state: 'down', reason: trouble ?? answer.reason };

function inTime<T>(part: Promise<T>): Promise<Answer<T>> {
  const late = new Promise<Answer<T>>((resolve) =>
    setTimeout(() => resolve({ kind: 'none', reason: noResponse }), withinMs).unref(),
  );
  const answer = part.then(
    (value): Answer<T> => ({ kind: 'answer', value }),
    (error: unknown): Answer<T> => ({ kind: 'none', reason: reasonOf(error) }),
  );
  return Promise.race([answer, late]);
}

const noResponse = 'no response';

/** Strangers read this: no address, no name. The log has the rest. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons.get(code) ?? (code === '' ? 'an error, which the log has' : `error ${code}`);
}

/** By the codes of the system and of PostgreSQL (appendix A of its manual). */
const reasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection lost'],
  ['ENOTFOUND', 'unknown host'],
  ['28P01', 'password refused'],
  ['53100', 'disk full'],
  ['53300', 'too many connections'],
  ['57P01', 'shutting down'],
  ['57P03', 'starting or shutting down'],
]);
