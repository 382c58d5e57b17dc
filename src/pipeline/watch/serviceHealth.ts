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
  readonly canaryArrivedAt: Date | null;
  readonly canaryAlarmSince: Date | null;
}

export interface ServiceHealthDeps {
  readonly counts: () => Promise<HealthCounts>;
  /** Rejects where the queue cannot be reached. */
  readonly pingQueue: () => Promise<void>;
  readonly hasCanary: boolean;
  readonly clock: Clock;
}

const withinMs = 3000;

/** Never rejects: a part that does not answer within three seconds is down. */
export async function serviceHealth(deps: ServiceHealthDeps): Promise<ServiceHealth> {
  const [counts, queue] = await Promise.all([
    inTime(deps.counts()),
    inTime(deps.pingQueue().then(() => true as const)),
  ]);
  const parts = {
    store: { state: counts === null ? 'down' : 'ok' },
    queue: { state: queue === null ? 'down' : 'ok' },
    ...partsOf(counts, deps.hasCanary),
  } satisfies Record<string, PartHealth>;
  const states = Object.values(parts).map(({ state }) => state);
  const state = states.includes('down') ? 'down' : states.includes('impaired') ? 'impaired' : 'ok';
  return { state, at: deps.clock.now().toISOString(), ...parts };
}

function partsOf(counts: HealthCounts | null, hasCanary: boolean) {
  if (counts === null) return { canary: off, rules: off, feeds: off, quarantined: off };
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
    quarantined: { state: impairedBy(quarantined), rows: quarantined },
  };
}

/** With one feed or two, the fault is most likely theirs. */
const leastFeeds = 3;

/** Whether nothing comes from any feed, of several. */
export const isBlind = ({ feeds, blindFeeds }: Pick<HealthCounts, 'feeds' | 'blindFeeds'>): boolean =>
  feeds >= leastFeeds && blindFeeds === feeds;

const off: PartHealth = { state: 'off' };
const impairedBy = (count: number): PartHealth['state'] => (count > 0 ? 'impaired' : 'ok');

/** Null: it failed, or took too long. */
function inTime<T>(part: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), withinMs).unref());
  return Promise.race([part.catch(() => null), late]);
}
