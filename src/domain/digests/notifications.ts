import type { Article } from '../articles/article.ts';
import type { FigureKind } from '../figures/figure.ts';
import type { Bounds } from '../ledger/claim.ts';
import type { Change } from '../ledger/condition.ts';
import { holdsFor, parseAlertCondition } from '../rules/alertCondition.ts';
import type { RuleRevision } from '../rules/rule.ts';
import type { Span } from '../rules/span.ts';
import { type Fact, isMove, type MoveFact } from '../stories/advanceStory.ts';
import { muteHolds, type StoryMute } from '../stories/mute.ts';
import type { StoryNews } from '../stories/storyNews.ts';
import { buildEntry } from './buildEntry.ts';
import type { Entry, EntryStory } from './entry.ts';
import { digestKeys, instantKeys } from './notificationKeys.ts';
import type { Subscription } from './subscription.ts';

/** An article with the rules that watch it, and the subscriptions that watch any of them. */
export interface MatchedNews {
  readonly article: Article;
  readonly foldGroupId: number;
  readonly matches: readonly { readonly rule: RuleRevision; readonly spans: readonly Span[] }[];
  /** Null where it is not known any more. */
  readonly story: WatchedStory | null;
  readonly subscriptions: readonly Subscription[];
}

export interface WatchedStory {
  readonly id: number;
  readonly title: string;
  readonly news: StoryNews;
  /** The rules that have matched the story, by this article or an earlier one. */
  readonly rules: readonly RuleRevision[];
  /** The figures of it that subscriptions were last notified of. */
  readonly notified: readonly NotifiedFigure[];
  /** That holds back what is noted of it; null, or absent: none. */
  readonly mute?: StoryMute | null;
}

export interface NotifiedFigure {
  readonly subscriptionId: number;
  readonly kind: FigureKind;
  /** Null: notified that it was withdrawn. */
  readonly bounds: Bounds | null;
}

/** What one subscription is to be notified of an article. */
export interface Notification {
  readonly subscriptionId: number;
  /** Each unique per subscription, whatever brings it. It is sent if any of them is new. */
  readonly keys: readonly [string, ...string[]];
  readonly entry: Entry;
  /** When the subscription is to be looked at because of it. Null: at its next digest. */
  readonly planAt: Date | null;
  /** The rules that speak, with how long each is silent on this story afterwards. */
  readonly rules: readonly { readonly ruleId: string; readonly cooldownSeconds?: number }[];
}

/**
 * Whom an article notifies, and of what. Nobody is notified of old items of a new feed; what appeared late is listed in
 * digests and never sent at once, so a subscription that is only instant does not hear of it.
 */
export function notificationsOf(news: MatchedNews, now: Date): readonly Notification[] {
  if (news.article.audience === 'nobody') return [];
  return news.subscriptions.flatMap((subscription) => notificationFor(news, subscription, now) ?? []);
}

/** Whether the news ends the mute of its story: the figure that was named has moved far enough. */
export const endsMute = ({ story }: Pick<MatchedNews, 'story'>, now: Date): boolean =>
  story !== null && story.mute !== undefined && story.mute !== null && !muteHolds(story.mute, story.news.ledger, now);

interface Speaking {
  readonly rule: RuleRevision;
  /** Empty where the article itself does not match. */
  readonly spans: readonly Span[];
  readonly keys: readonly string[];
}

function notificationFor(news: MatchedNews, subscription: Subscription, now: Date): Notification | null {
  const { article, story } = news;
  const isInstant = subscription.schedule.every === 'instant';
  if (isInstant && article.audience === 'digests') return null;
  const speaking = watchingRules(news, subscription)
    .map((watching) => speak(news, subscription, watching))
    .filter(({ keys }) => keys.length > 0);
  const [first, ...others] = new Set(speaking.flatMap(({ keys }) => keys));
  if (first === undefined) return null;
  const sources = speaking.map(({ rule, spans }) => ({
    reason: { ruleId: rule.ruleId, ruleName: rule.name, ruleRevision: rule.revision },
    spans,
  }));
  return {
    subscriptionId: subscription.id,
    keys: [first, ...others],
    entry: buildEntry(article, sources, story === null ? undefined : shownStory(story, subscription)),
    planAt: isInstant ? now : null,
    rules: speaking.map(({ rule: { ruleId, alert } }) => ({
      ruleId,
      ...(alert.cooldownSeconds !== undefined && { cooldownSeconds: alert.cooldownSeconds }),
    })),
  };
}

interface Watching {
  readonly rule: RuleRevision;
  readonly isMatched: boolean;
  readonly spans: readonly Span[];
}

/** The subscription's rules that match the article, then those that have matched its story before. */
function watchingRules({ matches, story }: MatchedNews, { ruleIds }: Subscription): readonly Watching[] {
  const own = matches.filter(({ rule }) => ruleIds.includes(rule.ruleId));
  const isOwn = (ruleId: string) => own.some(({ rule }) => rule.ruleId === ruleId);
  const earlier = (story?.rules ?? []).filter(({ ruleId }) => ruleIds.includes(ruleId) && !isOwn(ruleId));
  return [
    ...own.map(({ rule, spans }) => ({ rule, spans, isMatched: true })),
    ...earlier.map((rule) => ({ rule, spans: [], isMatched: false })),
  ];
}

function speak(news: MatchedNews, subscription: Subscription, { rule, spans, isMatched }: Watching): Speaking {
  const { article, foldGroupId, story } = news;
  const brought = {
    ...{ ruleId: rule.ruleId, isMatched, foldGroupId, article },
    story: story && { id: story.id, facts: story.news.facts },
  };
  if (subscription.schedule.every !== 'instant') return { rule, spans, keys: digestKeys(brought) };
  const speaks = rule.alert.when === undefined || holdsWhen(rule.alert.when, story, subscription);
  return { rule, spans, keys: speaks ? instantKeys(rule.alert.on, brought) : [] };
}

/** A condition that is refused by a later version of the language narrows nothing: better notified too often than not at all. */
function holdsWhen(when: string, story: WatchedStory | null, subscription: Subscription): boolean {
  const parsed = parseAlertCondition(when);
  if (parsed.kind === 'refused' || story === null) return true;
  const { stated, facts } = story.news;
  const changeOf = (kind: FigureKind): Change => changeFor(kind, facts, lastNotified(story, subscription, kind));
  return holdsFor(parsed.condition, { figures: stated, changeOf });
}

const lastNotified = ({ notified }: WatchedStory, { id }: Subscription, kind: FigureKind): NotifiedFigure | undefined =>
  notified.find((figure) => figure.subscriptionId === id && figure.kind === kind);

/** How the ledger moved with this article, from what the subscription was last notified of. */
function changeFor(kind: FigureKind, facts: readonly Fact[], notified: NotifiedFigure | undefined): Change {
  const move = facts.filter(isMove).find(({ figure }) => figure === kind);
  if (move === undefined) return { from: null, to: null };
  return { from: notified === undefined ? move.from : notified.bounds, to: move.to };
}

/** As the subscription sees it: moves from what it was last notified of, and of the terms shown first those of its rules. */
const shownStory = (story: WatchedStory, subscription: Subscription): EntryStory => ({
  ...{ id: story.id, title: story.title, ledger: story.news.ledger },
  facts: story.news.facts
    .filter((fact) => fact.kind !== 'term' || subscription.ruleIds.includes(fact.ruleId))
    .map((fact) => (isMove(fact) ? sinceNotified(fact, lastNotified(story, subscription, fact.figure)) : fact)),
});

const sinceNotified = (move: MoveFact, notified: NotifiedFigure | undefined): MoveFact =>
  notified === undefined ? move : { ...move, from: notified.bounds };
