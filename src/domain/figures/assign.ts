import { isSetRight } from './denials.ts';
import type { Distance } from './distance.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { mayCount, type Phrase } from './phrases.ts';
import type { Spot } from './spot.ts';
import { is, type Token } from './tokens.ts';
import { type Link, objectOf, suits, ways } from './ways.ts';

/** A phrase that counts something, and the trigger that says what. */
export interface Pair {
  readonly phrase: Phrase;
  readonly spot: Spot;
  readonly link: Link;
  /** The rule that brought them together, for `--explain`. */
  readonly rule: string;
}

interface Candidate extends Pair {
  readonly cost: number;
}

/** What a pair costs more whose number stands beside the sentence's own line. */
const besideCost = 12;
/** Any other word says more of people than that they were taken to hospital. */
const hospitalCost = 30;

/** One-to-one: every number has one meaning and every trigger one number, the closest pairs first. */
export function assign(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  spots: readonly Spot[],
  distance: Distance,
  isAside: Uint8Array,
): readonly Pair[] {
  const countable = phrases.filter(mayCount);
  const isBeside = ({ numberFrom }: Phrase): boolean => isAside[numberFrom] === 1;
  const costOf = (phrase: Phrase, spot: Spot, cost: number): number => {
    // "10 friends, including the boy who was killed": says nothing of the ten.
    if (isAside[spot.from] === 1 && !isBeside(phrase) && phrase.end < spot.from) return Number.POSITIVE_INFINITY;
    const weak = (isBeside(phrase) && cost > 0.5 ? besideCost : 0) + (spot.isHospital ? hospitalCost : 0);
    const replaced = isSetRight(tokens, phrase) ? besideCost : 0;
    return cost + weak + replaced + partitiveCost(tokens, phrase, spot);
  };
  const candidates = spots.flatMap((spot) => candidatesOf(tokens, closest(countable, spot), spot, distance, costOf));
  const taken = new Set<Phrase | Spot>();
  return candidates
    .sort((a, b) => a.cost - b.cost)
    .filter(({ phrase, spot }) => {
      if (taken.has(phrase) || taken.has(spot)) return false;
      taken.add(phrase).add(spot);
      return true;
    });
}

/** "One of the five men wounded on Sunday has died": what stands right behind them is about all five, the rest about the one. */
function partitiveCost(tokens: readonly Token[], { isSet, hasSet, end }: Phrase, spot: Spot): number {
  if (!isSet && !hasSet) return 0;
  const isOfAll = !spot.isPassive || is(tokens[end + 1], roles.relative) ? describes(tokens, end + 1, spot) : false;
  return isOfAll ? (hasSet ? 1 : 0) : isSet ? besideCost : 0;
}

/** "wounded", "found dead", "who were slightly hurt", with nothing else in between. */
function describes(tokens: readonly Token[], from: number, spot: Spot): boolean {
  const isClause = is(tokens[from], roles.relative);
  for (let at = isClause ? from + 1 : from; at < spot.from; at++)
    if (!is(tokens[at], roles.adverb) && !(isClause ? is(tokens[at], roles.aux) : tokens[at]?.text === 'found'))
      return false;
  return from <= spot.from;
}

/**
 * The numbers on each side that a trigger may take. Each that stands in between adds four to the distance (`distances`), and no
 * trigger reaches farther than 24.
 */
const mostOnASide = 8;

/** Tokens, at the most, between a number and its word: dense texts have many of both. */
const farthest = 45;

function closest(phrases: readonly Phrase[], spot: Spot): readonly Phrase[] {
  const behind = phrases.findIndex(({ from }) => from > spot.to);
  const middle = behind < 0 ? phrases.length : behind;
  return phrases
    .slice(Math.max(0, middle - mostOnASide - 1), middle + mostOnASide)
    .filter((phrase) => phrase.from - spot.to < farthest && spot.from - phrase.to < farthest && suits(phrase, spot));
}

function candidatesOf(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  spot: Spot,
  distance: Distance,
  costOf: (phrase: Phrase, spot: Spot, cost: number) => number,
): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (phrase: Phrase, way: ReturnType<typeof objectOf>): void => {
    const cost = way === null ? Number.POSITIVE_INFINITY : costOf(phrase, spot, way.cost);
    if (way === null || cost === Number.POSITIVE_INFINITY) return;
    found.push({ phrase, spot, link: way.link ?? 'trigger', rule: way.rule, cost });
  };
  if (spot.form === 'participle' && !spot.isPassive) {
    const objects = phrases.map((phrase) => objectOf(tokens, phrase, spot, distance));
    phrases.forEach((phrase, index) => {
      add(phrase, objects[index] ?? null);
    });
    if (hasObject(tokens, spot) || objects.some((object) => object !== null && object.cost < 3)) return found;
  }
  for (const phrase of phrases) add(phrase, ways[spot.form](tokens, phrase, spot, distance));
  return found;
}

/** "Two brothers killed a deal": an object without a number leaves nobody killed before the verb. */
const hasObject = (tokens: readonly Token[], spot: Spot): boolean =>
  /^(a|an|the|his|her|their|its|him|them)$/.test(tokens[spot.to + 1]?.text ?? '');
