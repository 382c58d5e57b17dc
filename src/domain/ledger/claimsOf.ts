import { type FigureKind, figureKinds } from '../figures/figure.ts';
import { type Authority, authorityOf, compareRanks, compareSpeakers, isSameAuthority, rumour } from './authority.ts';
import type { Bounds, Claim } from './claim.ts';
import { saysCorrection } from './correction.ts';
import { hourOf, isCountOfThen } from './heldOn.ts';
import { sentenceAround } from './sentence.ts';
import { saysUnverified } from './unverified.ts';

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
  /** Who is counted; null: nothing is said of them. */
  readonly group: string | null;
  readonly attribution: string | null;
  /** `YYYY-MM-DD`; null: nothing is said of the time. */
  readonly asOf: string | null;
  readonly quote: string;
  readonly span: readonly [field: 'title' | 'body', start: number, end: number];
  /** The reader's rules that made it. */
  readonly rules?: readonly string[];
}

export type Totals = Readonly<Partial<Record<FigureKind, Bounds>>>;

/**
 * One claim for each kind of which the article states a total of its own event, and where a lesser source says that total, what
 * a better one says besides. Vague counts and parts claim nothing: ACLED's least numbers are good for conditions, not for a toll.
 */
export function claimsOf(article: LedgerArticle, figures: readonly ClaimedFigure[], totals: Totals): readonly Claim[] {
  const firm = figures.filter(({ status, bound }) => status === 'stated' && bound !== 'vague');
  const speaker = onlySpeakerOf(firm);
  return figureKinds.flatMap((kind) => {
    const stated = firm.filter((each) => each.kind === kind);
    const total = totals[kind];
    if (stated.length === 0 || total === undefined) return [];
    const claim = claimOf(kind, article, stated, total, speaker);
    const better = saidByBetter(claim, stated);
    return better === null ? [claim] : [claim, claimOf(kind, article, [better], better, null)];
  });
}

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
  const isCorrection = parts.some(({ span }) => saysCorrection(article[span[0]], span[1], span[2]));
  return {
    ...{ kind, min, max, articleId: article.articleId, outlet: article.outlet },
    authority: vouchedFor(authorityOf(attribution), article, parts),
    attribution,
    isAbout: said.some(({ bound }) => bound === 'about'),
    isComputed,
    isCorrection,
    asOf: asOfInstant(parts, article),
    quote: said.map(({ quote }) => quote).join(' + '),
  };
}

/** Of those that say a count, whose word weighs most; null: nobody is named. */
const bestOf = (figures: readonly ClaimedFigure[]): string | null =>
  figures
    .flatMap(({ attribution }) => attribution ?? [])
    .reduce<string | null>(
      (best, next) => (best === null || compareSpeakers(authorityOf(next), authorityOf(best)) > 0 ? next : best),
      null,
    );

/** A report that names one source says it once: "police said. Eight officers were injured." is all on its word. */
function onlySpeakerOf(figures: readonly ClaimedFigure[]): string | null {
  const best = bestOf(figures);
  const authority = authorityOf(best);
  const isOnly = figures.every(
    ({ attribution }) => attribution === null || isSameAuthority(authorityOf(attribution), authority),
  );
  return isOnly ? best : null;
}

/** What nobody confirms is a rumour, whoever passes it on; what an official says is confirmed by that. */
function vouchedFor(authority: Authority, article: LedgerArticle, figures: readonly ClaimedFigure[]): Authority {
  if (authority.rank === 'official') return authority;
  const isRumour = figures.some(({ span }) => saysUnverified(article[span[0]], span[1], span[2]));
  return isRumour ? rumour : authority;
}

const anybody = /^(people|persons?|deaths?|dead|bodies|victims?|человек|людей|погибши|жертв|адам)/iu;

/** "Activists speak of 25 dead; the ministry has reported eight": the largest count of all that the better source says. */
function saidByBetter({ authority, min, max }: Claim, stated: readonly ClaimedFigure[]): ClaimedFigure | null {
  if (authority.key === '') return null;
  const better = stated.filter(
    (each) =>
      each.attribution !== null &&
      (each.min !== min || each.max !== max) &&
      (each.group === null || anybody.test(each.group)) &&
      compareRanks(authorityOf(each.attribution), authority) > 0,
  );
  return better.reduce<ClaimedFigure | null>(
    (best, next) => (best === null || next.min > best.min ? next : best),
    null,
  );
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
function asOfInstant(figures: readonly ClaimedFigure[], article: LedgerArticle): Date {
  const { publishedAt, publishedOn } = article;
  const instants = figures.map((figure) => {
    const [field, start, end] = figure.span;
    const sentence = sentenceAround(article[field], start, end);
    const isOfThen = figure.rules?.includes('stale-since') === true || isCountOfThen(sentence);
    const day = isOfThen ? (figure.asOf ?? publishedOn) : publishedOn;
    const hour = hourOf(sentence);
    if (day > publishedOn || (day === publishedOn && hour === null)) return publishedAt.getTime();
    const instant = new Date(`${day}T23:59:59Z`);
    if (hour !== null) instant.setUTCHours(hour, 0, 0);
    return Math.min(instant.getTime(), publishedAt.getTime());
  });
  return new Date(Math.min(publishedAt.getTime(), ...instants));
}
