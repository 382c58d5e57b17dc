import { clockNotice, type StepBack, stepBackWords } from '../../domain/notices/clockNotice.ts';
import type { Notice } from '../../domain/notices/notice.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';

export interface DueTimesStore {
  /**
   * Notes that it is `now` on this machine. Where the clock was put back since the last call, also while nothing ran, all that
   * was due, held or done by the old time is moved by as much, and the notices are saved, in one transaction: it is told once.
   */
  heedClock(machine: string, now: Date, noticesOf: (step: StepBack) => readonly Notice[]): Promise<StepBack | null>;
  /** Makes due what is further ahead than anything of its kind can be, and gives leases their usual length; how many rows. */
  boundDueTimes(now: Date): Promise<number>;
}

export interface DueTimesDeps {
  readonly store: DueTimesStore;
  /** A name that stays the machine's own when the process is started again. */
  readonly machine: string;
  readonly clock: Clock;
  readonly log: StepLog;
  /** Null: the log only. */
  readonly admin: string | null;
}

/** Nothing waits for a time that a clock showed by mistake. */
export async function keepDueTimes({ store, machine, clock, log, admin }: DueTimesDeps): Promise<void> {
  const now = clock.now();
  const step = await store.heedClock(machine, now, (each) => (admin === null ? [] : [clockNotice(each, admin)]));
  if (step !== null)
    log.warn({ from: step.from, to: step.to }, `${stepBackWords(step)}; due times were moved by as much`);
  const rows = await store.boundDueTimes(now);
  if (rows > 0) log.warn({ rows }, 'due times were further ahead than their intervals allow: they are due now');
}
