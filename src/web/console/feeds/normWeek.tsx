import { itemsWords } from '../../../domain/basics/wording.ts';
import { zoneOffsetMinutes } from '../../../domain/basics/zoneOffset.ts';
import { hoursInWeek } from '../../../domain/feeds/health/hourOfWeek.ts';
import type { FeedNorm } from '../../../domain/feeds/health/norm.ts';
import type { Viewer } from '../../access/viewer.ts';

const [cell, gap, left, top] = [14, 2, 34, 16];
const shades = 4;

interface Hour {
  readonly day: number;
  readonly hour: number;
  readonly items: number;
}

/** What a feed usually brings in each hour of the week, in the viewer's zone (to the full hour). */
export const NormWeek = ({
  norm,
  viewer,
  now,
}: {
  readonly norm: FeedNorm;
  readonly viewer: Viewer;
  readonly now: Date;
}) => {
  const { norm: words } = viewer.words.feeds.page;
  const hours = localHours(norm, viewer.person.timezone, now);
  const most = hours.reduce((best, each) => (each.items > best.items ? each : best), { day: 0, hour: 0, items: 0 });
  const spoken = words.most(words.days[most.day] ?? '', clock(most.hour), itemsWords(most.items));
  return (
    <>
      <svg
        class="week"
        role="img"
        aria-label={spoken}
        viewBox={`0 0 ${left + 24 * (cell + gap)} ${top + 7 * (cell + gap)}`}
      >
        <title>{spoken}</title>
        {[0, 6, 12, 18].map((hour) => (
          <text x={left + hour * (cell + gap)} y={top - 5}>
            {clock(hour)}
          </text>
        ))}
        {words.days.map((name, day) => (
          <text x={0} y={top + day * (cell + gap) + cell - 3}>
            {name}
          </text>
        ))}
        {hours.map(({ day, hour, items }) => (
          <rect
            class={`shade${shadeOf(items, most.items)}`}
            x={left + hour * (cell + gap)}
            y={top + day * (cell + gap)}
            width={cell}
            height={cell}
          >
            <title>{words.cell(words.days[day] ?? '', clock(hour), itemsWords(items))}</title>
          </rect>
        ))}
      </svg>
      <p class="small soft">
        {words.says(itemsWords(norm.items.reduce((sum, each) => sum + each, 0)), viewer.person.timezone)}{' '}
        {most.items > 0 ? spoken : ''}
      </p>
    </>
  );
};

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

const shadeOf = (items: number, most: number): number =>
  items <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((items / most) * shades));

function localHours({ items }: FeedNorm, timezone: string, now: Date): readonly Hour[] {
  const shift = Math.round((zoneOffsetMinutes(timezone, now) ?? 0) / 60);
  return items.slice(0, hoursInWeek).map((count, utc) => {
    const local = (utc + shift + hoursInWeek) % hoursInWeek;
    return { day: Math.floor(local / 24), hour: local % 24, items: count };
  });
}
