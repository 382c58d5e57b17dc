import { type Authority, authorityOf, compareRanks, compareSpeakers, isSameAuthority, rumour } from './authority.ts';
import type { Claim } from './claim.ts';
import { sentenceAround, withNextSentence } from './sentence.ts';
import type { ClaimedFigure, LedgerArticle } from './stated.ts';

const speakersIn = (figures: readonly ClaimedFigure[]): readonly string[] => [
  ...new Set(figures.flatMap(({ attribution }) => attribution ?? [])),
];

/** Of those that say a count, whose word weighs most; null: nobody is named. */
export const bestOf = (figures: readonly ClaimedFigure[]): string | null =>
  speakersIn(figures).reduce<string | null>(
    (best, next) => (best === null || compareSpeakers(authorityOf(next), authorityOf(best)) > 0 ? next : best),
    null,
  );

/** A report that names one source says it once: "police said. Eight officers were injured." is all on its word. */
export function onlySpeakerOf(figures: readonly ClaimedFigure[]): string | null {
  const best = bestOf(figures);
  const authority = authorityOf(best);
  const isOnly = speakersIn(figures).every((each) => isSameAuthority(authorityOf(each), authority));
  return isOnly ? best : null;
}

/** What nobody confirms is a rumour, whoever passes it on; what an official says is confirmed by that. */
export function vouchedFor(authority: Authority, article: LedgerArticle, figures: readonly ClaimedFigure[]): Authority {
  if (authority.rank === 'official') return authority;
  const isRumour = figures.some(({ span }) => saysUnverified(article[span[0]], span[1], span[2]));
  return isRumour ? rumour : authority;
}

const anybody = /^(people|persons?|deaths?|dead|bodies|victims?|человек|людей|погибши|жертв|адам)/iu;

/** "Activists speak of 25 dead; the ministry has reported eight": the largest count of all that the better source says. */
export function saidByBetter({ authority, min, max }: Claim, stated: readonly ClaimedFigure[]): ClaimedFigure | null {
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

/** Where things are said that nobody answers for. */
const hearsay =
  /rumou?r|social media|telegram|whatsapp|слухи|соцсет|телеграм|мессенджер|әлеуметтік желі|қауесет|ақпарат тара/iu;

/** What is said of a count that nobody vouches for. */
const doubt =
  /un(?:verified|confirmed|substantiated)|not (?:be|been|yet been)?(?: \p{L}+)? ?(?:verified|confirmed)|no official confirmation|неподтвержд|не подтвержд|не подтверди|подтверждени\p{L}+(?: \p{L}+)? нет|непроверенн|расталма|растамады|ресми растау жоқ/iu;

/** Whether the sentence around the place tells hearsay, or it or the next one says that nobody has confirmed it. */
const saysUnverified = (text: string, start: number, end: number): boolean =>
  hearsay.test(sentenceAround(text, start, end)) || doubt.test(withNextSentence(text, start, end));
