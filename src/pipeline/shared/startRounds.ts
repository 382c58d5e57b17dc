export interface RoundsOptions {
  readonly everyMs: number;
  /** The first at once, or after the interval like the others. */
  readonly startsAtOnce?: boolean;
  /** A round failed after one that had not; the failures that follow it are the same outage. */
  readonly failed: (error: unknown) => void;
  /** A round succeeded after one that had failed. */
  readonly recovered?: () => void;
}

/** Runs a round after the other, the interval between the end of one and the next. Returns what stops it, after the one under way. */
export function startRounds(run: () => Promise<void>, options: RoundsOptions): () => Promise<void> {
  const { everyMs, startsAtOnce = false, failed, recovered } = options;
  let isDown = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();

  const fail = (error: unknown) => {
    if (!isDown) failed(error);
    isDown = true;
  };
  const succeed = () => {
    if (isDown) recovered?.();
    isDown = false;
  };
  const next = () => {
    if (!isStopped) timer = setTimeout(go, everyMs);
  };
  const go = () => {
    round = run().then(succeed, fail).then(next);
  };

  if (startsAtOnce) go();
  else next();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await round;
  };
}
