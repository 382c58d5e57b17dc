import type { Distance } from './distance.ts';
import { isCyrillic, type Phrase } from './phrases.ts';
import { is, isSign, type Token } from './tokens.ts';
import type { Spot } from './triggers.ts';

/** A phrase that counts something, and the trigger that says what. */
export interface Pair {
  readonly phrase: Phrase;
  readonly spot: Spot;
  readonly rule: string;
}

interface Candidate extends Pair {
  readonly cost: number;
}

/** One-to-one: every number has one meaning and every trigger one number, the closest pairs first. */
export function assign(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  spots: readonly Spot[],
  distance: Distance,
  isAside: Uint8Array,
): readonly Pair[] {
  const countable = phrases.filter(({ distraction, isPrevious }) => distraction === null && !isPrevious);
  const candidates = spots
    .flatMap((spot) => candidatesOf(tokens, countable, spot, distance))
    .map((each) =>
      isAside[each.phrase.numberFrom] === 1 && each.cost > 0.5 ? { ...each, cost: each.cost + 12 } : each,
    );
  const taken = new Set<Phrase | Spot>();
  const pairs: Pair[] = [];
  for (const candidate of candidates.sort((a, b) => a.cost - b.cost)) {
    if (taken.has(candidate.phrase) || taken.has(candidate.spot)) continue;
    taken.add(candidate.phrase).add(candidate.spot);
    pairs.push(candidate);
  }
  return pairs;
}

function candidatesOf(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  spot: Spot,
  distance: Distance,
): readonly Candidate[] {
  const objects =
    spot.form === 'participle' && !spot.isPassive
      ? phrases.flatMap((phrase) => objectOf(tokens, phrase, spot, distance))
      : [];
  const isActive = objects.some(({ cost }) => cost < 3) || hasObject(tokens, spot);
  return [
    ...objects,
    ...phrases.flatMap((phrase): readonly Candidate[] => {
      if (!isNear(phrase, spot) || !suits(phrase, spot)) return [];
      const found = isActive ? null : ways[spot.form](tokens, phrase, spot, distance);
      return found === null ? [] : [{ phrase, spot, ...found }];
    }),
  ];
}

/** Tokens, at the most, between a number and its word: dense texts have many of both. */
const farthest = 45;

const isNear = (phrase: Phrase, spot: Spot): boolean =>
  phrase.from - spot.to < farthest && spot.from - phrase.to < farthest;

/** "Two brothers killed a deal": an object without a number leaves nobody killed before the verb. */
const hasObject = (tokens: readonly Token[], spot: Spot): boolean =>
  spot.form === 'participle' &&
  !spot.isPassive &&
  /^(a|an|the|his|her|their|its|him|them)$/.test(tokens[spot.to + 1]?.text ?? '');

/** People are killed, not houses; what is missing or displaced may be unnamed. */
function suits(phrase: Phrase, spot: Spot): boolean {
  if (phrase.noun?.at === spot.from) return true;
  if (phrase.noun && phrase.noun.kind === 'aircraft') return false;
  return phrase.head !== 'thing';
}

type Found = { readonly cost: number; readonly rule: string } | null;
type Way = (tokens: readonly Token[], phrase: Phrase, spot: Spot, distance: Distance) => Found;

const isBehind = (phrase: Phrase, spot: Spot): boolean => phrase.from > spot.to;
const isAhead = (phrase: Phrase, spot: Spot): boolean => phrase.numberTo < spot.from;
const vague = (phrase: Phrase): number => (phrase.head === null && phrase.group !== null ? 0.5 : 0);
const gapAhead = (phrase: Phrase, spot: Spot, distance: Distance): number =>
  distance(Math.min(phrase.end, spot.from - 1) + 1, spot.from - 1);
const gapBehind = (phrase: Phrase, spot: Spot, distance: Distance): number => distance(spot.to + 1, phrase.from - 1);

/** "killed at least twelve", "arrested the five persons". */
function objectOf(tokens: readonly Token[], phrase: Phrase, spot: Spot, distance: Distance): readonly Candidate[] {
  if (!isBehind(phrase, spot) || !isNear(phrase, spot) || !suits(phrase, spot)) return [];
  const gap = gapBehind(phrase, spot, distance);
  if (gap > 3.5 || crosses(tokens, spot.to + 1, phrase.from - 1)) return [];
  return [{ phrase, spot, cost: gap + vague(phrase), rule: 'object' }];
}

const crosses = (tokens: readonly Token[], from: number, to: number): boolean => {
  for (let at = from; at <= to; at++) {
    const token = tokens[at];
    if (is(token, 'preposition') || isSign(token, ',;:()') || is(token, 'conjunction') || is(token, 'be')) return true;
  }
  return false;
};

const subject =
  (farthest: number): Way =>
  (_tokens, phrase, spot, distance) => {
    if (!isAhead(phrase, spot)) return null;
    const gap = gapAhead(phrase, spot, distance);
    return gap > farthest ? null : { cost: gap + vague(phrase), rule: 'subject' };
  };

/** "Killed in the crash were four", "Also wounded were four patrons", "among the dead are six". */
const inverted: Way = (tokens, phrase, spot, distance) => {
  if (!isBehind(phrase, spot)) return null;
  const gap = gapBehind(phrase, spot, distance);
  const at = tokens.findIndex(
    (token, index) =>
      index > spot.to && index < phrase.from && (is(token, 'be') || /^includ/.test(token.text) || isSign(token, ':')),
  );
  return at < 0 || phrase.from - at > 3 || gap > 9 ? null : { cost: gap + 2, rule: 'inverted' };
};

const firstOf =
  (...list: readonly Way[]): Way =>
  (...given) => {
    for (const way of list) {
      const found = way(...given);
      if (found !== null) return found;
    }
    return null;
  };

/** "deaths of two women", "massacre of nearly 80 people"; in Russian the genitive alone. */
const of: Way = (tokens, phrase, spot, distance) => {
  if (!isBehind(phrase, spot)) return null;
  const gap = gapBehind(phrase, spot, distance);
  const link = tokens[spot.to + 1]?.text ?? '';
  const isLinked = link === 'of' || isCyrillic(tokens[spot.from]?.text ?? '');
  return !isLinked || gap > 6 ? null : { cost: gap, rule: 'of' };
};

/** "12 deaths": the noun of the phrase itself, or "12 people's deaths". */
const itself: Way = (_tokens, phrase, spot) =>
  phrase.noun?.at === spot.from ? { cost: isMeans(spot) ? 12 : 0.1, rule: 'counted-noun' } : null;

/** What happens to troops, planes or protesters goes before that they are some. */
const isMeans = ({ kind }: Spot): boolean => kind === 'troops' || kind === 'aircraft' || kind === 'protesters';

/** "deaths rose to 12", "задержанных было не менее 80". */
const reached: Way = (tokens, phrase, spot, distance) => {
  if (!isBehind(phrase, spot)) return null;
  const gap = gapBehind(phrase, spot, distance);
  const isLinked = tokens
    .slice(spot.to + 1, phrase.from)
    .some((token) => is(token, 'rise') || is(token, 'be') || is(token, 'aux') || isSign(token, ':'));
  return isLinked && gap < 8 ? { cost: gap + 2, rule: 'reached' } : null;
};

/** "toll rose to 21", "its losses at 12", "до 20 возросло число жертв". */
const measure: Way = (tokens, phrase, spot, distance) => {
  if (isBehind(phrase, spot)) {
    const gap = gapBehind(phrase, spot, distance);
    const lead = tokens[phrase.from - 1]?.text ?? '';
    const isReached =
      /^(to|at|of|is|was|was|до|в|–|-|—|:)$/.test(lead) ||
      is(tokens[phrase.from - 1], 'rise') ||
      phrase.bound !== 'exact' ||
      phrase.rule === 'revision-from-to';
    return gap > 24 ? null : { cost: 1 + gap * 0.4 + (isReached ? 0 : 2), rule: 'measure' };
  }
  if (!isAhead(phrase, spot)) return null;
  const between = tokens.slice(phrase.to + 1, spot.from);
  return between.some((token) => is(token, 'rise')) || tokens[spot.from - 1]?.text === '-'
    ? { cost: 3 + gapAhead(phrase, spot, distance), rule: 'measure-ahead' }
    : null;
};

/** Russian verbs: whoever stands closer. A transitive one has its object behind it rather. */
const either: Way = (tokens, phrase, spot, distance) => {
  if (isBehind(phrase, spot)) {
    const gap = gapBehind(phrase, spot, distance);
    return gap > 11 ? null : { cost: gap + vague(phrase), rule: 'free-behind' };
  }
  if (!isAhead(phrase, spot)) return null;
  const gap = gapAhead(phrase, spot, distance);
  const isTransitive =
    /(ил|ила|или|ал|али|ала)$/.test(tokens[spot.from]?.text ?? '') &&
    !/^(погиб|умер|пострада|пропа|утону)/.test(tokens[spot.from]?.text ?? '');
  return gap > 11 ? null : { cost: gap + 0.3 + vague(phrase) + (isTransitive ? 3 : 0), rule: 'free-ahead' };
};

const kazakhSubject: Way = (tokens, phrase, spot, distance) => {
  if (isAhead(phrase, spot)) {
    const gap = gapAhead(phrase, spot, distance);
    return gap > 12 ? null : { cost: gap, rule: 'kazakh-subject' };
  }
  const isAttribute =
    /(ған|ген|қан|кен)$/.test(tokens[spot.to]?.text ?? '') ||
    /(ған|ген|қан|кен)$/.test(tokens[spot.to + 1]?.text ?? '');
  const gap = gapBehind(phrase, spot, distance);
  return isAttribute && isBehind(phrase, spot) && gap < 3 ? { cost: gap + 1, rule: 'kazakh-attribute' } : null;
};

/** "had “Liquidation”": damaged text puts the noun where a participle was. */
const damaged: Way = (tokens, phrase, spot, distance) => {
  if (!isAhead(phrase, spot) || gapAhead(phrase, spot, distance) > 3) return null;
  return tokens.slice(phrase.end + 1, spot.from).some(({ text }) => /^(had|have|were)$/.test(text))
    ? { cost: 1, rule: 'damaged-participle' }
    : null;
};

const passive = firstOf(subject(24), inverted);
const reduced = firstOf(subject(8), inverted);
const countedNoun = firstOf(itself, of, reached);

const ways: Readonly<Record<Spot['form'], Way>> = {
  participle: (tokens, phrase, spot, distance) => (spot.isPassive ? passive : reduced)(tokens, phrase, spot, distance),
  active: (tokens, phrase, spot, distance) =>
    objectOf(tokens, phrase, spot, distance)[0] ?? of(tokens, phrase, spot, distance),
  subject: subject(14),
  state: firstOf(subject(11), inverted),
  noun: (tokens, phrase, spot, distance) => (isMeans(spot) ? itself : countedNoun)(tokens, phrase, spot, distance),
  event: firstOf(of, damaged),
  measure,
  free: either,
  last: kazakhSubject,
};

/** Numbers that share a trigger with their neighbour: "six guerrillas and one soldier were killed". */
export function coordinated(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  pairs: readonly Pair[],
): readonly Pair[] {
  const all = [...pairs];
  const pairOf = new Map(pairs.map((pair) => [pair.phrase, pair]));
  const link = (phrase: Phrase | undefined, neighbour: Phrase | undefined): void => {
    const pair = neighbour && pairOf.get(neighbour);
    if (!phrase || !pair || pairOf.has(phrase) || !canJoin(tokens, phrase, neighbour, pair.spot)) return;
    const joined = { phrase, spot: pair.spot, rule: 'coordinated' };
    pairOf.set(phrase, joined);
    all.push(joined);
  };
  for (let at = phrases.length - 1; at >= 0; at--) link(phrases[at], phrases[at + 1]);
  for (let at = 1; at < phrases.length; at++) link(phrases[at], phrases[at - 1]);
  return all;
}

function canJoin(tokens: readonly Token[], phrase: Phrase, neighbour: Phrase, spot: Spot): boolean {
  if (phrase.distraction !== null || phrase.isPrevious || phrase.head !== 'person' || spot.form === 'measure')
    return false;
  const [first, second] = phrase.from < neighbour.from ? [phrase, neighbour] : [neighbour, phrase];
  if (spot.from > first.from && spot.from < second.from) return false;
  const verb = tokens[phrase.from - 1];
  const isOfOthers = is(verb, 'verb') && !is(verb, 'speech');
  if (isOfOthers || (spot.from > phrase.from && /(ли|лись|лось|ло)$/.test(verb?.text ?? ''))) return false;
  const between = tokens.slice(first.end + 1, second.from);
  return (
    between.length > 0 &&
    between.length < 4 &&
    between.every((token) => isSign(token, ',') || is(token, 'conjunction') || is(token, 'adverb'))
  );
}
