import type { Entry } from '../../domain/digests/entry.ts';
import type { Message } from '../../domain/digests/message.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { RuleRevision } from '../../domain/rules/rule.ts';
import type { StoredArticle } from './articleHistory.ts';

/** What the store knows of an article, as far as people could be notified of it. */
export interface ArticleFacts {
  /** Its newest revision. */
  readonly article: StoredArticle;
  /** Which rules matched which of its revisions, by the revisions of the rules then. */
  readonly matches: readonly MatchFact[];
  readonly story: { readonly id: number; readonly title: string } | null;
  /** Where it still is on its way; null: it has been planned. */
  readonly underWay: { readonly step: 'read' | 'match' | 'story' | 'plan'; readonly isQuarantined: boolean } | null;
  /** The article whose near-duplicate it is. */
  readonly copyOf: NamedArticle | null;
  /** Keys under which a notification of it would stand, whichever rule brings it. */
  readonly keys: readonly string[];
}

export interface NamedArticle {
  readonly articleId: number;
  readonly title: string;
  readonly outlet: string;
  readonly link: string | null;
}

export interface MatchFact {
  readonly ruleId: string;
  readonly name: string;
  /** Of the rule. */
  readonly revision: number;
  /** Of the article. */
  readonly articleRevision: number;
  readonly matchedAt: Date;
}

/** A row of the notification log that concerns the article or its story. */
export interface NotificationFact {
  readonly key: string;
  /** Null: retention has forgotten what it said. */
  readonly entry: Entry | null;
  readonly createdAt: Date;
  /** Held by a cooldown until then. */
  readonly notBefore: Date | null;
  readonly message: MessageFact | null;
  /** Sent, in a message that retention has dropped. */
  readonly isForgotten: boolean;
}

export interface MessageFact {
  readonly messageId: string;
  readonly kind: Message['kind'];
  readonly createdAt: Date;
  /** Why several came together; null: nothing but the schedule, or it came alone. */
  readonly gatheredBecause: string | null;
  readonly state: 'pending' | 'retrying' | 'held' | 'suppressed' | 'quarantined' | 'sent' | 'rejected';
  /** What it waits for, or what the receiver responded. */
  readonly response: string | null;
  /** When it is tried next, if it waits. */
  readonly dueAt: Date;
  readonly settledAt: Date | null;
}

export interface SubscriptionFacts {
  /** Its rules are those that the subscriber has not left. */
  readonly subscription: Subscription;
  /** Fit to be shown. */
  readonly target: string;
  /** The rules that the subscriber left; null among them: all. */
  readonly leftRules: readonly (string | null)[];
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly unsubscribedAt: Date | null;
  readonly isConfirmed: boolean;
  readonly isQuarantined: boolean;
  readonly nextDueAt: Date | null;
  /** In its last hour, for `maxPerHour`; oldest first. */
  readonly recentMessagesAt: readonly Date[];
  /** Those of its rules that are in force. */
  readonly rules: readonly RuleRevision[];
  /** Of the article, or of its story; oldest first. */
  readonly notifications: readonly NotificationFact[];
}

export interface DeliveryFactsStore {
  articleFacts(articleId: number): Promise<ArticleFacts | null>;
  /** One subscription, or all of a subscriber's, those that ended too. */
  subscriptionFacts(who: Recipient, article: ArticleFacts, now: Date): Promise<readonly SubscriptionFacts[]>;
}

export type Recipient = { readonly subscriptionId: number } | { readonly subscriberId: number };
