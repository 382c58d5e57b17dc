import type { LedgerFigure } from '../domain/ledger/view.ts';
import type { DenialFact, MoveFact } from '../domain/stories/advanceStory.ts';
import type { StoryAttention } from '../domain/stories/attention.ts';

/** How a figure of a ledger moved, and what moved it. */
export interface DeskMove extends Omit<MoveFact, 'kind'> {
  readonly movedAt: Date;
  /** An authority calls what it said before wrong, or a person at the desk corrected it. */
  readonly isCorrection: boolean;
  /** An edit moved it: no report. */
  readonly isEdit: boolean;
}

export interface DeskDenial extends Omit<DenialFact, 'kind'> {
  readonly deniedAt: Date;
}

export interface NamedRule {
  readonly ruleId: string;
  readonly name: string;
}

/** A story on the desk. */
export interface DeskStory {
  readonly storyId: number;
  /** The headline of the report that moved it last. */
  readonly title: string;
  /** The number of its last change. */
  readonly change: number;
  readonly changedAt: Date;
  readonly isUnread: boolean;
  /** No rule had matched it when the person last looked. */
  readonly isNew: boolean;
  /** Since then, oldest first. */
  readonly moves: readonly DeskMove[];
  readonly denials: readonly DeskDenial[];
  readonly figures: readonly LedgerFigure[];
  readonly attention: StoryAttention;
  readonly reports: number;
  readonly outlets: number;
  readonly rules: readonly NamedRule[];
}

/** The desk as one person sees it. */
export interface DeskView {
  /** The number of the newest change of all. */
  readonly newest: number;
  /** What changed since the person looked, newest first. */
  readonly unread: readonly DeskStory[];
  /** Where the next page of them begins; null: these are all. */
  readonly before: number | null;
  /** What the person has seen, newest first. */
  readonly running: readonly DeskStory[];
}

/** What needs a person: each is a line with a link. */
export interface Troubles {
  readonly feeds: number;
  readonly failingFeeds: number;
  /** What the failing feeds have in common. */
  readonly sharedFault: { readonly says: string; readonly advice: string } | null;
  readonly blindRules: readonly (NamedRule & { readonly since: Date; readonly says: string | null })[];
  readonly quarantined: number;
  /** Messages of the last week that were refused for good. */
  readonly failedMessages: number;
  /** Channels that are sent nothing now, and targets that were switched off. */
  readonly heldChannels: readonly { readonly channel: string; readonly reason: string; readonly waiting: number }[];
  readonly suppressedTargets: number;
  readonly canaryAlarmSince: Date | null;
}

/** The numbers of the newest change and of the newest deed: what has moved on where either differs. */
export interface DeskPulse {
  readonly change: number;
  readonly deed: number;
}

export interface DeskReadings {
  desk(personId: number, before: number | null, now: Date): Promise<DeskView>;
  troubles(now: Date): Promise<Troubles>;
  pulse(): Promise<DeskPulse>;
}
