/** No date is longer, and an expression for dates takes the square of a text of spaces. */
const longestDate = 100;

/** `/Date(1641457800000+0600)/` of .NET's JSON: the instant, and a zone that does not change it. */
const dotNet = /^\/?date\((\d{10,13})(?:[+-]\d{4})?\)\/?$/;

/** `@1641457800`, `1641457800.25` of Unix programs. */
const unix = /^@?(\d{10})(?:\.\d{1,9})?$/;

/** `2022年1月6日` and `2022년 1월 6일`, with their weekdays in brackets or without. */
const eastAsianDay =
  /(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号號일] ?(?:(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日월화수목금토일](?:曜日|요일))?,?/;
const eastAsianTime = /(\d{1,2}) ?[时時點点시] ?(\d{1,2}) ?[分분] ?(?:(\d{1,2}) ?[秒초])?/;
const eastAsianHalf = /(上午|午前|오전|下午|午後|오후) ?(\d{1,2}:\d\d(?::\d\d)?)/;
const afternoons = new Set(['下午', '午後', '오후']);

/**
 * A date in the one spelling that is read further: lower case, plain digits, spaces and signs, the numbers that programs write
 * bare, East Asian days and times as ISO 8601 has them.
 */
export function plainSpelling(written: string): string {
  const text = written.trim().slice(0, longestDate).toLowerCase().normalize('NFKC').replace(/[−‐–]/g, '-');
  const bare = dotNet.exec(text)?.[1] ?? unix.exec(text)?.[1];
  return bare ?? eastAsian(text);
}

function eastAsian(text: string): string {
  if (!eastAsianDay.test(text)) return text;
  return text
    .replace(eastAsianDay, '$1-$2-$3 ')
    .replace(eastAsianTime, (_, hour: string, minute: string, second = '00') => `${hour}:${minute}:${second}`)
    .replace(eastAsianHalf, (_, half: string, time: string) => `${time} ${afternoons.has(half) ? 'pm' : 'am'}`);
}
