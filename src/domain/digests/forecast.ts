import { hourMs } from '../basics/time.ts';
import type { FigureKind } from '../figures/figure.ts';
import type { Bounds } from '../ledger/claim.ts';
import { firstDue } from '../schedules/due.ts';
import { isMove } from '../stories/advanceStory.ts';
import { afterCooldown, type LastNotified } from './cooldown.ts';
import type { GatheredBecause, Message } from './message.ts';
import { type MatchedNews, type Notification, type NotifiedFigure, notificationsOf } from './notifications.ts';
import type { PendingNotification } from './planning.ts';
import { planSubscription } from './planSubscription.ts';
import type { Subscription } from './subscription.ts';

/** What an article brings to subscriptions: as planning has it, less what a simulation keeps itself. */
export interface ForecastNews extends Omit<MatchedNews, 'subscriptions' | 'story'> {
  readonly at: Date;
  readonly story: Omit<NonNullable<MatchedNews['story']>, 'notified'> | null;
}

/** A message that a subscription would have got. */
export interface ForecastMessage {
  readonly at: Date;
  readonly kind: Message['kind'];
  readonly entries: number;
  readonly gatheredBecause: GatheredBecause | null;
}

/**
 * The messages that a subscription would have got of some articles, oldest first: by the decisions of the planner itself, on a clock that
 * goes from one article, or due time, to the next. It begins as one that was told nothing yet.
 */
export function forecastMessages(
  subscription: Subscription,
  news: readonly ForecastNews[],
  from: Date,
  until: Date,
): readonly ForecastMessage[] {
  const simulation = new Simulation(subscription, from);
  for (const each of news) {
    simulation.runUntil(each.at);
    simulation.take(each);
  }
  simulation.runUntil(until);
  return simulation.messages;
}

class Simulation {
  readonly messages: ForecastMessage[] = [];
  readonly #subscription: Subscription;
  readonly #log = new Set<string>();
  readonly #lastNotified = new Map<string, LastNotified>();
  readonly #figures = new Map<string, NotifiedFigure>();
  #pending: PendingNotification[] = [];
  #dueAt: Date | null;
  #made = 0;

  constructor(subscription: Subscription, from: Date) {
    const { schedule, subscriber } = subscription;
    this.#subscription = subscription;
    this.#dueAt = firstDue(schedule, subscriber.timezone, from);
  }

  /** Plans whatever is due by then. */
  runUntil(until: Date): void {
    while (this.#dueAt !== null && this.#dueAt <= until) this.#plan(this.#dueAt);
  }

  take({ story, at, ...about }: ForecastNews): void {
    const watched = story && { ...story, notified: this.#notifiedOf(story.id) };
    const news = { ...about, story: watched, subscriptions: [this.#subscription] };
    for (const each of notificationsOf(news, at)) this.#note(each, at);
  }

  #notifiedOf(storyId: number): readonly NotifiedFigure[] {
    return [...this.#figures].flatMap(([name, figure]) => (name.startsWith(`${storyId} `) ? [figure] : []));
  }

  #note(notification: Notification, at: Date): void {
    const [first, ...others] = notification.keys.filter((key) => !this.#log.has(key));
    if (first === undefined) return;
    for (const key of [first, ...others]) this.#log.add(key);
    const { entry, planAt } = notification;
    const notBefore =
      planAt === null || entry.story === undefined ? null : this.#holdBack(notification, entry.story.id, at);
    this.#pending.push({ key: first, entry, createdAt: at, notBefore });
    for (const { figure, to } of (entry.story?.facts ?? []).filter(isMove))
      this.#keepFigure(entry.story?.id ?? 0, figure, to);
    const due = notBefore ?? planAt;
    if (due !== null && (this.#dueAt === null || due < this.#dueAt)) this.#dueAt = due;
  }

  #keepFigure(storyId: number, kind: FigureKind, bounds: Bounds | null): void {
    this.#figures.set(figureName(storyId, kind), { subscriptionId: this.#subscription.id, kind, bounds });
  }

  /** As the store does it: what all rules hold waits for the first that may speak again. */
  #holdBack({ rules }: Notification, storyId: number, at: Date): Date | null {
    const states = rules.map(({ ruleId, cooldownSeconds }) => ({
      name: `${storyId} ${ruleId}`,
      ...afterCooldown(this.#lastNotified.get(`${storyId} ${ruleId}`) ?? null, cooldownSeconds, at),
    }));
    const waits = states.flatMap(({ heldUntil }) => heldUntil ?? []);
    const isHeld = waits.length === states.length;
    for (const { name, notifiedAt, heldUntil } of states)
      this.#lastNotified.set(name, isHeld ? { notifiedAt, heldUntil } : { notifiedAt: at, heldUntil: null });
    return isHeld ? new Date(Math.min(...waits.map((wait) => wait.getTime()))) : null;
  }

  #plan(now: Date): void {
    const recentAlertsAt = this.messages.map(({ at }) => at).filter((at) => now.getTime() - at.getTime() < hourMs);
    const due = { subscription: this.#subscription, dueAt: now, pending: this.#pending, recentAlertsAt };
    const { messages, nextDueAt } = planSubscription(due, now, () => String(this.#made++));
    const sent = new Set(messages.flatMap(({ keys }) => keys));
    this.#pending = this.#pending.filter(({ key }) => !sent.has(key));
    for (const { message } of messages) {
      const gatheredBecause = message.kind === 'digest' ? message.gatheredBecause : null;
      this.messages.push({ at: now, kind: message.kind, entries: message.entries.length, gatheredBecause });
    }
    this.#dueAt = nextDueAt;
  }
}

const figureName = (storyId: number, kind: FigureKind): string => `${storyId} ${kind}`;
