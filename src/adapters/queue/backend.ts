import type { Queue as BullQueue, Worker as BullWorker, Processor } from 'bullmq';
import type { Step } from '../../ports/queue.ts';

/** The part of BullMQ's queue that wake-ups need, the same on both backends. */
export type StepQueue = Pick<BullQueue, 'add' | 'getWaitingCount' | 'close'>;
export type StepWorker = Pick<BullWorker, 'close'>;

/** What becomes of errors: `connection` ones BullMQ mends itself, a `failed` one is of the step. */
export interface Reports {
  connection(error: Error): void;
  failed(step: Step, error: Error): void;
}

/** Where BullMQ keeps its jobs. */
export interface Backend {
  openQueue(step: Step): StepQueue;
  openWorker(step: Step, obey: Processor): StepWorker;
  close(): Promise<void>;
}

/** One attempt, nothing kept: a wake-up that failed is followed by the sweeper's. */
export const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

/**
 * A worker whose process died is noticed when its lock has run out and the next scan comes: 10 s. Jobs carry no work,
 * so a job may stall as often as it likes; with BullMQ's default two SIGKILLs would fail it for good.
 */
export const workerOptions = {
  concurrency: 1,
  lockDuration: 5000,
  stalledInterval: 5000,
  maxStalledCount: 1_000_000,
} as const;
