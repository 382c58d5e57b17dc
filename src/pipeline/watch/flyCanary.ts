import { minuteMs } from '../../domain/basics/time.ts';
import {
  type CanaryEvent,
  type CanaryState,
  canaryAdvice,
  canaryNotice,
  canaryWords,
  judgeCanary,
} from '../../domain/canary/canary.ts';
import type { Notice } from '../../domain/notices/notice.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Step } from '../../ports/queue.ts';
import type { Random } from '../../ports/random.ts';

/** Where a canary is to start and to arrive. */
export interface CanaryPlace {
  readonly feedUrl: string;
  readonly inboxUrl: string;
}

export interface CanaryStore {
  state(): Promise<CanaryState>;
  /** Sends one from this place, unless one was sent since `sentBefore`; false then. What is left of the one before goes. */
  send(place: CanaryPlace, token: string, sentBefore: Date, now: Date): Promise<boolean>;
  /** The one under way. */
  underWay(): Promise<{ readonly token: string; readonly sentAt: Date } | null>;
  /** No canary is sent any more, so none is missing. */
  end(): Promise<void>;
  /** Notes the arrival, and takes everything that carried it away. False for another token than that under way. */
  arrive(token: string, now: Date): Promise<boolean>;
  /** Keeps the alarm with its notice; false when another process has. */
  keepAlarm(event: NonNullable<CanaryEvent>, notice: Notice | null, now: Date): Promise<boolean>;
}

export interface CanaryDeps {
  readonly store: CanaryStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
  readonly minutes: number;
  readonly place: CanaryPlace;
  readonly watchingSince: Date;
  /** Null: the console and the log only. */
  readonly admin: string | null;
}

/** Sends the next canary when its time has come, and sounds the alarm when two have not arrived. */
export async function flyCanary(deps: CanaryDeps): Promise<void> {
  const { store, clock, random, minutes, place, watchingSince, wake } = deps;
  const now = clock.now();
  const sentBefore = new Date(now.getTime() - minutes * minuteMs);
  // The first goes out when one was due since the start: a service that only shows up for minutes sends none.
  if (watchingSince <= sentBefore && (await store.send(place, random.uuid(), sentBefore, now))) wake('poll');
  const state = await store.state();
  const event = judgeCanary(state, { now, watchingSince, minutes });
  if (event !== null) await notify(deps, event, state, now);
}

async function notify(
  { store, admin, wake, log }: CanaryDeps,
  event: NonNullable<CanaryEvent>,
  state: CanaryState,
  now: Date,
): Promise<void> {
  const notice = admin === null ? null : canaryNotice(event, state, { recipient: admin, now });
  if (!(await store.keepAlarm(event, notice, now))) return;
  if (notice !== null) wake('deliver');
  if (event === 'lost') log.error({ lastArrival: state.arrivedAt, advice: canaryAdvice }, canaryWords(state));
  else log.info({ lastArrival: state.arrivedAt }, 'the canary is arriving again');
}
