import type { Queue as BullQueue, Worker as BullWorker, Processor } from 'bullmq';
import type { Step } from '../../ports/queue.ts';

/** The parts of BullMQ that wake-ups need, the same on both backends. */
export type StepQueue = Pick<BullQueue, 'add' | 'getWaitingCount' | 'waitUntilReady' | 'close'>;
export type StepWorker = Pick<BullWorker, 'run' | 'pause' | 'waitUntilReady' | 'close'>;

/** Takes the errors that BullMQ mends by itself. */
export type ReportError = (error: Error) => void;

/** Where BullMQ keeps its jobs. */
export interface Backend {
  openQueue(step: Step): StepQueue;
  /** A worker that has not begun yet. `closing`: it is on its way out and need not wait for anything. */
  openWorker(step: Step, obey: Processor, closing: AbortSignal): StepWorker;
  /** Ends every connection, also those to a server that no longer answers. */
  close(): Promise<void>;
}

/** Another application may use BullMQ in the same database. */
export const ownPrefix = 'tocsin-';
export const queueName = (step: Step): string => ownPrefix + step;

/** One attempt, nothing kept: a wake-up that failed is followed by the sweeper's. Nobody reads BullMQ's own events. */
export const queueOptions = {
  defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  streams: { events: { maxLen: 100 } },
} as const;

/**
 * A job whose process died is noticed when its lock has run out and the next scan comes: 7.5 s. Jobs carry no work, so one
 * may stall as often as it likes; with BullMQ's default two SIGKILLs would fail it for good. `autorun` stays off, since a
 * worker whose start failed would ask again without pause until the memory is full.
 */
export const workerOptions = {
  autorun: false,
  concurrency: 1,
  lockDuration: 5000,
  stalledInterval: 2500,
  maxStalledCount: 1_000_000,
  runRetryDelay: 1000,
} as const;
