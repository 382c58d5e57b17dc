import type { Article } from '../domain/articles/article.ts';
import type { Span } from '../domain/rules/span.ts';
import type { MoveFact } from '../domain/stories/advanceStory.ts';
import type { ShownArticle, ShownText } from './consoleStore.ts';

/** What an article revision looked like when it came, as its feed gave it. */
export interface ShownRevision extends ShownText {
  readonly revision: number;
  readonly savedAt: Date;
}

export interface StoryOfArticle {
  readonly id: number;
  readonly title: string;
  readonly role: 'report' | 'copy' | 'revision';
}

/** That a revision of a rule matched a revision of the article. */
export interface MatchOfArticle {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly ruleRevision: number;
  readonly isInForce: boolean;
  readonly articleRevision: number;
  readonly matchedAt: Date;
  readonly spans: readonly Span[];
}

/** An article of the same fold group. */
export interface FoldedWith extends ShownArticle {
  readonly seenAt: Date;
}

/** All that the store knows of one article. */
export interface WholeArticle {
  /** Its newest revision. */
  readonly article: Article;
  /** How that revision moved the ledger of its story. */
  readonly moves: readonly MoveFact[];
  /** Oldest first. */
  readonly revisions: readonly ShownRevision[];
  readonly story: StoryOfArticle | null;
  /** In the order in which they came; the first was notified of, the others were folded into it. The article itself is left out. */
  readonly copies: readonly FoldedWith[];
  /** Newest first. */
  readonly matches: readonly MatchOfArticle[];
}

export interface FeedChoice {
  readonly id: number;
  readonly name: string;
}

/** What the pages of articles read of the store. */
export interface ArticleViews {
  /** Null: there is none of that number, or retention dropped it. */
  article(articleId: number): Promise<WholeArticle | null>;
  /** By name. */
  feedChoices(): Promise<readonly FeedChoice[]>;
}
