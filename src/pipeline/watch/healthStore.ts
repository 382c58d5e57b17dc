import type { FindingChanges, KeptFinding } from '../../domain/feeds/health/followFindings.ts';
import type { FeedNorm, HourCount } from '../../domain/feeds/health/norm.ts';
import type { ObservedFeed } from '../../domain/feeds/health/observedFeed.ts';
import type { Notice } from '../../domain/notices/notice.ts';
import type { ReadableRule } from '../../domain/rules/sight/ruleReader.ts';
import type { KeptSight, SightEvent } from '../../domain/rules/sight/sight.ts';
import type { SourceFeed } from '../../domain/rules/sight/sources.ts';

/** A feed whose norm is to be learned anew, with what it brought in the weeks before its last new item. */
export interface FeedPast {
  readonly feedId: number;
  readonly firstPolledAt: Date;
  readonly lastNewAt: Date;
  readonly hours: readonly HourCount[];
}

export interface LearnedNorm {
  readonly feedId: number;
  readonly norm: FeedNorm;
}

/** A feed with what is held against it. */
export interface WatchedFeed {
  readonly feed: ObservedFeed;
  readonly kept: readonly KeptFinding[];
}

export interface FeedFindings extends FindingChanges {
  readonly feedId: number;
}

/** A rule in force, with what is kept of its sight. */
export interface WatchedRule extends ReadableRule {
  readonly ruleId: string;
  readonly name: string;
  readonly owner: string | null;
  readonly blindBelow?: number;
  /** How many came from each feed, by its id. */
  readonly matches: readonly (readonly [feedId: number, count: number])[];
  readonly kept: KeptSight;
  /** Null before its first round. */
  readonly statement: { readonly share: number; readonly says: string } | null;
}

export interface FollowedSight extends KeptSight {
  readonly ruleId: string;
  readonly event: SightEvent;
  readonly share: number;
  readonly says: string;
  readonly advice: string | null;
}

/** What one round reads and writes, all in one transaction. */
export interface HealthRound {
  /** Those whose norm is older than `learnedBefore`, the oldest first. Not while a feed floods: that is no norm. */
  feedsToLearn(learnedBefore: Date, limit: number): Promise<readonly FeedPast[]>;
  saveNorms(norms: readonly LearnedNorm[], now: Date): Promise<void>;
  watchedFeeds(now: Date): Promise<readonly WatchedFeed[]>;
  /** When each of these feeds last brought an item that another feed had brought before; without those that never did. */
  lastBorrowed(feedIds: readonly number[]): Promise<ReadonlyMap<number, Date>>;
  saveFindings(findings: readonly FeedFindings[], now: Date): Promise<void>;

  /** Reads anew what feeds bring and where matches come from, unless that was done since `doneBefore`; not of feeds that see nothing. */
  refreshSources(doneBefore: Date, now: Date): Promise<void>;
  sourceFeeds(): Promise<readonly SourceFeed[]>;
  watchedRules(): Promise<readonly WatchedRule[]>;
  /** Whether any feed was polled before `at`. */
  isPolledSince(at: Date): Promise<boolean>;
  saveSights(sights: readonly FollowedSight[]): Promise<void>;
  /** Those that are there already are not made again. */
  saveNotices(notices: readonly Notice[], now: Date): Promise<void>;
}

export interface HealthStore {
  /**
   * Makes the round, unless one was made since `doneBefore` or another process is making it; false then. All that it
   * writes is saved in one transaction, or none.
   */
  round(doneBefore: Date, now: Date, make: (round: HealthRound) => Promise<void>): Promise<boolean>;
}
