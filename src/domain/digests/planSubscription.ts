import { grouped } from '../basics/grouped.ts';
import { hourMs } from '../basics/time.ts';
import { duePeriods, nextDue, quietUntil } from '../schedules/due.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { Digest, GatheredBecause } from './message.ts';
import type { DueSubscription, PendingNotification, PlannedMessage, SubscriptionPlan } from './planning.ts';
import type { Subscription } from './subscription.ts';

/** More entries than this come in several messages, so that no mail grows without bound. */
const entriesAMessage = 200;

/**
 * Decides what a due subscription is sent now, and when it is looked at again. Nothing pending is dropped: it is in a
 * message of this plan, or pending at the next.
 */
export function planSubscription(due: DueSubscription, now: Date, uuid: () => string): SubscriptionPlan {
  const { subscription } = due;
  const quietEnd = quietUntil(subscription.quiet, subscription.subscriber.timezone, now);
  if (quietEnd !== null) return { messages: [], nextDueAt: quietEnd };
  const { schedule } = subscription;
  return schedule.every === 'instant' ? planInstant(due, now, uuid) : planDigest(due, schedule, now, uuid);
}

/**
 * Each notification in a message of its own, as long as the hour has room; what a cooldown or a mute held of one story comes together at
 * its end, and what quiet hours held at theirs. What goes beyond the limit comes together in the hour's last message, or waits
 * for the next that is free.
 */
function planInstant(due: DueSubscription, now: Date, uuid: () => string): SubscriptionPlan {
  const { subscription } = due;
  const pending = due.pending.filter((each) => !isHeld(each, now));
  const [first] = pending;
  const heldUntil = earliest(
    due.pending.filter((each) => isHeld(each, now)).flatMap((each) => heldUntilOf(each, now) ?? []),
  );
  if (first === undefined) return { messages: [], nextDueAt: heldUntil };
  const { left, freeAt } = hourlyLimit(due);
  if (left === 0) return { messages: [], nextDueAt: freeAt };
  if (pending.length > 1 && wasHeldByQuiet(subscription, first, now)) {
    return { messages: gathered(subscription, pending, 'quiet-hours', now, uuid), nextDueAt: heldUntil };
  }
  const apart = apartOf(pending);
  const alone = apart.length <= left ? apart : apart.slice(0, left - 1);
  const rest = apart.slice(alone.length).flat();
  return {
    messages: [
      ...alone.flatMap((each) => alert(subscription, each, now, uuid)),
      ...gathered(subscription, rest, 'rate-limit', now, uuid),
    ],
    nextDueAt: heldUntil,
  };
}

const isHeld = (pending: PendingNotification, now: Date): boolean => isCooling(pending, now) || isMuted(pending, now);

const isCooling = ({ notBefore }: PendingNotification, now: Date): boolean => notBefore !== null && notBefore > now;

const isMuted = ({ mute }: PendingNotification, now: Date): boolean =>
  mute !== undefined && (mute.endsAt === null || mute.endsAt > now);

/** When to look at it again; null: whatever ends the mute makes its subscription due. */
function heldUntilOf({ notBefore, mute }: PendingNotification, now: Date): Date | null {
  if (mute !== undefined && (mute.endsAt === null || mute.endsAt > now)) return mute.endsAt;
  return notBefore;
}

const earliest = (dates: readonly Date[]): Date | null =>
  dates.length === 0 ? null : new Date(Math.min(...dates.map((date) => date.getTime())));

/** What comes in one message: what was held of one story, and else each notification alone. */
const apartOf = (pending: readonly PendingNotification[]): readonly (readonly PendingNotification[])[] => [
  ...grouped(pending, (each) => (wasHeldOfStory(each) ? `story ${each.entry.story?.id}` : each.key)).values(),
];

const wasHeldOfStory = ({ notBefore, mute }: PendingNotification): boolean => notBefore !== null || mute !== undefined;

interface HourlyLimit {
  readonly left: number;
  /** When the first of the hour's messages is an hour old; null while there is room. */
  readonly freeAt: Date | null;
}

function hourlyLimit({ subscription, recentAlertsAt }: DueSubscription): HourlyLimit {
  if (subscription.maxPerHour === 0) return { left: Number.POSITIVE_INFINITY, freeAt: null };
  const left = Math.max(0, subscription.maxPerHour - recentAlertsAt.length);
  const [oldest] = recentAlertsAt;
  return { left, freeAt: oldest === undefined ? null : new Date(oldest.getTime() + hourMs) };
}

const wasHeldByQuiet = ({ quiet, subscriber }: Subscription, { createdAt }: PendingNotification, now: Date): boolean =>
  createdAt < now && quietUntil(quiet, subscriber.timezone, createdAt) !== null;

function alert(
  subscription: Subscription,
  included: readonly PendingNotification[],
  sendAt: Date,
  uuid: () => string,
): readonly PlannedMessage[] {
  const [first] = included;
  if (first === undefined || included.length > 1) {
    const wasMuted = included.some(({ mute }) => mute !== undefined);
    return gathered(subscription, included, wasMuted ? 'mute' : 'cooldown', sendAt, uuid);
  }
  const { key, entry } = first;
  const message = { kind: 'alert', id: uuid(), subscriptionId: subscription.id, key, entries: [entry] } as const;
  return [{ message, keys: [key], sendAt }];
}

type Periodic = Exclude<Schedule, { every: 'instant' }>;

function planDigest(due: DueSubscription, schedule: Periodic, now: Date, uuid: () => string): SubscriptionPlan {
  const { subscription, dueAt } = due;
  const pending = due.pending.filter((each) => !isMuted(each, now));
  const { timezone } = subscription.subscriber;
  const nextDueAt = nextDue(schedule, timezone, now);
  if (pending.length === 0) return { messages: [], nextDueAt };
  const { count, last } = duePeriods(schedule, timezone, dueAt, now);
  const about = { dueAt: last.toISOString(), missedPeriods: count - 1, gatheredBecause: null };
  return { messages: digests(subscription, pending, about, about.dueAt, now, uuid), nextDueAt };
}

function gathered(
  subscription: Subscription,
  pending: readonly PendingNotification[],
  gatheredBecause: GatheredBecause,
  now: Date,
  uuid: () => string,
): readonly PlannedMessage[] {
  const about = { dueAt: now.toISOString(), missedPeriods: 0, gatheredBecause };
  // What held several stories may end at one time.
  const name =
    gatheredBecause === 'cooldown' || gatheredBecause === 'mute' ? `${about.dueAt} ${pending[0]?.key}` : about.dueAt;
  return digests(subscription, pending, about, name, now, uuid);
}

/** One message, or several of at most 200 entries each, their keys numbered. */
function digests(
  { id }: Subscription,
  pending: readonly PendingNotification[],
  about: Pick<Digest, 'dueAt' | 'missedPeriods' | 'gatheredBecause'>,
  name: string,
  sendAt: Date,
  uuid: () => string,
): readonly PlannedMessage[] {
  const parts = Math.ceil(pending.length / entriesAMessage);
  return Array.from({ length: parts }, (_, part) => {
    const included = pending.slice(part * entriesAMessage, (part + 1) * entriesAMessage);
    const key = part === 0 ? name : `${name} part ${part + 1}`;
    const entries = included.map(({ entry }) => entry);
    return {
      message: { kind: 'digest', id: uuid(), subscriptionId: id, key, entries, ...about },
      keys: included.map(({ key }) => key),
      sendAt,
    };
  });
}
