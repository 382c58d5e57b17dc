import { pageMark } from '../articles/article.ts';
import { type FigureKind, figureKinds } from '../figures/figure.ts';
import { authorityOf } from './authority.ts';
import type { Bounds, Claim } from './claim.ts';
import { claimTimeOf } from './claimTime.ts';
import { saysCorrection, saysMistaken } from './correction.ts';
import { bestOf, onlySpeakerOf, saidByBetter, vouchedFor } from './speakers.ts';
import type { ClaimedFigure, LedgerArticle, Totals } from './stated.ts';
import { saysSuperseded } from './superseded.ts';

/**
 * One claim for each kind of which the article states a total of its own event, and where a lesser source says that total, what
 * a better one says besides. Vague counts and parts claim nothing: ACLED's least numbers are good for conditions, not for a toll.
 */
export function claimsOf(article: LedgerArticle, figures: readonly ClaimedFigure[], totals: Totals): readonly Claim[] {
  const firm = figures.filter(({ status, bound }) => status === 'stated' && bound !== 'vague');
  const speaker = onlySpeakerOf(firm);
  return figureKinds.flatMap((kind) => {
    const denials = denialsOf(kind, article, figures);
    const { stated, total } = current(
      article,
      firm.filter((each) => each.kind === kind),
      totals[kind],
    );
    if (stated.length === 0 || total === undefined) return denials;
    const claim = claimOf(kind, article, stated, total, speaker);
    const better = saidByBetter(claim, stated);
    return [...denials, claim, ...(better === null ? [] : [claimOf(kind, article, [better], better, null)])];
  });
}

/** Each count that the article says is not so, once, on the weightiest word against it. */
function denialsOf(kind: FigureKind, article: LedgerArticle, figures: readonly ClaimedFigure[]): readonly Claim[] {
  const denied = figures.filter((each) => each.kind === kind && each.status === 'denied' && each.bound !== 'vague');
  const counts = new Map(denied.map(({ min, max }) => [`${min} ${max}`, { min, max }]));
  return [...counts.values()].slice(0, mostDenials).map((count) => {
    const against = denied.filter(({ min, max }) => min === count.min && max === count.max);
    const isMistake = against.slice(0, mostRead).some(({ span }) => saysMistaken(article[span[0]], span[1], span[2]));
    return { ...claimOf(kind, article, against, count, null), isDenial: true, isCorrection: isMistake };
  });
}

/** Nobody denies more counts of a kind in one article. */
const mostDenials = 10;

/** "Seven people died, police said, after earlier giving a toll of eight": seven, where anything but the eight is stated. */
function current(article: LedgerArticle, stated: readonly ClaimedFigure[], total: Bounds | undefined) {
  const isFresh = ({ span }: ClaimedFigure) => !saysSuperseded(article[span[0]], span[1]);
  const ofTotal = stated.filter(({ min }) => min === total?.min);
  if (ofTotal.length === 0 || ofTotal.some(isFresh)) return { stated, total };
  const fresh = stated.filter(isFresh);
  if (fresh.length === 0) return { stated, total };
  return { stated: fresh, total: fresh.reduce((most, next) => (next.min > most.min ? next : most)) };
}

/** A count that is said more often is read no further: the words around it say when and how sure. */
const mostRead = 20;

function claimOf(
  kind: FigureKind,
  article: LedgerArticle,
  stated: readonly ClaimedFigure[],
  { min, max }: Bounds,
  only: string | null,
): Claim {
  const equal = stated.filter((each) => each.min === min && each.max === max);
  const isComputed = equal.length === 0;
  const parts = isComputed ? apart(stated) : equal;
  const attribution = bestOf(parts) ?? only;
  const known = isComputed ? parts : parts.filter((part) => part.attribution === attribution).slice(0, 1);
  const said = known.length > 0 ? known : parts.slice(0, 1);
  const read = parts.slice(0, mostRead);
  const isCorrection = read.some(({ span }) => saysCorrection(article[span[0]], span[1], span[2]));
  return {
    ...{ kind, min, max, articleId: article.articleId, outlet: article.outlet },
    authority: vouchedFor(authorityOf(attribution), article, read),
    attribution,
    isAbout: said.some(({ bound }) => bound === 'about'),
    isComputed,
    isCorrection,
    isDenial: false,
    ...claimTimeOf(read, article),
    quote: said.map(({ quote }) => quote).join(' + '),
    ...(said[0] && pageMark(article.pageStart, said[0].span)),
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
