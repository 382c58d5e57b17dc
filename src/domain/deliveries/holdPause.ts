const leastSeconds = 5;
const mostInFirstHour = 60;
const mostSeconds = 15 * 60;

/**
 * How long a hold goes on that asked for no time, when it has lasted for so long: a quarter more, at most a minute for the
 * first hour, so that work goes on soon after a passing fault; a minute in each hour later.
 */
export const holdPauseSeconds = (heldForSeconds: number): number =>
  Math.max(leastSeconds, Math.min(heldForSeconds / 4, mostInFirstHour), Math.min(heldForSeconds / 60, mostSeconds));
