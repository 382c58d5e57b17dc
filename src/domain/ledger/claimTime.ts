import type { CalendarDate } from '../basics/calendarDate.ts';
import { dayMs, hourMs, minuteMs } from '../basics/time.ts';
import type { Claim } from './claim.ts';
import { hourOf, isCountOfThen } from './heldOn.ts';
import { sentenceAround } from './sentence.ts';
import type { ClaimedFigure, LedgerArticle } from './stated.ts';

type ClaimTime = Pick<Claim, 'asOf' | 'asOfDay' | 'inferredBefore'>;

/** Of figures that state one count, the earliest time that one of them is for. */
export const claimTimeOf = (figures: readonly ClaimedFigure[], article: LedgerArticle): ClaimTime =>
  figures
    .map((figure) => timeOf(figure, article))
    .reduce<ClaimTime>((first, next) => (isBefore(next, first) ? next : first), { asOf: article.publishedAt });

const isBefore = (one: ClaimTime, other: ClaimTime): boolean =>
  one.asOf < other.asOf || (one.asOf.getTime() === other.asOf.getTime() && other.asOfDay === undefined);

/** The day of publication is the instant of publication, so that later reports of one day are later; an earlier day its end. */
function timeOf(figure: ClaimedFigure, article: LedgerArticle): ClaimTime {
  const { publishedAt, publishedOn } = article;
  const [field, start, end] = figure.span;
  const sentence = sentenceAround(article[field], start, end);
  const asOfDay = statedDate(figure, sentence, publishedOn);
  const [day, hour] = [asOfDay ?? publishedOn, hourOf(sentence)];
  if (day > publishedOn || (day === publishedOn && hour === null))
    return { asOf: publishedAt, ...(asOfDay && { asOfDay }) };
  const asOf = new Date(Math.min(instantOf(day, hour, article.clockMinutes ?? 0), publishedAt.getTime()));
  const isMovedBack = figure.isDayInferred === true && day < publishedOn;
  return { asOf, ...(asOfDay && { asOfDay }), ...(isMovedBack && { inferredBefore: publishedAt }) };
}

/** The day of the event dates no count, unless it is the day of the report. */
function statedDate({ asOf, isStale }: ClaimedFigure, sentence: string, publishedOn: string): CalendarDate | null {
  if (asOf === null) return null;
  return isStale || asOf >= publishedOn || isCountOfThen(sentence) ? asOf : null;
}

/** An hour of a day by a clock that is so many minutes ahead of UTC; without an hour, the day's last second. */
const instantOf = (day: string, hour: number | null, clockMinutes: number): number =>
  Date.parse(`${day}T00:00:00Z`) + (hour === null ? dayMs - 1000 : hour * hourMs) - clockMinutes * minuteMs;
