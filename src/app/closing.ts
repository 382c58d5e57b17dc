import { within } from '../adapters/timeLimit.ts';
import type { StepLog } from '../ports/log.ts';

/** In this order what was opened closes, the parts of one stage side by side; each stage has its share of a stop, in ms. */
const stages = {
  /** Finishes what is in hand. */
  work: 9000,
  /** What that needed from outside. */
  connections: 2000,
  queue: 2500,
  store: 5500,
  /** What belongs to the process rather than to the service. */
  process: 500,
} as const;

export type Stage = keyof typeof stages;

/** How long a stop takes at most. */
export const stopLimitMs = Object.values(stages).reduce((sum, ms) => sum + ms, 0);

/** What was opened. */
export interface Closing {
  add(stage: Stage, name: string, close: () => Promise<unknown>): void;
  /**
   * Closes everything, in no more than `stopLimitMs`: what a stage does not use of its share the later ones may. A part that
   * fails, or is late, is logged and does not keep the others open. False when one was late, now or at an earlier
   * call: something is still open.
   */
  closeAll(): Promise<boolean>;
}

interface Part {
  readonly name: string;
  readonly close: () => Promise<unknown>;
}

export function createClosing(log: StepLog): Closing {
  const opened = new Map<Stage, Part[]>();
  let isWhole = true;

  const closeInTime = async ({ name, close }: Part, deadline: number): Promise<boolean> => {
    const closed = close().catch((error: unknown) => log.error({ err: error }, `${name} did not close cleanly`));
    try {
      await within(Math.max(0, deadline - performance.now()), closed);
      return true;
    } catch {
      log.error({}, `${name} did not close in time`);
      return false;
    }
  };

  return {
    add: (stage, name, close) => {
      opened.set(stage, [...(opened.get(stage) ?? []), { name, close }]);
    },
    async closeAll() {
      let deadline = performance.now();
      for (const [stage, shareMs] of Object.entries(stages) as [Stage, number][]) {
        deadline += shareMs;
        const parts = opened.get(stage) ?? [];
        opened.delete(stage);
        const inTime = await Promise.all(parts.map((part) => closeInTime(part, deadline)));
        isWhole = isWhole && !inTime.includes(false);
      }
      return isWhole;
    },
  };
}
