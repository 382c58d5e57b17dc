const weekday =
  '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понедельник|вторник|сред[ауы]|четверг|пятниц[ауы]|суббот[ауы]|воскресень[ея]|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі|yesterday|вчера|накануне|кеше)';

const month =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|январ|феврал|март|апрел|мая|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)';

const day = `(?:${weekday}|\\d{1,2} ${month}|${month}\\p{L}*\\.? \\d{1,2})`;

const says =
  '(?:said|says|told|reported|announced|confirmed|statement|update|сообщи\\p{L}+|заяви\\p{L}+|уточни\\p{L}+|рассказа\\p{L}+|хабарла\\p{L}+|мәлімде\\p{L}+)';

/** Not "killed by police on Thursday". */
const untilDay =
  '(?:(?:late|early|the|on|of|end|noon|midday|morning|evening|afternoon|midnight|\\d{1,2}(?:[:.]\\d\\d)?|[ap]\\.?m\\.?) )*';

/** "As of Thursday evening", "by Thursday", «по состоянию на утро четверга», «на четверг», "бейсенбідегі жағдай бойынша". */
const ofThen = new RegExp(
  `(?<!\\p{L})(?:as (?:of|at) |(?:by|until|through) ${untilDay}${day}|по состоянию на |(?:на|к) (?:утр|вечер|полд|кон[ец]|начал)|на ${day})|жағда\\p{L}+ бойынша`,
  'iu',
);

/** "Said on Thursday", "On Thursday, the ministry said", «сообщили в четверг», "бейсенбі күні хабарлады". */
const saidThen = [
  new RegExp(`${says}(?: \\p{L}+){0,2} (?:on |late |early |в |во ){0,2}${day}`, 'iu'),
  new RegExp(`^\\P{L}*(?:on |в |во )?${day},?(?: \\p{L}+){1,5} ${says}`, 'iu'),
  new RegExp(`${day}(?: \\p{L}+)? ${says}`, 'iu'),
];

const days = new RegExp(`(?<!\\p{L})${day}`, 'giu');

/**
 * Whether the earlier day that a sentence names is that of its count. Wire reports name the day of the event in every update
 * ("the crash on Sunday has killed nine, police said"), which dates no count.
 */
export function isCountOfThen(sentence: string): boolean {
  if (ofThen.test(sentence)) return true;
  const named = new Set([...sentence.toLowerCase().matchAll(days)].map(([name]) => name));
  return named.size <= 1 && saidThen.some((each) => each.test(sentence));
}

const clockTimes: readonly (readonly [hour: RegExp, later: number])[] = [
  [/(?<!\d)(\d{1,2})(?:[:.]\d\d)? ?p\.?m|(?<!\d)(\d{1,2})(?::\d\d)? (?:часов )?вечера/iu, 12],
  [
    /(?<!\d)(\d{1,2})(?:[:.]\d\d)? ?a\.?m|(?<!\d)(\d{1,2})[:.]\d\d(?!\d)|(?<!\d)(\d{1,2}) (?:час|утра)|сағат (\d{1,2})/iu,
    0,
  ],
];

const partsOfDay: readonly (readonly [part: RegExp, hour: number])[] = [
  [/morning|(?<!\p{L})утр|(?<!\p{L})таң/iu, 10],
  [/afternoon|(?<!\p{L})дн[её]м/iu, 16],
  [/noon|midday|полдень|(?<!\p{L})түс/iu, 12],
  [/evening|(?<!\p{L})вечер|(?<!\p{L})кеш(?:к|те)/iu, 20],
];

/** The hour that "as of Saturday morning" or «на 9 часов» means; null: the sentence dates its count to no hour. */
export function hourOf(sentence: string): number | null {
  if (!ofThen.test(sentence)) return null;
  for (const [time, later] of clockTimes) {
    const found = time
      .exec(sentence)
      ?.slice(1)
      .find((each) => each !== undefined);
    if (found !== undefined && Number(found) <= 24 - later) return (Number(found) % (later || 25)) + later;
  }
  return partsOfDay.find(([part]) => part.test(sentence))?.[1] ?? null;
}
