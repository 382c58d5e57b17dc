import type { Distance } from './distance.ts';
import { mayCount, type Phrase } from './phrases.ts';
import type { Token } from './tokens.ts';
import type { Spot } from './triggers.ts';
import { objectOf, suits, ways } from './ways.ts';

/** A phrase that counts something, and the trigger that says what. */
export interface Pair {
  readonly phrase: Phrase;
  readonly spot: Spot;
  readonly rule: string;
}

interface Candidate extends Pair {
  readonly cost: number;
}

/** What a pair costs more whose number stands beside the sentence's own line. */
const asideCost = 12;

/** One-to-one: every number has one meaning and every trigger one number, the closest pairs first. */
export function assign(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  spots: readonly Spot[],
  distance: Distance,
  isAside: Uint8Array,
): readonly Pair[] {
  const countable = phrases.filter(mayCount);
  const costOf = ({ numberFrom }: Phrase, cost: number): number =>
    isAside[numberFrom] === 1 && cost > 0.5 ? cost + asideCost : cost;
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
  costOf: (phrase: Phrase, cost: number) => number,
): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (phrase: Phrase, way: ReturnType<typeof objectOf>): void => {
    if (way !== null) found.push({ phrase, spot, rule: way.rule, cost: costOf(phrase, way.cost) });
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
