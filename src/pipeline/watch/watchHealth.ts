import { dayMs, minuteMs } from '../../domain/basics/time.ts';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import { type FindingChanges, followFindings } from '../../domain/feeds/health/followFindings.ts';
import { judgeFeed } from '../../domain/feeds/health/judgeFeed.ts';
import { learnNorm } from '../../domain/feeds/health/norm.ts';
import type { ObservedFeed } from '../../domain/feeds/health/observedFeed.ts';
import { type SharedFault, sharedFault } from '../../domain/feeds/health/sharedFault.ts';
import { silenceOf } from '../../domain/feeds/health/silence.ts';
import type { SightChange } from '../../domain/notices/sightNotices.ts';
import { sightWords } from '../../domain/rules/sight/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Step } from '../../ports/queue.ts';
import type { HealthRound, HealthStore, WatchedFeed } from './healthStore.ts';
import { type SightDeps, watchSight } from './watchSight.ts';

export interface WatchHealthDeps extends SightDeps {
  readonly store: HealthStore;
  readonly clock: Clock;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

const roundMinutes = 5;

/** Norms are learned once a day, so many a round: a day has rounds for 28,800 feeds. */
const learnedAtOnce = 100;

/**
 * Looks at every feed and rule, five minutes after the last look: learns norms, keeps what is wrong since when, and which
 * rules cannot see, with what their owners are to be notified of.
 */
export async function watchHealth(deps: WatchHealthDeps): Promise<void> {
  const { store, clock, log, wake } = deps;
  const now = clock.now();
  const doneBefore = new Date(now.getTime() - roundMinutes * minuteMs);
  const noted: (() => void)[] = [];
  const isOurs = await store.round(doneBefore, now, async (round) => {
    noted.length = 0;
    await learnNorms(round, now);
    const { notes, shared } = await followFeeds(round, now, log);
    noted.push(...notes);
    const { changes, notices } = await watchSight(round, now, { ...deps, shared });
    noted.push(...changes.map((change) => () => noteSight(log, change)));
    if (notices.length > 0) noted.push(() => wake('deliver'));
  });
  if (isOurs) for (const note of noted) note();
}

async function learnNorms(round: HealthRound, now: Date): Promise<void> {
  const pasts = await round.feedsToLearn(new Date(now.getTime() - dayMs), learnedAtOnce);
  const norms = pasts.map(({ feedId, firstPolledAt, lastNewAt, hours }) => ({
    feedId,
    norm: learnNorm(hours, firstPolledAt, lastNewAt),
  }));
  await round.saveNorms(norms, now);
}

interface FollowedFeeds {
  /** What to log once it is saved. */
  readonly notes: readonly (() => void)[];
  readonly shared: SharedFault | null;
}

async function followFeeds(round: HealthRound, now: Date, log: StepLog): Promise<FollowedFeeds> {
  const watched = await withBorrowed(round, await round.watchedFeeds(now));
  const followed = watched.map(({ feed, kept }) => ({
    feed,
    changes: followFindings(kept, judgeFeed(feed, now), now),
  }));
  await round.saveFindings(
    followed.map(({ feed, changes }) => ({ feedId: feed.id, ...changes })),
    now,
  );
  const shared = sharedFault(watched.map(({ feed }) => feed));
  const isNews =
    shared !== null && followed.some(({ changes }) => changes.opened.some(({ state }) => state === 'failing'));
  const common = isNews ? [() => log.error({ advice: shared.advice }, shared.says)] : [];
  return { notes: [...common, ...followed.flatMap(({ feed, changes }) => notesOf(feed, changes, log))], shared };
}

/** A feed whose items others bring first is not silent; who looks silent is looked at again for that. */
async function withBorrowed(round: HealthRound, watched: readonly WatchedFeed[]): Promise<readonly WatchedFeed[]> {
  const quiet = watched.filter(({ feed }) => silenceOf(feed)?.isSilent === true).map(({ feed }) => feed.id);
  if (quiet.length === 0) return watched;
  const borrowed = await round.lastBorrowed(quiet);
  return watched.map(({ feed, kept }) => ({
    kept,
    feed: { ...feed, lastNewAt: later(feed.lastNewAt, borrowed.get(feed.id)) },
  }));
}

const later = (one: Date | null, other: Date | undefined): Date | null =>
  other !== undefined && (one === null || other > one) ? other : one;

function noteSight(log: StepLog, { ruleId, owner, event, sight }: SightChange): void {
  if (event === 'back') log.info({ ruleId, owner }, `the rule ${ruleId} is no longer blind: ${sightWords(sight)}`);
  else log.error({ ruleId, owner }, `the rule ${ruleId} is blind: ${sightWords(sight)}`);
}

function notesOf({ name, url }: ObservedFeed, changes: FindingChanges, log: StepLog): readonly (() => void)[] {
  return [
    ...changes.opened.map(
      ({ state, says, advice }) =>
        () =>
          log.warn({ url: shownUrl(url), state, advice }, `the feed ${name}: ${says}`),
    ),
    ...changes.closed.map(
      (state) => () => log.info({ url: shownUrl(url), state }, `the feed ${name} is no longer ${state}`),
    ),
  ];
}
