import { dayMs } from '../basics/time.ts';

/** What a feed's address has said of being gone for good (410) since it last responded with anything useful. */
export interface GoneClaim {
  readonly goneSince: Date | null;
  /** How many polls were told so. */
  readonly gonePolls: number;
}

export const neverGone: GoneClaim = { goneSince: null, gonePolls: 0 };

const pollsToBelieve = 4;

/** The claim after another 410. */
export const goneAgain = ({ goneSince, gonePolls }: GoneClaim, now: Date): GoneClaim => ({
  goneSince: goneSince ?? now,
  gonePolls: gonePolls + 1,
});

/** A server that is being mended says so, too: 410 is believed once four polls over at least a day were told so. */
export const isGone = ({ goneSince, gonePolls }: GoneClaim, now: Date): boolean =>
  goneSince !== null && gonePolls >= pollsToBelieve && now.getTime() - goneSince.getTime() >= dayMs;
