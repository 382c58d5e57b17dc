import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Step } from '../../ports/queue.ts';
import { startRounds } from './startRounds.ts';
import type { SweepStore } from './sweepStore.ts';

export interface SweepDeps {
  readonly store: SweepStore;
  readonly clock: Clock;
  readonly wake: (step: Step) => void;
}

/** Wakes every step that has rows to take: those whose time has come, and those whose wake-up was lost. */
export async function sweep({ store, clock, wake }: SweepDeps): Promise<void> {
  for (const step of await store.stepsWithWork(clock.now())) wake(step);
}

export interface Sweeper {
  /** Waits for a pass that is under way. */
  stop(): Promise<void>;
}

/** Sweeps at the interval, one pass at a time. A store that cannot be reached is logged once an outage. */
export function startSweeper(deps: SweepDeps & { readonly log: StepLog; readonly intervalMs: number }): Sweeper {
  const stop = startRounds(() => sweep(deps), {
    everyMs: deps.intervalMs,
    startsAtOnce: true,
    failed: (error) =>
      deps.log.error({ err: error }, `cannot read the store; trying again every ${deps.intervalMs} ms`),
    recovered: () => deps.log.info({}, 'the store can be read again'),
  });
  return { stop };
}
