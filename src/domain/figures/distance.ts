import { roles } from './lexicon/entry.ts';
import type { Phrase } from './phrases.ts';
import { is, isSign, type Token } from './tokens.ts';
import type { Spot } from './triggers.ts';

/** How far apart two places of a sentence are, for grammar rather than for the eye: a running sum over its tokens. */
export type Distance = (from: number, to: number) => number;

/** No path leads across it. */
const apart = 40;

export function distances(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  spots: readonly Spot[],
  isAside: Uint8Array,
): Distance {
  const quantityAt = new Set(
    phrases.flatMap(({ numberFrom, distraction }) => (distraction === null ? [numberFrom] : [])),
  );
  const spotAt = new Set(spots.map(({ from }) => from));
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
  if (is(token, roles.contrast)) return 15;
  if (is(token, roles.be | roles.adverb | roles.relative | roles.aux)) return 0.2;
  if (is(token, roles.conjunction)) return 2;
  if (is(token, roles.speech)) return 4;
  return is(token, roles.preposition) ? 1.3 : 1;
}

/** Inside brackets, and "including 5 policemen and 2 children,": beside the sentence's own line. */
export function asides(tokens: readonly Token[]): Uint8Array {
  const found = new Uint8Array(tokens.length);
  let depth = 0;
  let isInPart = false;
  tokens.forEach((token, at) => {
    if (isSign(token, '([')) depth++;
    if (partWords.has(token.text) || (token.text === 'том' && tokens[at + 1]?.text === 'числе')) isInPart = true;
    const trigger = token.entry?.trigger?.form;
    if (isInPart && (is(token, roles.be) || (trigger !== undefined && trigger !== 'noun') || endsPart(tokens, at)))
      isInPart = false;
    if (depth > 0 || isInPart) found[at] = 1;
    if (isSign(token, ')]') && depth > 0) depth--;
  });
  return found;
}

/** A comma that the sentence's own line goes on behind, rather than the list. */
function endsPart(tokens: readonly Token[], at: number): boolean {
  if (isSign(tokens[at], ';')) return true;
  const next = tokens[at + 1];
  return (
    isSign(tokens[at], ',') && is(next, roles.aux | roles.verb | roles.preposition | roles.contrast | roles.speech)
  );
}

export const partWords: ReadonlySet<string> = new Set(['including', 'includes', 'включая', 'оның', 'соның']);
