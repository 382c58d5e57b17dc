import { dayMs, hourMs, minuteMs } from './time.ts';

/** `Tue 4 Jan 09:00 UTC`. */
export function instantWords(at: Date): string {
  const parts = at.toUTCString().slice(0, -7).replace(',', '').split(' ');
  const [weekday = '', day = '', month = '', , time = ''] = parts;
  return `${weekday} ${Number(day)} ${month} ${time} UTC`;
}

/** `40 minutes`, `26 hours`, `9 days`. */
export function spanWords(ms: number): string {
  if (ms < 2 * hourMs) return counted(Math.round(ms / minuteMs), 'minute');
  return ms < 3 * dayMs ? counted(Math.round(ms / hourMs), 'hour') : counted(Math.round(ms / dayMs), 'day');
}

/** `1 item`, `0.4 items`, `35 items`. */
export const itemsWords = (count: number): string => {
  const rounded = count < 9.95 ? Math.round(count * 10) / 10 : Math.round(count);
  return counted(rounded, 'item');
};

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `1 message waits`, `3 messages wait`. */
export const waitingWords = (count: number): string => `${counted(count, 'message')} ${count === 1 ? 'waits' : 'wait'}`;

/** Words that stand in the middle of a line elsewhere, as the beginning of a sentence. */
export const atStart = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
