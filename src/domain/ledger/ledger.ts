import { type FigureKind, figureKinds } from '../figures/figure.ts';
import { compareRanks, isSameAuthority, isSuperior } from './authority.ts';
import { type Bounds, type Claim, isCompatible, isToll } from './claim.ts';
import { numbersIn } from './numbersIn.ts';

/** A change of what a story's ledger says. */
export interface Move {
  readonly kind: FigureKind;
  /** Null: the first figure of its kind. */
  readonly from: Bounds | null;
  /** Null: the claim was withdrawn, and none is left. */
  readonly to: Bounds | null;
  /** The claim that the ledger says now; null when there is none. */
  readonly claim: Claim | null;
}

/** All claims of one story in the order in which they came. */
export interface Ledger {
  readonly claims: readonly Claim[];
}

export const emptyLedger: Ledger = { claims: [] };

/** Claims of a kind that are kept: the oldest that no longer matter go first. */
const mostClaims = 200;

/** The ledger with what an article says; what an earlier revision of it said, and this one does not, is withdrawn. */
export function enter(
  ledger: Ledger,
  articleId: string,
  claims: readonly Claim[],
): { readonly ledger: Ledger; readonly moves: readonly Move[] } {
  const kept = ledger.claims.filter((claim) => claim.articleId !== articleId);
  const next = { claims: bounded([...kept, ...claims]) };
  return { ledger: next, moves: movesBetween(ledger, next) };
}

/** What one ledger says otherwise than another. */
export const movesBetween = (before: Ledger, after: Ledger): readonly Move[] =>
  figureKinds.flatMap((kind) => moveOf(kind, before, after));

function bounded(claims: readonly Claim[]): readonly Claim[] {
  return figureKinds.flatMap((kind) => claims.filter((claim) => claim.kind === kind).slice(-mostClaims));
}

function moveOf(kind: FigureKind, before: Ledger, after: Ledger): readonly Move[] {
  const [was, is] = [headlineOf(before, kind), headlineOf(after, kind)];
  if (was?.min === is?.min && was?.max === is?.max) return [];
  return [{ kind, from: was && boundsOf(was), to: is && boundsOf(is), claim: is }];
}

export const boundsOf = ({ min, max }: Bounds): Bounds => ({ min, max });

/** The claim that the ledger says of a kind; null: nobody has claimed anything. */
export function headlineOf({ claims }: Ledger, kind: FigureKind): Claim | null {
  const seen: Claim[] = [];
  let current: Claim | null = null;
  for (const claim of claims) {
    if (claim.kind !== kind) continue;
    if (current === null || takesOver(claim, current, seen)) current = claim;
    seen.push(claim);
  }
  return current;
}

/**
 * Whether a claim is what the ledger says from now on: the same authority restates it for a later time, a better source
 * speaks, or one as good has counted more or calls the count wrong. What was left behind already is a reprint.
 */
function takesOver(claim: Claim, current: Claim, seen: readonly Claim[]): boolean {
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

const dayMs = 86_400_000;

/** A better source may speak of the same day that a lesser one has spoken of later in it. */
const dayBefore = (instant: Date): number => instant.getTime() - dayMs;

/** The count stood in the ledger before and was left behind, by whoever passes it on now; a correction may be old as well. */
const isReprint = (claim: Claim, current: Claim, seen: readonly Claim[]): boolean =>
  !isReachedAgain(claim, current) &&
  seen.some(
    (each) =>
      isSaidAgain(claim, each) &&
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
