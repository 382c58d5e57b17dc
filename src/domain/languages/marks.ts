/** Bounded, since V8 remembers every step of a loop over `\p{…}` and throws after some millions. */
const marksBeyondUse = /(\p{M}{30})\p{M}{1,4000}/gu;

/**
 * The text without what goes beyond thirty marks in a row, which no writing has (UAX 15, stream-safe text). To be asked before
 * `normalize`, which sorts the marks in a row at a cost that grows with the square of their number.
 */
export function withFewMarks(text: string): string {
  const fewer = text.replace(marksBeyondUse, '$1');
  return fewer.length === text.length ? text : withFewMarks(fewer);
}
