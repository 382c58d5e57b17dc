import { setTimeout as sleep } from 'node:timers/promises';
import type { StepLog } from '../../../ports/log.ts';
import type { Membership } from './membership.ts';
import { StartFailed } from './running.ts';
import { UnusableCluster } from './unusableCluster.ts';

export interface Joined {
  readonly connectionString: string;
  readonly membership: Membership;
}

export interface KeptMembership extends Pick<Membership, 'leave'> {
  /** Where the server is now, or was before it went. */
  connectionString(): string;
  /** What is wrong while there is no server, in words that name nothing of the machine; null where there is one. */
  trouble(): string | null;
  /** Resolves when no waiting will bring the server back, to what has to be done. Stays open otherwise. */
  readonly unusable: Promise<UnusableCluster>;
}

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** One that dies sooner than that is not started again without a pause. */
const standsAfterMs = 5000;

/**
 * Joins again whenever the membership's connection is lost: a backend that crashes takes all connections with it, and
 * a server that was killed, or panicked on a full disk, must be started by somebody. It is tried with growing pauses for as long
 * as the process lives; only what nobody but a person can mend ends that.
 */
export function keepMembership(
  first: Joined,
  rejoin: (leaving: AbortSignal) => Promise<Joined>,
  log: StepLog,
): KeptMembership {
  let { membership, connectionString } = first;
  let trouble: string | null = null;
  let pauseMs = firstPauseMs;
  let rejoining = Promise.resolve();
  let giveUp: (error: UnusableCluster) => void = () => undefined;
  const unusable = new Promise<UnusableCluster>((resolve) => {
    giveUp = resolve;
  });
  const leaving = new AbortController();

  const watch = () => {
    const joinedAt = performance.now();
    const lost = () => {
      if (performance.now() - joinedAt > standsAfterMs) pauseMs = firstPauseMs;
      if (!leaving.signal.aborted) rejoining = enterAgain();
    };
    if (membership.lost.aborted) lost();
    else membership.lost.addEventListener('abort', lost);
  };
  const pause = async () => {
    await sleep(pauseMs, undefined, { signal: leaving.signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };
  const enterAgain = async () => {
    log.warn({}, 'the connection to the database server was lost; reconnecting');
    trouble = 'the database server is gone; it is being looked for';
    let hasFailed = pauseMs > firstPauseMs;
    while (!leaving.signal.aborted) {
      if (hasFailed) await pause();
      const joined = await rejoin(leaving.signal).catch(failed);
      if (joined === 'unusable') return;
      if (joined !== 'failed') return enter(joined);
      hasFailed = true;
    }
  };
  const enter = (joined: Joined) => {
    ({ membership, connectionString } = joined);
    trouble = null;
    pauseMs = Math.max(pauseMs, firstPauseMs * 2);
    log.info({}, 'the database server is back');
    watch();
  };
  const failed = (error: unknown): 'failed' | 'unusable' => {
    if (leaving.signal.aborted) return 'failed';
    const isUnusable = error instanceof UnusableCluster;
    const reason = error instanceof StartFailed ? error.failure.reason : 'the log has the error';
    const says = isUnusable
      ? 'the database server cannot be started again; the process ends'
      : `the database server cannot be started: ${reason}; it is tried again`;
    if (says !== trouble) log.error({ err: error }, `${says}${isUnusable ? '' : ' with growing pauses'}`);
    trouble = says;
    if (isUnusable) giveUp(error);
    return isUnusable ? 'unusable' : 'failed';
  };
  watch();
  return {
    connectionString: () => connectionString,
    trouble: () => trouble,
    unusable,
    async leave(stopServer) {
      leaving.abort();
      await rejoining;
      await membership.leave(stopServer);
    },
  };
}
