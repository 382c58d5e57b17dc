import type { FeedDay } from '../../../ports/consoleStore.ts';
import type { Words } from '../words/words.ts';

const [dayWidth, height] = [7, 28];

/** A bar a day for what came; a line over it for what is usual. */
export const DayBars = ({ days, words }: { readonly days: readonly FeedDay[]; readonly words: Words }) => {
  const most = Math.max(1, ...days.map(({ got, expected }) => Math.max(got, expected ?? 0)));
  const heightOf = (count: number): number => Number(((count / most) * (height - 1)).toFixed(1));
  const points = days.flatMap(({ expected }, place) =>
    expected === null ? [] : [`${place * dayWidth + dayWidth / 2 - 1},${height - heightOf(expected)}`],
  );
  const width = days.length * dayWidth;
  const spoken = spokenDays(days, words);
  return (
    <svg class="days" role="img" aria-label={spoken} viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{spoken}</title>
      <path class="ground" d={`M0 ${height - 0.5}H${width}`} />
      {days.map(({ got }, place) =>
        got === 0 ? null : (
          <rect x={place * dayWidth} y={height - heightOf(got)} width={dayWidth - 2} height={heightOf(got)} />
        ),
      )}
      {points.length < 2 ? null : <polyline points={points.join(' ')} />}
    </svg>
  );
};

/** `today 3, usually 41 by now; yesterday 40, usually 44`. */
function spokenDays(days: readonly FeedDay[], { feeds: { days: say } }: Words): string {
  const [today, yesterday] = [days.at(-1), days.at(-2)];
  const usual = (day: FeedDay, by: (count: number) => string) =>
    day.expected === null ? '' : by(Math.round(day.expected));
  return [
    ...(today === undefined ? [] : [say.today(today.got, usual(today, say.usualByNow))]),
    ...(yesterday === undefined ? [] : [say.yesterday(yesterday.got, usual(yesterday, say.usual))]),
  ].join('; ');
}
