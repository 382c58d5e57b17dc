import { minuteMs } from '../../domain/basics/time.ts';
import type { Notice } from '../../domain/notices/notice.ts';
import {
  type HeldChannel,
  type OpsWays,
  type SendingOccasion,
  type SuppressedTarget,
  sendingNotices,
} from '../../domain/notices/sendingNotices.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Step } from '../../ports/queue.ts';

/** What one look reads and writes, all in one transaction. */
export interface SendingRound {
  heldChannels(): Promise<readonly HeldChannel[]>;
  /** Those of which ops were told that they are held, and not yet that they work again. */
  toldChannels(): Promise<readonly HeldChannel[]>;
  keepTold(told: readonly HeldChannel[]): Promise<void>;
  forgetTold(open: readonly HeldChannel[]): Promise<void>;
  /** Targets that were suppressed since the last look; they are not returned again. */
  takeSuppressed(): Promise<readonly SuppressedTarget[]>;
  saveNotices(notices: readonly Notice[], now: Date): Promise<void>;
}

export interface SendingStore {
  /** Makes the round, unless another process is making it. All that it writes is saved in one transaction, or none. */
  round(now: Date, make: (round: SendingRound) => Promise<void>): Promise<void>;
}

export interface WatchSendingDeps extends OpsWays {
  readonly store: SendingStore;
  readonly clock: Clock;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

/** A restart of the mail server is nothing to tell. */
const toldAfterMs = minuteMs;

/** Tells ops once of channels that are held, once when they work again, and of targets that were switched off. */
export async function watchSending(deps: WatchSendingDeps): Promise<void> {
  const { store, clock, log, wake } = deps;
  const now = clock.now();
  let noted: SendingOccasion | null = null;
  let count = 0;
  await store.round(now, async (round) => {
    const occasion = await lookAt(round, now, deps);
    const notices = sendingNotices(occasion);
    await round.saveNotices(notices, now);
    noted = occasion;
    count = notices.length;
  });
  if (noted !== null) note(log, noted);
  if (count > 0) wake('deliver');
}

async function lookAt(round: SendingRound, now: Date, ways: OpsWays): Promise<SendingOccasion> {
  const { admin, hasSlack, consoleUrl } = ways;
  const [all, told] = [await round.heldChannels(), await round.toldChannels()];
  const isTold = new Set(told.map(({ channel }) => channel));
  const closed = new Set(all.map(({ channel }) => channel));
  const held = all.filter(
    ({ channel, since }) => !isTold.has(channel) && now.getTime() - since.getTime() >= toldAfterMs,
  );
  const open = told.filter(({ channel }) => !closed.has(channel));
  await round.keepTold(held);
  await round.forgetTold(open);
  return { held, open, closed, suppressed: await round.takeSuppressed(), now, admin, hasSlack, consoleUrl };
}

function note(log: StepLog, { held, open, suppressed }: SendingOccasion): void {
  for (const { channel, since, reason } of held)
    log.error({ channel, since, reason }, `nothing can be sent by ${channel}; all its messages wait`);
  for (const { channel } of open) log.info({ channel }, `messages are sent by ${channel} again`);
  for (const { id, channel, name, reason } of suppressed)
    log.error(
      { channel, target: name, reason },
      `nothing is sent to ${name} any more; once it works, run \`tocsin deliveries resume ${id}\``,
    );
}
