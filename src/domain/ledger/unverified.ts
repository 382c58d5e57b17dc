import { withNextSentence } from './sentence.ts';

/** What is said of a count that nobody vouches for. */
const words =
  /un(?:verified|confirmed|substantiated)|not (?:be|been|yet been)?(?: \p{L}+)? ?(?:verified|confirmed)|rumou?r|social media|no official confirmation|неподтвержд|не подтвержд|не подтверди|подтверждени\p{L}+(?: \p{L}+)? нет|непроверенн|слухи|соцсет|расталма|растамады|ресми растау жоқ|қауесет/iu;

/** Whether the sentence around the place, or the next one, says that nobody has confirmed it. */
export const saysUnverified = (text: string, start: number, end: number): boolean =>
  words.test(withNextSentence(text, start, end));
