import { sentenceBefore } from './sentence.ts';

/** "After earlier giving a toll of", "they had previously reported", «ранее сообщалось о». */
const words =
  /(?<!\p{L})(?:earlier|previously|initially|ранее|прежде|первоначально|до этого|бұған дейін|бұрын|әуелде)(?!\p{L})/iu;

/** So far before the count one of them may stand, characters. */
const reach = 50;

/** Whether the words before a count say that it is what was said before. */
export function saysSuperseded(text: string, start: number): boolean {
  const before = sentenceBefore(text, start);
  return words.test(before.slice(before.lastIndexOf('.') + 1).slice(-reach));
}
