import { html } from 'hono/html';
import type { FeedDay } from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';

const [dayWidth, height] = [7, 28];

/** A bar a day for what came; a line over it for what is usual. */
export function sparkline(days: readonly FeedDay[]): Html {
  const most = Math.max(1, ...days.map(({ got, expected }) => Math.max(got, expected ?? 0)));
  const heightOf = (count: number): string => ((count / most) * (height - 1)).toFixed(1);
  const bars = days.map(
    ({ got }, index) =>
      html`<rect x="${index * dayWidth}" y="${height - Number(heightOf(got))}" width="${dayWidth - 2}" height="${heightOf(got)}" />`,
  );
  const points = days.flatMap(({ expected }, index) =>
    expected === null ? [] : [`${index * dayWidth + dayWidth / 2 - 1},${height - Number(heightOf(expected))}`],
  );
  const width = days.length * dayWidth;
  return html`<svg class="days" role="img" aria-label="${spoken(days)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
    <title>${spoken(days)}</title>${bars}${points.length < 2 ? '' : html`<polyline points="${points.join(' ')}" />`}</svg>`;
}

/** `today 3, usually 41 by now; yesterday 40, usually 44`. */
function spoken(days: readonly FeedDay[]): string {
  const said = (day: FeedDay | undefined, name: string, by: string): readonly string[] =>
    day === undefined
      ? []
      : [`${name} ${day.got}${day.expected === null ? '' : `, usually ${Math.round(day.expected)}${by}`}`];
  return [...said(days.at(-1), 'today', ' by now'), ...said(days.at(-2), 'yesterday', '')].join('; ');
}
