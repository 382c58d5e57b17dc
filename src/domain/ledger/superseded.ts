import { sentenceBefore } from './sentence.ts';

/** "After earlier giving a toll of", "they had previously reported", «ранее сообщалось о». */
const words =
  /(?<!\p{L})(?:earlier|previously|initially|ранее|прежде|первоначально|до этого|бұған дейін|бұрын|әуелде)(?!\p{L})[^.]{0,40}$/iu;

/** Whether the words before a count say that it is what was said before. */
export const saysSuperseded = (text: string, start: number): boolean => words.test(sentenceBefore(text, start));
