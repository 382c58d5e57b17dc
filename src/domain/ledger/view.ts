import type { FromPage } from '../articles/article.ts';
import { type FigureKind, figureKinds } from '../figures/figure.ts';
import { type Bounds, type Claim, isCompatible, shownAsOf } from './claim.ts';
import { boundsOf, type Ledger } from './ledger.ts';
import { standing } from './standing.ts';
import { turningPoints } from './turningPoints.ts';

/** What a ledger has to say of one kind of figure, as plain data: it is kept as JSON, and copied into what is told. */
export interface LedgerFigure extends Bounds, FromPage {
  readonly kind: FigureKind;
  /** As the article names who says so; null: the outlet says it. */
  readonly attribution: string | null;
  readonly outlet: string;
  /** The figure has stood since: a calendar date where the article states the day, else an instant, ISO 8601. */
  readonly asOf: string;
  readonly quote: string;
  /** A sum of disjoint groups that stands in no text. */
  readonly isComputed: boolean;
  /** From the lowest to the highest that a source of standing says last (UCDP keeps low and high apart from best). */
  readonly range: Bounds;
  /** Authorities that have spoken. Ten outlets that quote one ministry are one. */
  readonly sources: number;
  /** Last words that contradict it, the newest first, three at most. An outlet that names nobody and repeats what stood before contradicts nothing. */
  readonly others: readonly Said[];
}

export interface Said extends Bounds {
  readonly attribution: string | null;
  readonly outlet: string;
}

const mostOthers = 3;

/** Of every kind that anybody has claimed. */
export const viewOf = (ledger: Ledger): readonly LedgerFigure[] =>
  figureKinds.flatMap((kind) => {
    const claims = standing(ledger.claims.filter((claim) => claim.kind === kind));
    const turns = turningPoints(claims);
    const headline = turns.at(-1);
    return headline === undefined ? [] : [figureOf(claims, turns, headline)];
  });

/** A better source that confirms a count changes who says it, not since when it stands. */
function stoodSince(turns: readonly Claim[], headline: Claim): string {
  const { min, max } = headline;
  const other = turns.findLastIndex((turn) => turn.min !== min || turn.max !== max);
  return shownAsOf(turns[other + 1] ?? headline);
}

function figureOf(claims: readonly Claim[], turns: readonly Claim[], headline: Claim): LedgerFigure {
  const { kind, attribution, outlet, quote, isComputed, textFrom } = headline;
  const last = lastWords(claims);
  const credible = last.filter(({ authority }) => authority.rank !== 'witness');
  const repeats = ({ authority, min, max }: Claim) =>
    authority.key === '' && turns.some((turn) => turn.min === min && turn.max === max);
  const others = last.filter((claim) => claim !== headline && !repeats(claim) && !isCompatible(claim, headline));
  return {
    ...{
      kind,
      ...boundsOf(headline),
      attribution,
      outlet,
      asOf: stoodSince(turns, headline),
      quote,
      isComputed,
      ...(textFrom && { textFrom }),
    },
    range: rangeOf([headline, ...credible]),
    sources: last.length,
    others: others.slice(0, mostOthers).map(saidOf),
  };
}

const saidOf = (claim: Claim): Said => ({
  ...boundsOf(claim),
  ...{ attribution: claim.attribution, outlet: claim.outlet },
});

/** The last word of each authority, the newest first. An outlet that names nobody speaks for itself. */
function lastWords(claims: readonly Claim[]): readonly Claim[] {
  const last = new Map<string, Claim>();
  for (const claim of claims) {
    const speaker = claim.authority.key === '' ? `outlet ${claim.outlet}` : claim.authority.key;
    const known = last.get(speaker);
    if (known === undefined || known.asOf.getTime() <= claim.asOf.getTime()) last.set(speaker, claim);
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
