import type { Clock } from '../../ports/clock.ts';

/** A clock that stands still until it is set: four days pass in seconds, and no instant is missed. */
export interface DemoClock extends Clock {
  set(at: Date): void;
}

export function createDemoClock(start: Date): DemoClock {
  let current = start;
  return {
    now: () => current,
    set: (at) => {
      current = at;
    },
  };
}
