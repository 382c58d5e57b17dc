import type { CanaryState } from '../domain/canary/canary.ts';
import type { Message } from '../domain/digests/message.ts';
import type { ChannelName, Subscription } from '../domain/digests/subscription.ts';
import type { FailingFeed } from '../domain/feeds/health/sharedFault.ts';
import type { FeedState, Finding } from '../domain/feeds/health/states.ts';
import type { MoveFact } from '../domain/stories/advanceStory.ts';

export type DeliveryState = 'pending' | 'retrying' | 'sent' | 'rejected';

/** How much is under way, and what needs somebody's eye. */
export interface ServiceCounts {
  readonly feeds: number;
  readonly failingFeeds: number;
  readonly articles: number;
  readonly matches: number;
  /** Article revisions that have not passed every step yet. */
  readonly waitingArticles: number;
  /** Rows of whatever kind that were quarantined after repeated crashes. */
  readonly quarantined: number;
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
}

/** What is due at this instant, claimed or not. All zero: nothing is left to do until time moves on. */
export interface WorkLeft {
  readonly feeds: number;
  readonly articles: number;
  readonly subscriptions: number;
  readonly deliveries: number;
}

/** One message with how its sending stands. */
export interface MessageView {
  readonly message: Message;
  readonly subscription: Subscription;
  readonly createdAt: Date;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** The provider's own words at the last attempt, or why it is kept. */
  readonly response: string | null;
  readonly dueAt: Date;
  readonly settledAt: Date | null;
  /** Quarantined after repeated crashes; nobody will send it until somebody looks. */
  readonly quarantined: boolean;
  /** Why nothing is sent to its target now: it was switched off, or is left alone for a while; null where neither is so. */
  readonly kept: 'held' | 'suppressed' | null;
}

export interface FeedView {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly lastSucceededAt: Date | null;
  readonly nextPollAt: Date;
  readonly failures: number;
  readonly lastError: string | null;
  /** The kind of that failure (`FetchFailure`, or `held`). */
  readonly lastFailure: string | null;
  readonly ended: boolean;
  readonly quarantined: boolean;
  readonly health: FeedHealth;
}

/** The state that leads, what else was found, and what the feed brought of late against what is usual, oldest day first. */
export interface FeedHealth extends FeedState {
  readonly others: readonly Finding[];
  readonly days: readonly FeedDay[];
}

/** One UTC day; the last is today so far. */
export interface FeedDay {
  readonly got: number;
  /** Null where too little is known. */
  readonly expected: number | null;
}

/** A rule with whether it can see. */
export interface RuleView {
  readonly ruleId: string;
  readonly name: string;
  readonly owner: string | null;
  /** Of its sources that can see, 0 to 1; null before it was first looked at. */
  readonly share: number | null;
  readonly blindSince: Date | null;
  readonly says: string | null;
  readonly advice: string | null;
  /** Of the last 30 days, as last counted. */
  readonly matches: number;
}

/** A mail to an owner or an admin, with how its sending stands. */
export interface NoticeView {
  readonly recipient: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly state: DeliveryState;
  readonly response: string | null;
  readonly dueAt: Date;
  readonly quarantined: boolean;
}

/** An article that was quarantined after repeated crashes: it goes no further until somebody looks. */
export interface QuarantinedArticle {
  readonly title: string;
  readonly link: string | null;
  readonly outlet: string;
  /** Where it stopped. */
  readonly step: 'read' | 'match' | 'story' | 'plan';
  readonly seenAt: Date;
}

/** A subscription whose planning failed again and again: it is sent nothing until somebody looks. */
export interface QuarantinedSubscription {
  readonly subscriber: string;
  readonly channel: ChannelName;
  /** Notifications that wait for it. */
  readonly pending: number;
  readonly dueAt: Date;
}

/** A channel or a target that is sent nothing now, although messages may wait. */
export interface HeldUp {
  /** Of the target; null for a channel. */
  readonly id: number | null;
  readonly channel: ChannelName;
  /** As it may be shown; null for a channel. */
  readonly name: string | null;
  /** `suppressed`: until somebody gives it back; `held`: until `until`. */
  readonly state: 'held' | 'suppressed';
  readonly since: Date;
  readonly until: Date | null;
  readonly reason: string;
  /** Messages. */
  readonly waiting: number;
}

/** A story with how its ledger moved, oldest first. */
export interface MovedLedger {
  readonly storyId: number;
  readonly title: string;
  /** Articles of it, near-duplicates included. */
  readonly reports: number;
  readonly moves: readonly LedgerMove[];
}

/** What the ledger said from then on, and who said so. */
export interface LedgerMove extends Omit<MoveFact, 'kind'> {
  readonly movedAt: Date;
}

/** A revision that changed an article, with the text before it. */
export interface ChangedArticle {
  readonly changedAt: Date;
  readonly revision: number;
  readonly outlet: string;
  readonly link: string | null;
  readonly before: ShownText;
  readonly after: ShownText;
}

export interface ShownText {
  readonly title: string;
  readonly body: string;
}

/** An article that says what an earlier one says: who was notified of that one is not notified of this one. */
export interface FoldedArticle {
  readonly foldedAt: Date;
  readonly copy: ShownArticle;
  readonly original: ShownArticle;
}

export interface ShownArticle {
  readonly articleId: number;
  readonly outlet: string;
  readonly title: string;
  readonly link: string | null;
}

/** What the pages read of the store. */
export interface ConsoleStore {
  counts(): Promise<ServiceCounts>;
  workLeft(now: Date): Promise<WorkLeft>;
  /** Newest first. */
  messages(limit: number): Promise<readonly MessageView[]>;
  canary(): Promise<CanaryState>;
  /** Those in trouble first. */
  feeds(now: Date): Promise<readonly FeedView[]>;
  /** Of every feed, how its last poll went. */
  lastFailures(): Promise<readonly FailingFeed[]>;
  /** Those that cannot see first. */
  rules(): Promise<readonly RuleView[]>;
  /** Newest first. */
  notices(limit: number): Promise<readonly NoticeView[]>;
  /** Newest first, at most fifty. */
  quarantined(): Promise<readonly QuarantinedArticle[]>;
  /** Due longest first, at most fifty. */
  quarantinedSubscriptions(): Promise<readonly QuarantinedSubscription[]>;
  /** Channels first, then what was switched off, then what is held; the longest first. */
  heldUp(): Promise<readonly HeldUp[]>;
  /** The ledgers that moved most often. */
  movedLedgers(limit: number): Promise<readonly MovedLedger[]>;
  /** Newest first. */
  changes(limit: number): Promise<readonly ChangedArticle[]>;
  /** Newest first. */
  folded(limit: number): Promise<readonly FoldedArticle[]>;
}
