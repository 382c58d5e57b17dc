/** Uniform in [0, 1). */
export type Random = () => number;

/** A repeatable source of chance (mulberry32): the same seed gives the same run. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Words of letters only, with nothing in common from one text to the next. */
export const wordsFrom = (random: Random, count: number): string =>
  Array.from({ length: count }, () =>
    Math.floor(random() * 36 ** 6)
      .toString(36)
      .replace(/\d/g, 'q'),
  ).join(' ');
