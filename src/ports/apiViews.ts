import type { ChannelName } from '../domain/digests/subscription.ts';
import type { Claim } from '../domain/ledger/claim.ts';
import type { LedgerFigure } from '../domain/ledger/view.ts';
import type { AlertPolicy } from '../domain/rules/rule.ts';
import type { QuietHours, Schedule } from '../domain/schedules/schedule.ts';
import type { StoryRole } from '../domain/stories/storyDesk.ts';
import type { FeedView, LedgerMove } from './consoleStore.ts';

/** Rows behind a place of a sorted list; null: from its start. */
export interface Slice<Place> {
  readonly after: Place | null;
  readonly limit: number;
}

/** A rule in force. */
export interface RuleInForce {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly query: string;
  readonly owner: string | null;
  readonly alert: AlertPolicy;
  readonly blindBelow: number | null;
  readonly changedAt: Date;
  readonly changedBy: string;
  readonly why: string;
  /** Of its sources, those that can see: 0 to 1; null: not looked at yet. */
  readonly share: number | null;
  readonly blindSince: Date | null;
  /** Of the last 30 days, as last counted. */
  readonly matches: number;
  /** Subscriptions that bring it to somebody. */
  readonly subscriptions: number;
  readonly demandsReview: boolean;
  /** Null: it is not paused. */
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  /** Null as well: until somebody resumes it. */
  readonly pausedUntil: Date | null;
  readonly pauseReason: string | null;
}

/** One revision of a rule; `endedAt` null: in force. */
export interface ListedRevision {
  readonly revision: number;
  readonly name: string;
  readonly query: string;
  readonly owner: string | null;
  readonly alert: AlertPolicy;
  readonly blindBelow: number | null;
  readonly concepts: Readonly<Record<string, readonly string[]>>;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly why: string;
  readonly endedAt: Date | null;
}

export interface ListedConcept {
  readonly name: string;
  readonly terms: readonly string[];
  readonly changedAt: Date;
  /** Ids of the rules in force whose queries use it. */
  readonly rules: readonly string[];
}

export interface ListedSubscriber {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly timezone: string;
  readonly confirmedAt: Date | null;
  readonly subscriptions: readonly ListedSubscription[];
}

export interface ListedSubscription {
  readonly id: number;
  readonly rules: readonly string[];
  readonly channel: ChannelName;
  /** As it may be shown: of a webhook's address without what may be secret in it. */
  readonly target: string;
  readonly schedule: Schedule;
  readonly quiet: QuietHours | null;
  readonly maxPerHour: number;
  readonly nextDueAt: Date | null;
  readonly unsubscribedAt: Date | null;
  readonly isQuarantined: boolean;
}

export interface StorySummary {
  readonly id: number;
  readonly title: string;
  readonly openedAt: Date;
  readonly lastArticleAt: Date;
  readonly mergedInto: number | null;
  /** Articles and outlets, as far as retention has kept the articles. */
  readonly articles: number;
  readonly outlets: number;
  readonly ledger: readonly LedgerFigure[];
}

export interface StoryMember {
  readonly articleId: number;
  readonly revision: number;
  readonly outlet: string;
  readonly title: string;
  readonly at: Date;
  readonly role: StoryRole;
  /** The article whose copy it is. */
  readonly copyOf: number | null;
}

export interface StoryMove extends LedgerMove {
  /** Null: an edit moved it. */
  readonly articleId: number | null;
  readonly editId: number | null;
}

export interface ShownEdit {
  readonly id: number;
  readonly kind: 'merge' | 'split' | 'correct';
  /** The story that stays. */
  readonly storyId: number;
  /** What went into it, or was opened; null while a split waits, or where it was refused. */
  readonly otherId: number | null;
  readonly articles: readonly number[];
  readonly by: string;
  readonly why: string;
  readonly madeAt: Date;
  readonly appliedAt: Date | null;
  /** Why. */
  readonly refused: string | null;
}

/** A story with its past. */
export interface StoryHistory extends StorySummary {
  readonly members: readonly StoryMember[];
  readonly moves: readonly StoryMove[];
  /** Of this story, asked for or applied. */
  readonly edits: readonly ShownEdit[];
}

export interface StoryInFull extends StoryHistory {
  readonly claims: readonly Claim[];
  /** Ids of the rules that have matched it. */
  readonly rules: readonly string[];
}

/** What the API and the MCP server read of the store. Nothing here writes or locks. */
export interface ApiViews {
  /** By id. */
  rules(slice: Slice<string>, now: Date): Promise<readonly RuleInForce[]>;
  rule(id: string, now: Date): Promise<RuleInForce | null>;
  /** Newest first; `after` is a revision. */
  revisions(ruleId: string, slice: Slice<number>): Promise<readonly ListedRevision[]>;
  /** By name. */
  concepts(slice: Slice<string>): Promise<readonly ListedConcept[]>;
  concept(name: string): Promise<ListedConcept | null>;
  /** By id. */
  feeds(slice: Slice<number>, now: Date): Promise<readonly FeedView[]>;
  feed(id: number, now: Date): Promise<FeedView | null>;
  /** By id. */
  subscribers(slice: Slice<number>): Promise<readonly ListedSubscriber[]>;
  subscriber(id: number): Promise<ListedSubscriber | null>;
  /** The one with the newest article first. */
  stories(slice: Slice<{ readonly at: Date; readonly id: number }>): Promise<readonly StorySummary[]>;
  story(id: number): Promise<StoryInFull | null>;
}
