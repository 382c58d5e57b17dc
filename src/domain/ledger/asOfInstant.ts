import { hourOf, isCountOfThen } from './heldOn.ts';
import { sentenceAround } from './sentence.ts';
import type { ClaimedFigure, LedgerArticle } from './stated.ts';

/** The day of publication is the instant of publication, so that later reports of one day are later; an earlier day its end. */
export function asOfInstant(figures: readonly ClaimedFigure[], article: LedgerArticle): Date {
  const { publishedAt, publishedOn } = article;
  const instants = figures.map((figure) => {
    const [field, start, end] = figure.span;
    const sentence = sentenceAround(article[field], start, end);
    const isOfThen = figure.isStale || isCountOfThen(sentence);
    const day = isOfThen ? (figure.asOf ?? publishedOn) : publishedOn;
    const hour = hourOf(sentence);
    if (day > publishedOn || (day === publishedOn && hour === null)) return publishedAt.getTime();
    const instant = new Date(`${day}T23:59:59Z`);
    if (hour !== null) instant.setUTCHours(hour, 0, 0);
    return Math.min(instant.getTime(), publishedAt.getTime());
  });
  return new Date(Math.min(publishedAt.getTime(), ...instants));
}
