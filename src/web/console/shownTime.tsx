import type { Viewer } from '../access/viewer.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timezone} ${JSON.stringify(options)}`;
  const known =
    formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hourCycle: 'h23', ...options });
  formats.set(key, known);
  return known;
}

const clock = { hour: '2-digit', minute: '2-digit' } as const;
const day = { day: 'numeric', month: 'short' } as const;

/** In the viewer's zone: today's time of day, this year's day and time, else with its year. */
export function timeIn(timezone: string, at: Date, now: Date): string {
  const isOf = (options: Intl.DateTimeFormatOptions) =>
    formatOf(timezone, options).format(at) === formatOf(timezone, options).format(now);
  if (isOf({ ...day, year: 'numeric' })) return formatOf(timezone, clock).format(at);
  const options = isOf({ year: 'numeric' }) ? { ...day, ...clock } : { ...day, year: 'numeric' as const, ...clock };
  return formatOf(timezone, options).format(at).replace(',', '');
}

/** A time as a person at the desk reads it; the whole time with its offset is in the tooltip. */
export const Time = ({ viewer, at, now }: { readonly viewer: Viewer; readonly at: Date; readonly now: Date }) => (
  <time datetime={at.toISOString()} title={wholeTime(viewer.person.timezone, at)}>
    {timeIn(viewer.person.timezone, at, now)}
  </time>
);

const wholeTime = (timezone: string, at: Date): string =>
  formatOf(timezone, {
    weekday: 'short',
    ...day,
    year: 'numeric',
    ...clock,
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).format(at);
