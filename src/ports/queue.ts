/** The steps that are woken through the queue; each has a queue of its own. */
export const steps = ['poll', 'read', 'match', 'story', 'plan', 'deliver'] as const;
export type Step = (typeof steps)[number];

/**
 * Coalesced wake-ups without content. What is to do is a row in the store; a lost wake-up costs a moment (the sweeper
 * calls again), never work. A wake that arrives while the step runs causes one more run afterwards.
 */
export interface Queue {
  wake(step: Step): Promise<void>;
  /**
   * Calls `run` for every wake-up of the step, one at a time in this process. `run` gets a signal that is aborted when the worker closes.
   * An exception of `run` ends that job and is logged once; the next wake-up runs again.
   */
  work(step: Step, run: (signal: AbortSignal) => Promise<void>): Promise<QueueWorker>;
  /** Closes the workers that are still open, then every connection. */
  close(): Promise<void>;
}

export interface QueueWorker {
  /** Takes no further wake-up, aborts the running one's signal and waits until it has ended. */
  close(): Promise<void>;
}
