interface Rounds {
  /** In `npm test`. */
  readonly short: number;
  /** In `npm run soak`. */
  readonly long: number;
  /** A variable of the environment that sets the number for one run. */
  readonly setting: string;
}

/** Whether this run takes its time: `npm run soak`. */
const isSoak = process.env.TOCSIN_SOAK === '1';

/** How often, or how much, a test does what gets surer by repetition. What it asserts is the same in both forms. */
export function rounds({ short, long, setting }: Rounds): number {
  const given = process.env[setting];
  if (given !== undefined) return Number(given);
  return isSoak ? long : short;
}

/** How long a text is that wants to hurt: what it must not do grows with its length, so that some hundred thousand letters tell, too. */
export const hostileLength = rounds({ short: 600_000, long: 5_000_000, setting: 'TOCSIN_HOSTILE_LENGTH' });
