import { hourMs } from '../../domain/basics/time.ts';
import type { Entry } from '../../domain/digests/entry.ts';
import type { ExplainedClause } from '../../domain/rules/matcher/explain.ts';
import { createExplainer } from '../../domain/rules/matcher/explain.ts';
import type { RuleRevision } from '../../domain/rules/rule.ts';
import { quietUntil } from '../../domain/schedules/due.ts';
import type { Clock } from '../../ports/clock.ts';
import { nodeOfRule } from './compareQueries.ts';
import type {
  ArticleFacts,
  DeliveryFactsStore,
  MatchFact,
  MessageFact,
  NamedArticle,
  NotificationFact,
  Recipient,
  SubscriptionFacts,
} from './deliveryFacts.ts';
import { readStored } from './explainQuery.ts';

/** Why one subscription was notified of an article, or why not; the first of these that holds. */
export type DeliveryVerdict =
  /** It is in messages; their state says whether they were sent. `matches` empty: it brought news of a story that the rules followed. */
  | {
      readonly kind: 'told';
      readonly messages: readonly MessageFact[];
      readonly reasons: Entry['reasons'];
      readonly matches: readonly MatchFact[];
    }
  /** Sent, so long ago that the message is no longer kept. */
  | { readonly kind: 'told-long-ago'; readonly at: Date }
  /** It stands in the log and is in no message yet. `until` null: until the planner looks next. */
  | { readonly kind: 'waiting'; readonly since: Date; readonly because: Waiting; readonly until: Date | null }
  /** A near-duplicate of an article that this subscription was, or is to be, notified of. */
  | { readonly kind: 'copy'; readonly of: NamedArticle | null; readonly messages: readonly MessageFact[] }
  /** It has not come to planning yet. */
  | { readonly kind: 'on-its-way'; readonly step: string; readonly isQuarantined: boolean }
  | {
      readonly kind: 'not-listening';
      readonly because: 'removed' | 'unsubscribed' | 'unconfirmed';
      readonly since: Date | null;
    }
  /** It matched rules that the subscriber has left. */
  | { readonly kind: 'left'; readonly matches: readonly MatchFact[] }
  /** It matched rules, none of which is this subscription's. */
  | { readonly kind: 'other-rules'; readonly matches: readonly MatchFact[] }
  /** `old`: an item of a new feed older than a day, for nobody. `late`: published two days before it appeared, for digests only. */
  | { readonly kind: 'too-old'; readonly because: 'old' | 'late'; readonly matches: readonly MatchFact[] }
  /** It was planned before there was this subscription. */
  | { readonly kind: 'subscribed-later'; readonly createdAt: Date; readonly matches: readonly MatchFact[] }
  /** It matched, and its story was told before: it brought nothing new, or what the rules' conditions (`when`) let pass. */
  | {
      readonly kind: 'nothing-new';
      readonly story: ArticleFacts['story'];
      readonly conditions: readonly { readonly ruleId: string; readonly when: string }[];
      readonly matches: readonly MatchFact[];
    }
  /** By the rules in force, which may be other than those of that time. */
  | { readonly kind: 'not-matched'; readonly rules: readonly ExplainedRule[] };

/** What holds a notification that stands in the log. `suspended`: planning for the subscription failed again and again. */
export type Waiting = 'quiet-hours' | 'digest-time' | 'cooldown' | 'hourly-limit' | 'planning' | 'suspended';

export interface ExplainedRule extends Pick<RuleRevision, 'ruleId' | 'name' | 'revision'> {
  /** Null: this version of the language refuses its query. */
  readonly clause: ExplainedClause | null;
}

export interface SubscriptionVerdict {
  readonly subscription: Pick<
    SubscriptionFacts['subscription'],
    'id' | 'channel' | 'schedule' | 'quiet' | 'maxPerHour' | 'ruleIds'
  >;
  /** Fit to be shown. */
  readonly target: string;
  readonly verdict: DeliveryVerdict;
}

export interface ExplainDeliveryDeps {
  readonly store: DeliveryFactsStore;
  readonly clock: Clock;
}

/**
 * Why an article reached a subscription, or each of a subscriber's, or why it did not, from what is stored. Null: there is no such
 * article. Empty: no such subscription. What depends on conditions that are not kept (what a subscription knew of a story when the
 * article came) is told as `nothing-new`, with the conditions.
 */
export async function explainDelivery(
  { store, clock }: ExplainDeliveryDeps,
  articleId: number,
  who: Recipient,
): Promise<readonly SubscriptionVerdict[] | null> {
  const now = clock.now();
  const about = await store.articleFacts(articleId);
  if (about === null) return null;
  const subscriptions = await store.subscriptionFacts(who, about, now);
  return subscriptions.map((facts) => {
    const { id, channel, schedule, quiet, maxPerHour, ruleIds } = facts.subscription;
    return {
      subscription: { id, channel, schedule, quiet, maxPerHour, ruleIds },
      target: facts.target,
      verdict: verdictOf(about, facts, now),
    };
  });
}

function verdictOf(about: ArticleFacts, facts: SubscriptionFacts, now: Date): DeliveryVerdict {
  const own = facts.notifications.filter((each) => isOf(about, each));
  return (
    toldOf(about, facts, own, now) ?? unplanned(about, facts) ?? withheld(about, facts, own) ?? notMatched(about, facts)
  );
}

/** An entry is a copy of its article: address, title and time of appearance name it. */
function isOf({ article }: ArticleFacts, { entry }: NotificationFact): boolean {
  if (entry === null || entry.seenAt !== article.seenAt.toISOString()) return false;
  return entry.link === article.link && (entry.link !== null || article.title.startsWith(entry.title.text));
}

function toldOf(
  about: ArticleFacts,
  facts: SubscriptionFacts,
  own: readonly NotificationFact[],
  now: Date,
): DeliveryVerdict | null {
  const messages = messagesOf(own);
  const matches = ownMatches(about, facts);
  const reasons = own.flatMap(({ entry }) => entry?.reasons ?? []);
  if (messages.length > 0) return { kind: 'told', messages, reasons: distinct(reasons), matches };
  const pending = own.find(({ isForgotten }) => !isForgotten);
  if (pending !== undefined && isListening(facts)) return waiting(facts, pending, now);
  const forgotten = facts.notifications.find(
    ({ key, isForgotten }) => isForgotten && about.keys.includes(key) && about.copyOf === null,
  );
  return forgotten === undefined ? null : { kind: 'told-long-ago', at: forgotten.createdAt };
}

const messagesOf = (notifications: readonly NotificationFact[]): readonly MessageFact[] => [
  ...new Map(notifications.flatMap(({ message }) => (message === null ? [] : [[message.messageId, message]]))).values(),
];

const distinct = (reasons: Entry['reasons']): Entry['reasons'] => [
  ...new Map(reasons.map((reason) => [`${reason.ruleId} ${reason.ruleRevision}`, reason])).values(),
];

function waiting(facts: SubscriptionFacts, { createdAt, notBefore }: NotificationFact, now: Date): DeliveryVerdict {
  const { subscription, nextDueAt } = facts;
  const wait = (because: Waiting, until: Date | null): DeliveryVerdict => ({
    kind: 'waiting',
    since: createdAt,
    because,
    until,
  });
  if (facts.isQuarantined) return wait('suspended', null);
  const quiet = quietUntil(subscription.quiet, subscription.subscriber.timezone, now);
  if (quiet !== null) return wait('quiet-hours', quiet);
  if (subscription.schedule.every !== 'instant') return wait('digest-time', nextDueAt);
  if (notBefore !== null && notBefore > now) return wait('cooldown', notBefore);
  const { maxPerHour } = subscription;
  const [oldest] = facts.recentMessagesAt;
  if (maxPerHour > 0 && oldest !== undefined && facts.recentMessagesAt.length >= maxPerHour)
    return wait('hourly-limit', new Date(oldest.getTime() + hourMs));
  return wait('planning', nextDueAt);
}

const isListening = ({ endedAt, unsubscribedAt, isConfirmed }: SubscriptionFacts): boolean =>
  endedAt === null && unsubscribedAt === null && isConfirmed;

/** Nobody could be notified of it, or not this subscription. */
function unplanned({ underWay }: ArticleFacts, facts: SubscriptionFacts): DeliveryVerdict | null {
  const { unsubscribedAt, endedAt, isConfirmed } = facts;
  if (unsubscribedAt !== null) return { kind: 'not-listening', because: 'unsubscribed', since: unsubscribedAt };
  if (endedAt !== null) return { kind: 'not-listening', because: 'removed', since: endedAt };
  if (!isConfirmed) return { kind: 'not-listening', because: 'unconfirmed', since: null };
  return underWay === null ? null : { kind: 'on-its-way', ...underWay };
}

/** It matched, and was not told. */
function withheld(
  about: ArticleFacts,
  facts: SubscriptionFacts,
  own: readonly NotificationFact[],
): DeliveryVerdict | null {
  if (about.matches.length === 0) return null;
  const matches = ownMatches(about, facts);
  if (matches.length === 0) return foreign(about, facts);
  const { audience } = about.article;
  if (audience === 'nobody') return { kind: 'too-old', because: 'old', matches };
  const isInstant = facts.subscription.schedule.every === 'instant';
  if (isInstant && audience === 'digests') return { kind: 'too-old', because: 'late', matches };
  const shared = facts.notifications.filter((each) => about.keys.includes(each.key) && !own.includes(each));
  if (about.copyOf !== null || shared.some(({ key }) => key.startsWith('fold:')))
    return { kind: 'copy', of: about.copyOf, messages: messagesOf(shared) };
  const planned = Math.min(...matches.map(({ matchedAt }) => matchedAt.getTime()));
  if (facts.createdAt.getTime() > planned) return { kind: 'subscribed-later', createdAt: facts.createdAt, matches };
  const conditions = facts.rules.flatMap(({ ruleId, alert: { when } }) =>
    isInstant && when !== undefined && matches.some((match) => match.ruleId === ruleId) ? [{ ruleId, when }] : [],
  );
  return { kind: 'nothing-new', story: about.story, conditions, matches };
}

const ownMatches = ({ matches }: ArticleFacts, { subscription }: SubscriptionFacts): readonly MatchFact[] =>
  matches.filter(({ ruleId }) => subscription.ruleIds.includes(ruleId));

function foreign({ matches }: ArticleFacts, { leftRules }: SubscriptionFacts): DeliveryVerdict | null {
  const left = matches.filter(({ ruleId }) => leftRules.includes(ruleId) || leftRules.includes(null));
  if (left.length > 0) return { kind: 'left', matches: left };
  return { kind: 'other-rules', matches };
}

function notMatched({ article }: ArticleFacts, { rules }: SubscriptionFacts): DeliveryVerdict {
  const { input, changes } = readStored(article);
  return {
    kind: 'not-matched',
    rules: rules.map((rule) => {
      const node = nodeOfRule(rule);
      const clause =
        typeof node === 'string' ? null : createExplainer([{ query: rule.query, node }])(input, changes)[0];
      return { ruleId: rule.ruleId, name: rule.name, revision: rule.revision, clause: clause ?? null };
    }),
  };
}
