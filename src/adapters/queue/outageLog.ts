import type { StepLog } from '../../ports/log.ts';

const quietMs = 60_000;

/** Ten connections that lose one server say so many times a second; a minute's errors are one line. */
export function outageLog(log: StepLog): (error: Error) => void {
  let quietUntil = 0;
  return (error) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    log.warn({ err: error }, 'the queue has trouble with its connection; it goes on trying');
  };
}
