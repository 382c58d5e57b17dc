import type { MatchedNews, Notification } from '../../domain/digests/notifications.ts';
import type { RuleRevision, RuleSet } from '../../domain/rules/rule.ts';
import type { Span } from '../../domain/rules/span.ts';
import type { ArticleCursor, SavedBetween, StoredArticle } from './articleHistory.ts';

/** A stored article revision that has left the pipeline. */
export interface SettledArticle {
  readonly article: StoredArticle;
  /** Null once retention has forgotten its near-duplicates: nobody can be notified of it any more. */
  readonly foldGroupId: number | null;
  /** The rules of which any revision matched it so far. */
  readonly matchedRules: readonly string[];
}

export interface SettledPage {
  readonly settled: readonly SettledArticle[];
  /** How many of the page are still on their way through the pipeline, and left to it. */
  readonly onTheirWay: number;
  /** The last revision of the page; null when there was none. */
  readonly last: ArticleCursor | null;
}

export interface RuleFound {
  readonly rule: RuleRevision;
  readonly spans: readonly Span[];
  readonly score: number;
}

export interface Rematched extends SettledArticle {
  readonly matches: readonly RuleFound[];
}

export interface ReplaySaving {
  readonly ruleSet: number;
  readonly isDryRun: boolean;
  /** Whom to notify of an article; null: nobody is notified. */
  readonly notify: ((news: MatchedNews) => readonly Notification[]) | null;
  readonly now: Date;
}

export interface SavedReplay {
  /** By rule: how many of the articles no revision of it had matched before. */
  readonly gained: ReadonlyMap<string, number>;
  /** The notifications that are new, each by its first new key. */
  readonly notified: readonly { readonly subscriptionId: number; readonly key: string }[];
}

export interface ReplayStore {
  /** The number of the rule set in force. */
  currentRuleSet(): Promise<number>;
  loadRuleSet(number: number): Promise<RuleSet>;
  /** The revisions saved in that time and after the place, in the order in which they were saved. */
  settledArticles(range: SavedBetween, after: ArticleCursor, limit: number): Promise<SettledPage>;
  /**
   * Saves the matches that are not there yet and the notifications of them, in one transaction; a dry run undoes it. Replays
   * take turns, so that each match is gained by one of them. What an earlier replay found and notified nobody of counts
   * as known, and is sent if this one notifies.
   */
  saveReplayed(rematched: readonly Rematched[], options: ReplaySaving): Promise<SavedReplay>;
}
