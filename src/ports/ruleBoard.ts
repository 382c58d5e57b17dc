import type { KeptRevision } from '../domain/rules/keptRevision.ts';
import type { Concepts } from '../domain/rules/rule.ts';
import type { CaseText, RuleCase } from '../domain/rules/ruleCase.ts';
import type { RuleDefinition } from '../domain/rules/ruleDefinition.ts';
import type { RulePause } from '../domain/rules/rulePause.ts';

/**
 * `blind`: its sources fail, and its owner was told. `draft`: an edit waits for a second person. `dead`: no match in 30 days.
 * `noisy`: more than a hundred matches a day. The first that holds.
 */
export type RuleState = 'blind' | 'draft' | 'paused' | 'dead' | 'noisy' | 'ok';

/** How many days the bars show. */
export const shownDays = 30;

/** A rule of the list. */
export interface RuleLine {
  readonly ruleId: string;
  readonly name: string;
  readonly query: string;
  readonly owner: string | null;
  readonly revision: number;
  readonly state: RuleState;
  readonly blindSince: Date | null;
  readonly pause: RulePause | null;
  /** Feeds that brought it matches in 30 days, or that its query names. */
  readonly sources: number;
  /** Of them, those that can see, 0 to 1; null before it was first looked at. */
  readonly share: number | null;
  /** Subscribers who get what it finds. */
  readonly people: number;
  /** Matches a day, the oldest first; the last is today so far (days of 24 hours before now). */
  readonly days: readonly number[];
}

export interface RuleLines {
  readonly lines: readonly RuleLine[];
  /** Where the next page begins; null: this is the last. */
  readonly next: string | null;
}

/** An edit that waits for a second person. */
export interface DraftView {
  readonly id: number;
  readonly rule: RuleDefinition;
  readonly basedOn: number | null;
  readonly author: { readonly kind: string; readonly id: number | null; readonly name: string };
  readonly why: string;
  readonly madeAt: Date;
}

/** All that the page of one rule shows beside its history. */
export interface RuleDetail {
  readonly current: KeptRevision | null;
  /** Of a rule that was taken out, the last. */
  readonly newest: KeptRevision;
  readonly pause: RulePause | null;
  readonly demandsReview: boolean;
  readonly drafts: readonly DraftView[];
  readonly cases: readonly RuleCase[];
  readonly sight: {
    readonly share: number;
    readonly blindSince: Date | null;
    readonly says: string;
    readonly advice: string | null;
  } | null;
  readonly people: number;
  readonly days: readonly number[];
}

/** What the pages of rules show. Nothing here locks or writes. */
export interface RuleBoard {
  /** Those that need a person first. `search`: in id, name, query or owner. `after`: the `next` of the page before. */
  lines(request: {
    readonly search: string;
    readonly after: string | null;
    readonly limit: number;
    readonly now: Date;
  }): Promise<RuleLines>;
  /** Null: there never was such a rule. */
  detail(ruleId: string, now: Date): Promise<RuleDetail | null>;
  /** Newest first, those before the revision. */
  history(ruleId: string, before: number | null, limit: number): Promise<readonly KeptRevision[]>;
  concepts(): Promise<Concepts>;
  /** The text of a stored article revision; null: it is not stored any more. */
  articleText(articleId: number, revision: number): Promise<CaseText | null>;
}
