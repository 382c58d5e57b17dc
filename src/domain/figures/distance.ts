import { roles } from './lexicon/lexiconEntry.ts';
import type { Phrase } from './phrases.ts';
import type { Spot } from './spot.ts';
import { dashes, is, isSign, type Token } from './tokens.ts';

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
  const spotAt = new Set(spots.flatMap(({ from, isHospital }) => (isHospital ? [] : [from])));
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

/** Inside brackets and dashes, and "including 5 policemen and 2 children,": beside the sentence's own line. */
export function asides(tokens: readonly Token[]): Uint8Array {
  const found = new Uint8Array(tokens.length);
  let depth = 0;
  let isInPart = false;
  tokens.forEach((token, at) => {
    if (isSign(token, '([')) depth++;
    if (beginsPart(tokens, at)) isInPart = true;
    const isOwn = isInPart && endsWithin(tokens, at);
    if (isInPart && !isOwn && (isOutside(tokens, at) || isVerb(token) || endsPart(tokens, at))) isInPart = false;
    if (depth > 0 || isInPart) found[at] = 1;
    if (isOwn) isInPart = false;
    if (isSign(token, ')]') && depth > 0) depth--;
    const dash = isSign(token, dashes) && token.gap !== 'none' ? closingDash(tokens, at) : -1;
    if (dash > at) found.fill(1, at, dash + 1);
  });
  return found;
}

/** "including", "в том числе", "…, among them", and "…, five of them Spaniards, …". */
const beginsPart = (tokens: readonly Token[], at: number): boolean =>
  partWords.has(tokens[at]?.text ?? '') ||
  (tokens[at]?.text === 'том' && tokens[at + 1]?.text === 'числе') ||
  (isSign(tokens[at - 1], ',') &&
    /^(among|среди)$/.test(tokens[at]?.text ?? '') &&
    /^(them|whom|них|которых)$/.test(tokens[at + 1]?.text ?? '')) ||
  (isSign(tokens[at], ',(') &&
    (tokens[at + 1]?.kind === 'digits' || tokens[at + 1]?.entry?.number != null) &&
    /^(of|из)$/.test(tokens[at + 2]?.text ?? '') &&
    /^(them|whom|which|них|которых)$/.test(tokens[at + 3]?.text ?? ''));

const isOutside = (tokens: readonly Token[], at: number): boolean =>
  is(tokens[at], roles.be) && !is(tokens[at - 1], roles.relative);

const isVerb = ({ entry }: Token): boolean => entry?.trigger != null && entry.trigger.form !== 'noun';

/** "including the boy killed", "including a guard who was killed": the part's own verb, its last word. */
function endsWithin(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || !isVerb(token)) return false;
  const before = is(tokens[at - 1], roles.be | roles.adverb) ? at - 2 : at - 1;
  if (is(tokens[before], roles.relative)) return true;
  return (
    before === at - 1 &&
    is(tokens[before], roles.person) &&
    /^(the|a|an|his|her|their)$/.test(tokens[at - 2]?.text ?? '')
  );
}

/** "Six priests — five Spaniards and a Pole — were killed": where what the dash at `at` opens with a number is closed; -1 if nowhere. */
function closingDash(tokens: readonly Token[], at: number): number {
  const first = isSign(tokens[at + 1], dashes) ? at + 2 : at + 1;
  if (tokens[first]?.kind !== 'digits' && !tokens[first]?.entry?.number) return -1;
  for (let to = first + 1; to < Math.min(tokens.length, first + 15); to++)
    if (isSign(tokens[to], dashes) && tokens[to]?.gap !== 'none') return to;
  return -1;
}

/** A comma that the sentence's own line goes on behind, rather than the list. */
function endsPart(tokens: readonly Token[], at: number): boolean {
  if (isSign(tokens[at], ';')) return true;
  const next = tokens[at + 1];
  return (
    isSign(tokens[at], ',') &&
    (is(next, roles.aux | roles.verb | roles.preposition | roles.contrast | roles.speech) ||
      /^(subject|free)$/.test(next?.entry?.trigger?.form ?? ''))
  );
}

export const partWords: ReadonlySet<string> = new Set(['including', 'includes', 'включая', 'оның', 'соның']);
