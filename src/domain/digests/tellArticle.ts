import type { Article } from '../articles/article.ts';
import type { RuleRevision, Span } from '../rules/rule.ts';
import { buildEntry } from './buildEntry.ts';
import type { Entry } from './entry.ts';
import type { Subscription } from './subscription.ts';

/** An article with the rules it matched and the subscriptions that watch any of them. */
export interface MatchedNews {
  readonly article: Article;
  readonly foldGroupId: number;
  readonly matches: readonly { readonly rule: RuleRevision; readonly spans: readonly Span[] }[];
  readonly subscriptions: readonly Subscription[];
}

/** A thing to tell one subscription: unique per (subscription, thing), whatever brings it. */
export interface Telling {
  readonly subscriptionId: number;
  /** What is told: `fold:ID`, the same for every near-duplicate. */
  readonly thing: string;
  readonly entry: Entry;
  /** When the subscription is to be looked at because of it. Null: at its next digest. */
  readonly planAt: Date | null;
}

/**
 * Who is to be told of an article, and what. Old items of a new feed are told to nobody; what appeared late is listed in
 * digests and never told at once, so a subscription that is only instant does not hear of it.
 */
export function tellArticle(
  { article, foldGroupId, matches, subscriptions }: MatchedNews,
  now: Date,
): readonly Telling[] {
  if (article.audience === 'nobody') return [];
  return subscriptions.flatMap((subscription) => {
    const isInstant = subscription.schedule.every === 'instant';
    if (isInstant && article.audience === 'digests') return [];
    const own = matches.filter(({ rule }) => subscription.ruleIds.includes(rule.ruleId));
    if (own.length === 0) return [];
    const sources = own.map(({ rule, spans }) => ({
      reason: { ruleId: rule.ruleId, ruleName: rule.name, ruleRevision: rule.revision },
      spans,
    }));
    const entry = buildEntry(article, sources);
    return [{ subscriptionId: subscription.id, thing: `fold:${foldGroupId}`, entry, planAt: isInstant ? now : null }];
  });
}
