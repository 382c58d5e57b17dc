import { type FigureKind, figureKinds } from '../figures/figure.ts';
import { compareRanks, isSameAuthority } from './authority.ts';
import { type Bounds, type Claim, isCompatible } from './claim.ts';

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

/** Counts that only grow while the dead are found; the others go up and down by themselves. */
const tolls: ReadonlySet<FigureKind> = new Set(['killed', 'injured', 'arrested']);

/**
 * Whether a claim is what the ledger says from now on: the same authority restates it for a later time, or a better source
 * speaks, or one as good has counted more. What an authority has left behind already is a reprint, unless it is called a correction.
 */
function takesOver(claim: Claim, current: Claim, seen: readonly Claim[]): boolean {
  if (isCompatible(claim, current) || isReprint(claim, current, seen)) return false;
  const isLater = claim.asOf.getTime() > current.asOf.getTime();
  if (isSameAuthority(claim.authority, current.authority)) return isLater;
  const isMore = claim.min > current.min;
  if (claim.authority.key === '')
    return isLater && (isMore || !tolls.has(claim.kind)) && current.authority.rank !== 'witness';
  const better = compareRanks(claim.authority, current.authority);
  if (better > 0) return claim.asOf.getTime() >= endOfDayBefore(current.asOf);
  return better === 0 && isLater && (isMore || !tolls.has(claim.kind));
}

const dayMs = 86_400_000;

/** A better source may speak of the same day that a lesser one has spoken of later in it. */
const endOfDayBefore = (instant: Date): number => instant.getTime() - dayMs;

/** The count stood in the ledger before and was left behind, by whoever passes it on now. */
const isReprint = (claim: Claim, current: Claim, seen: readonly Claim[]): boolean =>
  !claim.isCorrection &&
  seen.some((each) => each.min === claim.min && each.max === claim.max && each.asOf.getTime() < current.asOf.getTime());
