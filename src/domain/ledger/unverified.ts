import { sentenceAround, withNextSentence } from './sentence.ts';

/** Where things are said that nobody answers for. */
const hearsay =
  /rumou?r|social media|telegram|whatsapp|слухи|соцсет|телеграм|мессенджер|әлеуметтік желі|қауесет|ақпарат тара/iu;

/** What is said of a count that nobody vouches for. */
const doubt =
  /un(?:verified|confirmed|substantiated)|not (?:be|been|yet been)?(?: \p{L}+)? ?(?:verified|confirmed)|no official confirmation|неподтвержд|не подтвержд|не подтверди|подтверждени\p{L}+(?: \p{L}+)? нет|непроверенн|расталма|растамады|ресми растау жоқ/iu;

/** Whether the sentence around the place tells hearsay, or it or the next one says that nobody has confirmed it. */
export const saysUnverified = (text: string, start: number, end: number): boolean =>
  hearsay.test(sentenceAround(text, start, end)) || doubt.test(withNextSentence(text, start, end));
