/** What an authority says when an earlier count was wrong. */
const words =
  /revis|correct|lowered|down to|counted twice|had been wrong|уточн|скорректир|пересмотр|исправ|снизил|ошибочн|түзет|нақтыла|қайта санал/iu;

const reach = 200;

/** Whether the sentence around the place, in either direction at most so far, takes an earlier count back. */
export function saysCorrection(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - reach), start);
  const behind = text.slice(end, end + reach);
  const sentenceStart = Math.max(...['. ', '! ', '? ', '\n'].map((mark) => before.lastIndexOf(mark)));
  const ends = ['. ', '! ', '? ', '\n'].map((mark) => behind.indexOf(mark)).filter((at) => at >= 0);
  const sentence = before.slice(sentenceStart + 1) + text.slice(start, end) + behind.slice(0, Math.min(reach, ...ends));
  return words.test(sentence);
}
