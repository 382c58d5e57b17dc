import type { FigureKind } from '../domain/figures/figure.ts';
import type { Rank } from '../domain/ledger/authority.ts';
import type { Bounds } from '../domain/ledger/claim.ts';
import type { LedgerFigure } from '../domain/ledger/view.ts';
import type { StoryAttention } from '../domain/stories/attention.ts';
import type { StoryRole } from '../domain/stories/storyDesk.ts';
import type { DeskMove, NamedRule } from './deskReadings.ts';

/** A story in a list. */
export interface StoryInList {
  readonly storyId: number;
  readonly title: string;
  readonly openedAt: Date;
  readonly lastArticleAt: Date;
  readonly reports: number;
  readonly outlets: number;
  readonly figures: readonly LedgerFigure[];
  readonly attention: StoryAttention;
}

export interface StoryFilter {
  /** Words of its title; empty: any. */
  readonly words: string;
  /** A figure that its ledger has said; null: any. */
  readonly figure: FigureKind | null;
  /** Where the page begins: the end of the one before. */
  readonly before: StoryPlace | null;
}

export interface StoryPlace {
  readonly at: Date;
  readonly storyId: number;
}

export interface StoryList {
  readonly stories: readonly StoryInList[];
  readonly next: StoryPlace | null;
}

/** What an article, or somebody at the desk, claims, and what became of it. */
export interface ReadClaim extends Bounds {
  readonly claimId: number;
  readonly figure: FigureKind;
  /** `struck`: taken back, by the one who said it, by a better source or at the desk. `withdrawn`: its article says it no more. */
  readonly state: 'in force' | 'standing' | 'struck' | 'withdrawn';
  readonly authority: string;
  readonly rank: Rank;
  readonly attribution: string | null;
  readonly outlet: string;
  readonly asOf: string;
  readonly claimedAt: Date;
  readonly quote: string;
  readonly isComputed: boolean;
  readonly isCorrection: boolean;
  readonly isDenial: boolean;
  readonly articleId: number | null;
  readonly link: string | null;
  /** Said at the desk. */
  readonly isEdit: boolean;
  /** How far it is from what the desk said before; null: the desk has said nothing, or the same. */
  readonly fromCorrection: number | null;
}

export interface ReadReport {
  readonly articleId: number;
  readonly revision: number;
  readonly outlet: string;
  readonly title: string;
  readonly link: string | null;
  readonly at: Date;
  readonly role: StoryRole;
  readonly copyOf: number | null;
}

export interface ReadMove extends DeskMove {
  readonly articleId: number | null;
}

/** Somebody who was notified of the story. */
export interface NotifiedPerson {
  readonly messageId: string;
  readonly name: string;
  readonly channel: string;
  readonly createdAt: Date;
  readonly state: string;
}

/** What people did with the story. */
export interface StoryEvent {
  readonly at: Date;
  readonly by: string;
  /** `story.muted` …, as in the audit log. */
  readonly action: string;
  /** A reason, or the text of a note. */
  readonly text: string;
  /** Of an edit: whether the story writer has applied it, or why not. */
  readonly outcome: 'applied' | 'waiting' | { readonly refused: string } | null;
}

export interface ReadStory extends StoryInList {
  /** Null: it takes reports. */
  readonly mergedInto: number | null;
  /** The number of its last change; null: no rule watches it. */
  readonly change: number | null;
  readonly rules: readonly NamedRule[];
  readonly moves: readonly ReadMove[];
  readonly claims: readonly ReadClaim[];
  /** In time order. */
  readonly members: readonly ReadReport[];
  readonly notified: readonly NotifiedPerson[];
  /** Notifications that its mute holds back. */
  readonly held: number;
  /** Newest first. */
  readonly events: readonly StoryEvent[];
}

export interface Handover {
  readonly moves: readonly (ReadMove & { readonly storyId: number; readonly title: string })[];
  readonly events: readonly (StoryEvent & { readonly storyId: number; readonly title: string })[];
  readonly rules: readonly (Pick<StoryEvent, 'at' | 'by' | 'action' | 'text'> & { readonly subject: string })[];
  /** Of each at most so many are listed. */
  readonly limit: number;
}

export interface StoryReadings {
  list(filter: StoryFilter, now: Date): Promise<StoryList>;
  /** Null: there is none. */
  story(storyId: number, now: Date): Promise<ReadStory | null>;
  handover(since: Date): Promise<Handover>;
}
