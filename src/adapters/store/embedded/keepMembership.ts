import type { StepLog } from '../../../ports/log.ts';
import type { Membership } from './membership.ts';

export interface Joined {
  readonly connectionString: string;
  readonly membership: Membership;
}

/**
 * Joins again whenever the membership's connection is lost: a backend that crashes takes all connections with it, and
 * a server that was killed must be started by somebody. Does not end before `leave`.
 */
export function keepMembership(first: Joined, rejoin: () => Promise<Joined>, log: StepLog): Pick<Membership, 'leave'> {
  let { membership } = first;
  let isLeaving = false;
  let rejoining = Promise.resolve();
  const watch = () =>
    membership.lost.addEventListener('abort', () => {
      if (!isLeaving) rejoining = enterAgain();
    });
  const enterAgain = async () => {
    log.warn({}, 'the connection to the database server was lost; reconnecting');
    try {
      const joined = await rejoin();
      membership = joined.membership;
      watch();
      if (joined.connectionString !== first.connectionString)
        log.error({}, 'the database server came back on another port: restart this process');
    } catch (error) {
      log.error({ err: error }, 'the database server is gone and could not be restarted');
    }
  };
  watch();
  return {
    async leave(stopServer) {
      isLeaving = true;
      await rejoining;
      await membership.leave(stopServer);
    },
  };
}
