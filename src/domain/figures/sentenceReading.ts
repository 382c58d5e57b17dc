import { assign, type Pair } from './assign.ts';
import { besides } from './besides.ts';
import { coordinated } from './coordinated.ts';
import { asides, distances } from './distance.ts';
import { isEarlierCount } from './earlier.ts';
import type { FigureKind } from './figure.ts';
import { type Field, figureMaker } from './figureMaker.ts';
import { implied } from './implied.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { isNegated } from './negation.ts';
import { quantitiesIn } from './numbers/quantities.ts';
import { outcomes } from './outcome.ts';
import { mayCount, type Phrase, phraseOf } from './phrases.ts';
import { withSets } from './sets.ts';
import { singles } from './singles.ts';
import type { Spot } from './spot.ts';
import { is, type Token } from './tokens.ts';
import type { Placed } from './totals.ts';
import { triggersIn } from './triggers.ts';
import { type Zero, zerosIn } from './zero.ts';

/** The figures of a sentence in its order, those that say none first. `wholes`: the kinds that the text before has given. */
export function readSentence(
  field: Field,
  tokens: readonly Token[],
  sentence: number,
  wholes: Set<FigureKind>,
  speakerBefore: () => string | null,
): readonly Placed[] {
  if (!tokens.some(opens)) return [];
  const spots = triggersIn(tokens);
  const zeros = spots.length === 0 ? [] : zerosIn(tokens, spots.filter(isDone));
  const all = pairsIn(
    tokens,
    withoutZeros(spots, zeros).filter((spot) => !isNegated(tokens, spot)),
  );
  const pairs = withoutEarlier(tokens, all, wholes);
  if (zeros.length === 0 && pairs.length === 0) return [];
  const make = figureMaker(field, tokens, speakerBefore);
  const found = new Set(wholes);
  const ofNone = zeros.map((zero): Placed => {
    wholes.add(zero.kind);
    const figure = make.ofZero(zero);
    return { figure, sentence, isShot: false, isSilent: false, besides: 0, endsEarlier: zero.isNow };
  });
  const ofPairs = pairs.map((pair): Placed => {
    const isShot = pair.spot.isShot === true;
    const isSingle = pair.link === 'single';
    const isSilent = isSingle || pair.spot.isHospital === true;
    const figure = make.ofPair(pair, found);
    if (!isShot && !isSilent) {
      found.add(figure.kind);
      wholes.add(figure.kind);
    }
    const others = isSingle ? 0 : besides(tokens, pair.phrase);
    return { figure, sentence, isShot, isSilent, besides: others, endsEarlier: false };
  });
  return [...ofNone, ...ofPairs];
}

/** Without any such word a sentence has no figure, whatever its numbers. */
const opens = (token: Token): boolean =>
  token.entry !== null && (token.entry.trigger !== null || is(token, roles.crowd | roles.soldier | roles.compound));

/** Without the counts that a later one of the article replaces. */
function withoutEarlier(
  tokens: readonly Token[],
  pairs: readonly Pair[],
  wholes: ReadonlySet<FigureKind>,
): readonly Pair[] {
  const earlier = new Set(pairs.filter(({ phrase }) => isEarlierCount(tokens, phrase)));
  if (earlier.size === 0) return pairs;
  const isReplaced = (kind: FigureKind): boolean =>
    wholes.has(kind) || pairs.some((pair) => !earlier.has(pair) && pair.spot.kind === kind);
  return pairs.filter((pair) => !earlier.has(pair) || !isReplaced(pair.spot.kind));
}

/** Of "none of them would speak of the shooting" nobody was hurt by none. */
const isDone = ({ isShot, isHospital, form }: Spot): boolean =>
  isHospital !== true && !(isShot === true && form === 'active');

const withoutZeros = (spots: readonly Spot[], zeros: readonly Zero[]): readonly Spot[] =>
  zeros.length === 0
    ? spots
    : spots.filter(({ kind, form }) => form === 'measure' || !zeros.some((zero) => zero.kind === kind));

function pairsIn(tokens: readonly Token[], spots: readonly Spot[]): readonly Pair[] {
  const phrases = phrasesIn(tokens);
  const numbered = phrases.some(mayCount) ? numberedIn(tokens, phrases, spots) : [];
  return [...numbered, ...singles(tokens, spots, numbered)].sort((a, b) => a.phrase.from - b.phrase.from);
}

function numberedIn(tokens: readonly Token[], phrases: readonly Phrase[], spots: readonly Spot[]): readonly Pair[] {
  const isAside = asides(tokens);
  const distance = distances(tokens, phrases, spots, isAside);
  const direct = coordinated(tokens, phrases, assign(tokens, phrases, spots, distance, isAside));
  return outcomes(tokens, spots, [...direct, ...implied(tokens, phrases, spots, direct, isAside)]);
}

function phrasesIn(tokens: readonly Token[]): readonly Phrase[] {
  const quantities = quantitiesIn(tokens);
  const taken = new Uint8Array(tokens.length);
  for (const { from, to } of quantities) taken.fill(1, Math.max(0, from), to + 1);
  return withSets(
    tokens,
    quantities.map((quantity) => phraseOf(tokens, quantity, (at) => taken[at] === 1)),
  );
}
