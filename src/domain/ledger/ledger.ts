import { type FigureKind, figureKinds } from '../figures/figure.ts';
import { boundedClaims } from './boundedClaims.ts';
import type { Bounds, Claim } from './claim.ts';
import { standing } from './standing.ts';
import { turningPoints } from './turningPoints.ts';

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

/** The ledger with what an article says; what an earlier revision of it said, and this one does not, is withdrawn. */
export function enter(
  ledger: Ledger,
  articleId: string,
  claims: readonly Claim[],
): { readonly ledger: Ledger; readonly moves: readonly Move[] } {
  const kept = ledger.claims.filter((claim) => claim.articleId !== articleId);
  if (claims.length === 0 && kept.length === ledger.claims.length) return { ledger, moves: [] };
  const next = { claims: boundedClaims([...kept, ...claims]) };
  return { ledger: next, moves: movesBetween(ledger, next) };
}

/** What one ledger says otherwise than another. */
export const movesBetween = (before: Ledger, after: Ledger): readonly Move[] =>
  figureKinds.flatMap((kind) => moveOf(kind, before, after));

function moveOf(kind: FigureKind, before: Ledger, after: Ledger): readonly Move[] {
  const [was, is] = [headlineOf(before, kind), headlineOf(after, kind)];
  if (was?.min === is?.min && was?.max === is?.max) return [];
  return [{ kind, from: was && boundsOf(was), to: is && boundsOf(is), claim: is }];
}

export const boundsOf = ({ min, max }: Bounds): Bounds => ({ min, max });

/** The claim that the ledger says of a kind; null: nobody has claimed anything. */
export const headlineOf = ({ claims }: Ledger, kind: FigureKind): Claim | null =>
  turningPoints(standing(claims.filter((claim) => claim.kind === kind))).at(-1) ?? null;
