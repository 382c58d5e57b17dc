import type { StepLog } from '../ports/log.ts';

/** What was opened, closed in reverse order. One that fails to close is logged and does not keep the others open. */
export interface Closing {
  add(name: string, close: () => Promise<unknown>): void;
  closeAll(): Promise<void>;
}

export function createClosing(log: StepLog): Closing {
  const opened: { readonly name: string; readonly close: () => Promise<unknown> }[] = [];
  return {
    add: (name, close) => {
      opened.push({ name, close });
    },
    async closeAll() {
      for (let last = opened.pop(); last !== undefined; last = opened.pop()) {
        const { name, close } = last;
        await close().catch((error: unknown) => log.error({ err: error }, `${name} did not close cleanly`));
      }
    },
  };
}
