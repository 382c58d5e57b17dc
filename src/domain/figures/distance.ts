import type { Phrase } from './phrases.ts';
import { is, isSign, type Token } from './tokens.ts';
import type { Spot } from './triggers.ts';

/** How far apart two places of a sentence are, for grammar rather than for the eye: a running sum over its tokens. */
export type Distance = (from: number, to: number) => number;

/** No path leads across it. */
const apart = 40;

export function distances(tokens: readonly Token[], phrases: readonly Phrase[], spots: readonly Spot[]): Distance {
  const quantityAt = new Set(phrases.map(({ numberFrom }) => numberFrom));
  const spotAt = new Set(spots.map(({ from }) => from));
  const isAside = asides(tokens);
  const sums = new Float64Array(tokens.length + 1);
  tokens.forEach((token, at) => {
    const cost = isAside[at] ? 0 : costOf(token) + (quantityAt.has(at) ? 4 : 0) + (spotAt.has(at) ? 5 : 0);
    sums[at + 1] = (sums[at] ?? 0) + cost;
  });
  return (from, to) => (to < from ? 0 : (sums[to + 1] ?? 0) - (sums[from] ?? 0));
}

function costOf(token: Token): number {
  if (token.kind === 'sign')
    return isSign(token, ';') ? apart : isSign(token, ',') ? 3 : isSign(token, ':') ? 1.5 : 0.3;
  if (is(token, 'contrast')) return 15;
  if (is(token, 'be') || is(token, 'adverb') || is(token, 'relative') || is(token, 'aux')) return 0.2;
  if (is(token, 'conjunction')) return 2;
  if (is(token, 'speech')) return 4;
  return is(token, 'preposition') ? 1.3 : 1;
}

/** Inside brackets, and "including 5 policemen and 2 children,": beside the sentence's own line. */
function asides(tokens: readonly Token[]): Uint8Array {
  const found = new Uint8Array(tokens.length);
  let depth = 0;
  let isInPart = false;
  tokens.forEach((token, at) => {
    if (isSign(token, '([')) depth++;
    if (partWords.has(token.text) || (token.text === 'том' && tokens[at + 1]?.text === 'числе')) isInPart = true;
    const trigger = token.entry?.trigger?.form;
    if (isInPart && (is(token, 'be') || (trigger !== undefined && trigger !== 'noun') || endsPart(tokens, at)))
      isInPart = false;
    if (depth > 0 || isInPart) found[at] = 1;
    if (isSign(token, ')]') && depth > 0) depth--;
  });
  return found;
}

/** A comma that more of the sentence follows, but not the next item of the list. */
const endsPart = (tokens: readonly Token[], at: number): boolean =>
  isSign(tokens[at], ',;') && !tokens[at + 1]?.entry?.number && tokens[at + 1]?.kind !== 'digits';

export const partWords: ReadonlySet<string> = new Set(['including', 'includes', 'включая', 'оның', 'соның']);
