/** A day on a calendar, `2022-01-08`. It is no instant: no reader's time zone moves it. */
export type CalendarDate = `${number}-${number}-${number}`;

export const isCalendarDate = (text: string): text is CalendarDate => /^\d{4}-\d\d-\d\d$/.test(text);

/** The date that holds an instant by UTC; null beyond the years of four digits. */
export function calendarDateAt(at: number): CalendarDate | null {
  const date = new Date(at);
  const day = Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
  return isCalendarDate(day) ? day : null;
}
