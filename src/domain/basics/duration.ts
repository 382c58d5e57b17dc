import { daySeconds, hourSeconds } from './time.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: hourSeconds, d: daySeconds };

/** Seconds of `90s`, `5m`, `2h`, `1d`; null for anything else, and for zero. */
export function parseDuration(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? Number.NaN);
  return seconds > 0 ? seconds : null;
}

/** The shortest text that `parseDuration` reads as these seconds. */
export function formatDuration(seconds: number): string {
  const unit = ['d', 'h', 'm'].find((each) => seconds % (unitSeconds[each] ?? 1) === 0) ?? 's';
  return `${seconds / (unitSeconds[unit] ?? 1)}${unit}`;
}
