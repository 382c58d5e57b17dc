import { type FigureKind, figureKinds } from '../figures/figure.ts';
import { authorityOf } from './authority.ts';
import type { Bounds, Claim } from './claim.ts';
import { saysCorrection } from './correction.ts';

/** What the ledger reads of an article. */
export interface LedgerArticle {
  readonly articleId: string;
  readonly outlet: string;
  readonly title: string;
  readonly body: string;
  readonly publishedAt: Date;
  /** The day of publication where it was published, `YYYY-MM-DD`. */
  readonly publishedOn: string;
}

/** A figure as the reader gives it, as far as a claim is made of it. */
export interface ClaimedFigure extends Bounds {
  readonly kind: FigureKind;
  readonly bound: string;
  readonly status: string;
  readonly attribution: string | null;
  /** `YYYY-MM-DD`; null: nothing is said of the time. */
  readonly asOf: string | null;
  readonly quote: string;
  readonly span: readonly [field: 'title' | 'body', start: number, end: number];
}

export type Totals = Readonly<Partial<Record<FigureKind, Bounds>>>;

/**
 * One claim for each kind of which the article states a total of its own event. Vague counts and parts claim nothing: ACLED's
 * least numbers are good for conditions, not for a toll.
 */
export const claimsOf = (article: LedgerArticle, figures: readonly ClaimedFigure[], totals: Totals): readonly Claim[] =>
  figureKinds.flatMap((kind) => {
    const stated = figures.filter((each) => each.kind === kind && each.status === 'stated' && each.bound !== 'vague');
    const total = totals[kind];
    return stated.length === 0 || total === undefined ? [] : [claimOf(kind, article, stated, total)];
  });

function claimOf(kind: FigureKind, article: LedgerArticle, stated: readonly ClaimedFigure[], total: Bounds): Claim {
  const equal = stated.filter(({ min, max }) => min === total.min && max === total.max);
  const parts =
    equal.length === 0 ? apart(stated) : [equal.find(({ attribution }) => attribution !== null) ?? equal[0]];
  const known = parts.flatMap((part) => part ?? []);
  const attribution = known.find((part) => part.attribution !== null)?.attribution ?? null;
  return {
    kind,
    min: total.min,
    max: total.max,
    articleId: article.articleId,
    outlet: article.outlet,
    authority: authorityOf(attribution),
    attribution,
    isAbout: known.some(({ bound }) => bound === 'about'),
    isComputed: equal.length === 0,
    isCorrection: known.some(({ span }) => saysCorrection(article[span[0]], span[1], span[2])),
    asOf: asOfInstant(known.find((part) => part.asOf !== null)?.asOf ?? null, article),
    quote: known.map(({ quote }) => quote).join(' + '),
  };
}

/** The groups that a sum is of, each said once: not what is said again, nor what stands in the words of another. */
function apart(stated: readonly ClaimedFigure[]): readonly ClaimedFigure[] {
  const kept: ClaimedFigure[] = [];
  for (const figure of stated) {
    const { min, max, span } = figure;
    const isSaid = kept.some((other) => (other.min === min && other.max === max) || holds(other.span, span));
    if (!isSaid) kept.push(figure);
  }
  return kept;
}

const holds = (outer: ClaimedFigure['span'], inner: ClaimedFigure['span']): boolean =>
  outer[0] === inner[0] && outer[1] <= inner[1] && inner[2] <= outer[2];

/** The day of publication is the instant of publication, so that later reports of one day are later; an earlier day its end. */
function asOfInstant(day: string | null, { publishedAt, publishedOn }: LedgerArticle): Date {
  if (day === null || day >= publishedOn) return publishedAt;
  const end = new Date(`${day}T23:59:59Z`);
  return end.getTime() < publishedAt.getTime() ? end : publishedAt;
}
