import { sentenceAround } from './sentence.ts';

/**
 * What is said when an earlier count was wrong. "Уточнили в МВД" is no more than "said"; a correctional colony corrects nothing.
 */
const words = [
  /revis|correct(?:ed|s|ing|ion)?(?!\p{L})|lowered|down (?:to|from)|counted twice|double.count|miscount|misstat|mistak|erroneous|had been wrong/iu,
  /, not (?:\d|\p{L}+(?: \p{L}+)?[,.])|(?:instead of|rather than) (?:the )?\d|(?:fewer|less|lower) than (?:first|previously|earlier|initially)/iu,
  /уточнил\p{L}* (?:число|количество|данные|сведения)|уточненн|скорректир|пересмотр|исправ|снизил|ошиб|, а не /iu,
  /түзет|нақтыла|қайта санал|қателік|қате |\p{L} емес, /iu,
];

/** What is said when a count should never have been given: the one who gave it stands by it no more. */
const mistaken =
  /withdr[ae]w|retract|t(?:ake|ook|aken) back|mistak|erroneous|glitch|technical error|не подтвер|отозва|ошиб|қате|растамады|растамай/iu;

/** Whether the sentence around the place says so. */
export const saysMistaken = (text: string, start: number, end: number): boolean =>
  mistaken.test(sentenceAround(text, start, end).replaceAll('ё', 'е'));

/** Whether the sentence around the place takes an earlier count back. */
export function saysCorrection(text: string, start: number, end: number): boolean {
  const sentence = sentenceAround(text, start, end).replaceAll('ё', 'е');
  return words.some((each) => each.test(sentence));
}
