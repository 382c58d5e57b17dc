import type { VectorSpace } from './vectorSpace.ts';
import type { Member } from './vectors.ts';

/** How much is lost of a likeness when either headline names only what the other article never mentions: a block, nearly. */
const otherNames = 0.9;

export interface Headlined {
  readonly words: Member;
  /** The terms of its headline's names and numbers. */
  readonly headline: readonly number[];
}

/**
 * Less than 1 where each headline names what the other article never mentions: another victim, another town, another number. A
 * number in common does not make up for other names. The space was asked for the article last, whose headline is given.
 */
export function agreement(space: VectorSpace, headline: readonly string[], other: Headlined): number {
  const names = headline.filter(isName);
  const otherNamed = other.headline.filter((term) => isName(space.keyOf(term)));
  const unknown = Math.max(
    unknownToBoth(space, headline, other, other.headline),
    unknownToBoth(space, names, other, otherNamed),
  );
  return 1 - otherNames * unknown ** 2;
}

/** A headline holds names and numbers. */
export const isName = (key: string): boolean => !/^\d/.test(key);

function unknownToBoth(
  space: VectorSpace,
  headline: readonly string[],
  { words }: Headlined,
  otherHeadline: readonly number[],
): number {
  const terms = headline.map((name) => space.termOf(name));
  return Math.min(
    unknownPart(space, terms, (term) => space.holds(words, term)),
    unknownPart(space, otherHeadline, (term) => space.asks(term)),
  );
}

/** How much of what a headline names, by rarity, is not known elsewhere; 0 for a headline that names nothing. */
function unknownPart(
  space: VectorSpace,
  headline: readonly (number | null)[],
  isKnown: (term: number) => boolean,
): number {
  let [missing, all] = [0, 0];
  for (const term of headline) {
    const rarity = space.rarityOf(term);
    all += rarity;
    if (term === null || !isKnown(term)) missing += rarity;
  }
  return all === 0 ? 0 : missing / all;
}
