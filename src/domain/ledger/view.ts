import type { FigureKind } from '../figures/figure.ts';
import { type Bounds, type Claim, isCompatible } from './claim.ts';
import { boundsOf, headlineOf, type Ledger } from './ledger.ts';

/** What a ledger has to say of one kind of figure. */
export interface KindView {
  readonly headline: Claim;
  /** From the lowest to the highest that a source of standing says last (UCDP keeps low and high apart from best). */
  readonly range: Bounds;
  /** The last word of each authority, the newest first. Ten outlets that quote one ministry are one claim. */
  readonly byAuthority: readonly Claim[];
  /** Last words that the headline contradicts. */
  readonly conflicts: readonly Claim[];
  /** Since when the headline has stood. */
  readonly unchangedSince: Date;
}

/** Null: nobody has claimed anything of the kind. */
export function viewOf(ledger: Ledger, kind: FigureKind): KindView | null {
  const headline = headlineOf(ledger, kind);
  if (headline === null) return null;
  const byAuthority = lastWords(ledger.claims.filter((claim) => claim.kind === kind));
  const credible = byAuthority.filter(({ authority }) => authority.rank !== 'witness');
  const conflicts = byAuthority.filter((claim) => claim !== headline && !isCompatible(claim, headline));
  return { headline, range: rangeOf([headline, ...credible]), byAuthority, conflicts, unchangedSince: headline.asOf };
}

function lastWords(claims: readonly Claim[]): readonly Claim[] {
  const last = new Map<string, Claim>();
  for (const claim of claims) {
    const known = last.get(claim.authority.key);
    if (known === undefined || known.asOf.getTime() <= claim.asOf.getTime()) last.set(claim.authority.key, claim);
  }
  return [...last.values()].sort((a, b) => b.asOf.getTime() - a.asOf.getTime());
}

function rangeOf(claims: readonly Claim[]): Bounds {
  const [first, ...rest] = claims.map(boundsOf);
  return rest.reduce<Bounds>(
    (range, { min, max }) => ({
      min: Math.min(range.min, min),
      max: range.max === null || max === null ? null : Math.max(range.max, max),
    }),
    first ?? { min: 0, max: null },
  );
}
