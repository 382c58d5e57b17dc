import { dayMs } from '../basics/time.ts';
import { lexiconFor } from '../figures/lexicon/lexicon.ts';
import { quantitiesIn } from '../figures/numbers/quantities.ts';
import { tokensOf } from '../figures/tokens.ts';
import { compareRanks, isSameAuthority, isSuperior } from './authority.ts';
import { type Claim, isCompatible, isToll } from './claim.ts';

/**
 * Of the claims of one kind, those that the ledger went over to, one after the other; the last is what it says now. They are
 * weighed in the order of the times that they speak of, so that it does not matter which report came in first. What they are weighed
 * against is `seen`: a claim on a day that was inferred stands there once it is published, unless that day alone made it lose.
 */
export function turningPoints(claims: readonly Claim[]): readonly Claim[] {
  const seen: Claim[] = [];
  const turns: Claim[] = [];
  for (const { claim, publishedAt } of inOrder(claims)) {
    const current = turns.at(-1);
    if (publishedAt !== undefined) {
      if (current === undefined || !takesOver({ ...claim, asOf: publishedAt }, current, seen)) seen.push(claim);
      continue;
    }
    if (current === undefined || confirms(claim, current) || takesOver(claim, current, seen)) turns.push(claim);
    if (claim.inferredBefore === undefined) seen.push(claim);
  }
  return turns;
}

interface Weighed {
  readonly claim: Claim;
  /** Set: it stands here for the instant at which it was published, not for the time that it speaks of. */
  readonly publishedAt?: Date;
}

const inOrder = (claims: readonly Claim[]): readonly Weighed[] =>
  claims
    .flatMap((claim): readonly Weighed[] =>
      claim.inferredBefore === undefined ? [{ claim }] : [{ claim }, { claim, publishedAt: claim.inferredBefore }],
    )
    .sort((one, other) => placeOf(one) - placeOf(other));

const placeOf = ({ claim, publishedAt }: Weighed): number => (publishedAt ?? claim.asOf).getTime();

/** The same count on a better word: it stands, and is harder to move. */
const confirms = (claim: Claim, current: Claim): boolean =>
  claim.min === current.min && claim.max === current.max && isBetterNamed(claim, current);

const isBetterNamed = ({ authority }: Claim, other: Claim): boolean =>
  authority.key !== '' && compareRanks(authority, other.authority) > 0;

/**
 * Whether a claim is what the ledger says from now on: the same authority restates it for a later time, a better source
 * speaks, or one as good has counted more or calls the count wrong. What was left behind already is a reprint.
 */
function takesOver(claim: Claim, current: Claim, seen: readonly Claim[]): boolean {
  if (claim.editId !== undefined) return true;
  if (isCompatible(claim, current) || isReprint(claim, current, seen) || isPartOf(claim, current)) return false;
  const isLater = claim.asOf.getTime() > current.asOf.getTime();
  if (isSameAuthority(claim.authority, current.authority)) return isLater;
  const better = compareRanks(claim.authority, current.authority);
  const isNamed = claim.authority.key !== '';
  if (better > 0 && isNamed) return claim.asOf.getTime() >= dayBefore(current.asOf);
  if (better < 0 ? isNamed : current.authority.rank === 'witness' && !isNamed) return false;
  const mayFall = claim.isCorrection || !isToll(claim) || isSuperior(claim.authority, current.authority);
  return isLater && (claim.min > current.min || mayFall);
}

/** A better source may speak of the same day that a lesser one has spoken of later in it. */
const dayBefore = (instant: Date): number => instant.getTime() - dayMs;

/**
 * The count stood in the ledger before and was left behind, by whoever passes it on now; a correction may be old as well. What a lesser
 * source said first is news when a better one rises to it.
 */
const isReprint = (claim: Claim, current: Claim, seen: readonly Claim[]): boolean =>
  !isReachedAgain(claim, current) &&
  seen.some(
    (each) =>
      isSaidAgain(claim, each) &&
      !(claim.min > current.min && isBetterNamed(claim, each)) &&
      each.asOf.getTime() < current.asOf.getTime() &&
      (!claim.isCorrection || each.isCorrection),
  );

/** A toll that was corrected downwards may rise to the same count by one more death; who passes on an old one says no "rose to". */
const isReachedAgain = (claim: Claim, current: Claim): boolean =>
  claim.min > current.min &&
  claim.authority.rank === 'official' &&
  claim.asOf.getTime() > current.asOf.getTime() + dayMs / 2 &&
  risen.test(claim.quote);

const risen =
  /rise|rose|climb|reach|increas|grew|grown|возр[оа]с|выр[оа]с|достиг|увелич|подня|саны (?:\S+ )?\S+(?:ға|ге|қа|ке)$/iu;

/** "At least 11" passes on the eleven, and eleven the "at least 11". */
const isSaidAgain = (claim: Claim, earlier: Claim): boolean =>
  claim.min === earlier.min && (claim.max === earlier.max || claim.max === null || earlier.max === null);

/** "The death toll", "the number of", "people": whoever says that counts them all. */
const whole = /toll|number of|people|persons|deaths|числ[оа]|количеств|человек|людей|саны|адам/iu;

/**
 * The two policemen of "six attackers and two policemen": a number in the words of the count that stands is a part of it. So is
 * what the same source says of less than half of a toll, if it calls that no correction: "four of the injured", "no one in the bus".
 */
function isPartOf(claim: Claim, current: Claim): boolean {
  if (!isToll(claim) || claim.isCorrection || claim.min >= current.min) return false;
  const isGroup = !claim.isComputed && !whole.test(claim.quote);
  const isSmall = claim.min * 2 < current.min && compareRanks(claim.authority, current.authority) <= 0;
  return (isGroup && isSmall) || numbersIn(current.quote).includes(claim.min);
}

/** The least of each number that a quote holds, in digits or words. */
const numbersIn = (quote: string): readonly number[] =>
  quantitiesIn(tokensOf(quote, lexiconFor(null, quote))).map(({ min }) => min);
