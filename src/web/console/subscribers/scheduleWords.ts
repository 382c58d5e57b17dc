import type { QuietHours, Schedule } from '../../../domain/schedules/schedule.ts';
import type { Words } from '../words/words.ts';

const clock = ({ hour, minute }: { readonly hour: number; readonly minute: number }): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** `every day at 07:00; quiet from 22:00 to 06:00`. */
export function scheduleWords(
  { subscribers: { schedule: words } }: Words,
  { schedule, quiet }: { readonly schedule: Schedule; readonly quiet: QuietHours | null },
): string {
  const often = () => {
    switch (schedule.every) {
      case 'instant':
      case 'hour':
        return words[schedule.every];
      case 'day':
        return words.day(clock(schedule.at));
      case 'week':
        return words.week(words.days[schedule.weekday - 1] ?? '', clock(schedule.at));
    }
  };
  return quiet === null ? often() : `${often()}; ${words.quiet(clock(quiet.from), clock(quiet.until))}`;
}
