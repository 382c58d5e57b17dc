import type { Article } from '../../domain/articles/article.ts';
import { dayMs } from '../../domain/basics/time.ts';
import { type ForecastMessage, type ForecastNews, forecastMessages } from '../../domain/digests/forecast.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { StatedFigure } from '../../domain/figures/figure.ts';
import type { Node } from '../../domain/rules/language/syntax.ts';
import type { RuleRevision } from '../../domain/rules/rule.ts';
import type { Span } from '../../domain/rules/span.ts';
import type { MoveFact } from '../../domain/stories/advanceStory.ts';
import type { SavedBetween } from './articleHistory.ts';
import { compareQueries, nodeOfRule } from './compareQueries.ts';
import type { Candidate, SearchStore } from './searchStore.ts';

export interface ForecastRequest {
  readonly range: SavedBetween;
  /** The revision in force; null: a new rule. */
  readonly saved: RuleRevision | null;
  /** What it might become, alert policy included. Its id is none of the store's. */
  readonly candidate: RuleRevision;
}

/** Where an article stands among the others. */
export interface Placement {
  /** Null once retention has forgotten its near-duplicates. */
  readonly foldGroupId: number | null;
  readonly story: StoryName | null;
}

export interface StoryName {
  readonly id: number;
  readonly title: string;
}

/** An article by which the ledger of a story moved. */
export interface StoryMoved {
  readonly article: Article;
  readonly moves: readonly MoveFact[];
  readonly foldGroupId: number | null;
  readonly story: StoryName;
}

export interface ForecastStore {
  /** Who has the rule, and listens. */
  subscriptionsOf(ruleId: string): Promise<readonly Subscription[]>;
  /** In that order. */
  placements(candidates: readonly Candidate[]): Promise<readonly Placement[]>;
  /** By any article of these stories, saved in that time; oldest first. The articles come without their texts. */
  movesOfStories(storyIds: readonly number[], range: SavedBetween): Promise<readonly StoryMoved[]>;
}

export interface MessagesForecast {
  readonly messages: number;
  /** Of the whole range. */
  readonly perDay: number;
  /** Articles and news of stories in them. */
  readonly entries: number;
  /** The most on one day (UTC). */
  readonly mostADay: number;
  /** How often `maxPerHour` was reached, and alerts were gathered in one message. */
  readonly limitReached: number;
}

export interface SubscriptionForecast {
  readonly subscription: Subscription;
  /** Other rules that it has. The forecast is of this one alone: they share digests, and the hourly limit. */
  readonly otherRules: number;
  /** Null: there is no saved revision, or it is refused now. */
  readonly before: MessagesForecast | null;
  readonly after: MessagesForecast;
}

export type RuleForecast =
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'forecast';
      readonly subscriptions: readonly SubscriptionForecast[];
      readonly days: number;
      /** It ended at 20,000 catches, and days are counted from there; or it was aborted, and is worth nothing. */
      readonly isCut: boolean;
    };

/** What was told before the range is not known: a week before it is gone through, and not counted. */
const warmUpMs = 7 * dayMs;
const mostCaught = 20_000;

/**
 * How many messages each subscription of a rule would have got in the range, by the revision in force and by the one that it might
 * become. The planner's own decisions are made anew over what is stored: keys, story openings, cooldowns, quiet hours, schedules and
 * the hourly limit are exact. An estimate it is by these: the rule is taken as the only one of the subscription; stories that
 * opened more than a week before the range count as new; a story is one, not its affair; denials, and terms that a story shows for
 * the first time, are not kept with articles, and left out; `rise` and `fall` of `alert.when` compare with what the forecast itself
 * has told; and subscriptions are taken as they are now.
 */
export async function forecastRule(
  { search, store }: { readonly search: SearchStore; readonly store: ForecastStore },
  { range, saved, candidate }: ForecastRequest,
  signal: AbortSignal,
): Promise<RuleForecast> {
  const after = nodeOfRule(candidate);
  if (typeof after === 'string') return { kind: 'refused', message: after };
  const before = saved === null ? null : nodeOfRule(saved);
  const versions = [
    { rule: candidate, node: after },
    ...(saved === null || before === null || typeof before === 'string' ? [] : [{ rule: saved, node: before }]),
  ];
  const subscriptions = await store.subscriptionsOf(candidate.ruleId);
  const whole = { since: new Date(range.since.getTime() - warmUpMs), until: range.until };
  const caught = await catchesOf(search, whole, versions, signal);
  const placed = await placedOf(store, caught.articles);
  const moved = await store.movesOfStories([...new Set(placed.flatMap(({ story }) => story?.id ?? []))], whole);
  const news = versions.map(({ rule }, version) => newsFor(rule, placed, moved, version));
  const since = new Date(Math.max(caught.since.getTime(), range.since.getTime()));
  const days = Math.max(1, (range.until.getTime() - since.getTime()) / dayMs);
  const counted = (subscription: Subscription, version: number): MessagesForecast | null => {
    const brought = news[version];
    if (brought === undefined) return null;
    const alone = { ...subscription, ruleIds: [candidate.ruleId] };
    const messages = forecastMessages(alone, brought, whole.since, range.until);
    return summed(
      messages.filter(({ at }) => at >= since),
      days,
    );
  };
  return {
    ...{ kind: 'forecast', days, isCut: caught.isCut || signal.aborted },
    subscriptions: subscriptions.map((subscription) => ({
      subscription,
      otherRules: subscription.ruleIds.filter((id) => id !== candidate.ruleId).length,
      before: counted(subscription, 1),
      after: counted(subscription, 0) ?? summed([], days),
    })),
  };
}

interface CaughtArticle {
  readonly article: Article;
  readonly moves: readonly MoveFact[];
  readonly stated: readonly StatedFigure[];
  /** By version of the rule; null: it does not match. */
  readonly spans: readonly (readonly Span[] | null)[];
}

interface Caughts {
  /** Oldest first. */
  readonly articles: readonly CaughtArticle[];
  readonly since: Date;
  readonly isCut: boolean;
}

async function catchesOf(
  search: SearchStore,
  range: SavedBetween,
  versions: readonly { readonly node: Node }[],
  signal: AbortSignal,
): Promise<Caughts> {
  const nodes = versions.map(({ node }) => node);
  const found: CaughtArticle[] = [];
  const queries = { range, nodes, among: nodes, keepsNews: true };
  for await (const { article, caught } of compareQueries(search, queries, signal)) {
    if (caught.every((each) => each === null)) continue;
    const { moves, figures } = article;
    found.push({
      article: withoutText(article),
      ...{ moves, stated: figures ?? [], spans: caught.map((each) => each && []) },
    });
    if (found.length === mostCaught) return { articles: found.reverse(), since: article.savedAt, isCut: true };
  }
  return { articles: found.reverse(), since: range.since, isCut: false };
}

/** Messages are counted, not shown. */
const withoutText = ({ fullText: _, ...article }: Article): Article => ({
  ...article,
  ...{ summary: null, contentText: null },
});

type PlacedArticle = CaughtArticle & Placement;

const placementsAtOnce = 1000;

async function placedOf(store: ForecastStore, caught: readonly CaughtArticle[]): Promise<readonly PlacedArticle[]> {
  const placed: PlacedArticle[] = [];
  for (let at = 0; at < caught.length; at += placementsAtOnce) {
    const some = caught.slice(at, at + placementsAtOnce);
    const placements = await store.placements(some.map(({ article }) => article));
    for (const [index, each] of some.entries())
      placed.push({ ...each, ...(placements[index] ?? { foldGroupId: null, story: null }) });
  }
  return placed;
}

/** What the version matches, and what moved the stories that it had matched by then; oldest first. */
function newsFor(
  rule: RuleRevision,
  placed: readonly PlacedArticle[],
  moved: readonly StoryMoved[],
  version: number,
): readonly ForecastNews[] {
  const matching = placed.filter(({ spans }) => spans[version] !== null);
  const nameOf = ({ articleId, revision }: Article) => `${articleId}.${revision}`;
  const own = new Set(matching.map(({ article }) => nameOf(article)));
  const opened = new Set<number>();
  const all = [
    ...matching.map((each) => ({ ...each, matches: [{ rule, spans: each.spans[version] ?? [] }] })),
    ...moved.filter(({ article }) => !own.has(nameOf(article))).map((each) => ({ ...each, stated: [], matches: [] })),
  ].sort(
    (a, b) => a.article.savedAt.getTime() - b.article.savedAt.getTime() || a.article.articleId - b.article.articleId,
  );
  return all.flatMap(({ article, foldGroupId, story, moves, stated, matches }) => {
    if (foldGroupId === null || (matches.length === 0 && !opened.has(story?.id ?? 0))) return [];
    if (story !== null) opened.add(story.id);
    const news = { ruleIds: [rule.ruleId], facts: moves, ledger: [], stated };
    return [{ at: article.savedAt, article, foldGroupId, matches, story: story && { ...story, news, rules: [rule] } }];
  });
}

function summed(messages: readonly ForecastMessage[], days: number): MessagesForecast {
  const byDay = new Map<string, number>();
  for (const { at } of messages) {
    const day = at.toISOString().slice(0, 10);
    byDay.set(day, (byDay.get(day) ?? 0) + 1);
  }
  return {
    messages: messages.length,
    perDay: messages.length / days,
    entries: messages.reduce((sum, { entries }) => sum + entries, 0),
    mostADay: Math.max(0, ...byDay.values()),
    limitReached: messages.filter(({ gatheredBecause }) => gatheredBecause === 'rate-limit').length,
  };
}
