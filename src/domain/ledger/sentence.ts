const reach = 200;

/** Not the full stops of "6 p.m. on Thursday" and "Jan. 5". */
const sentenceEnd =
  /(?<![\s.]\p{L}|(?<!\p{L})(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Gen|Col|г|ул))[.!?…]["”»)]?\s+(?!\p{Ll})|\n/gu;

/** The sentence around a place of a text, in either direction at most so far. */
export const sentenceAround = (text: string, from: number, to: number): string =>
  text.slice(startOf(text, from), endOf(text, to));

/** As much of it as stands before the place. */
export const sentenceBefore = (text: string, at: number): string => text.slice(startOf(text, at), at);

/** That sentence and the next one: what is said of a count often stands behind it. */
export const withNextSentence = (text: string, from: number, to: number): string =>
  text.slice(startOf(text, from), endOf(text, endOf(text, to)));

function startOf(text: string, at: number): number {
  const from = Math.max(0, at - reach);
  const last = [...text.slice(from, at).matchAll(sentenceEnd)].at(-1);
  return last === undefined ? from : from + last.index + last[0].length;
}

/** Where the next sentence begins. */
function endOf(text: string, at: number): number {
  const first = text
    .slice(at, at + reach)
    .matchAll(sentenceEnd)
    .next().value;
  return first === undefined ? Math.min(text.length, at + reach) : at + first.index + first[0].length;
}
