import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { ReadClaim, ReadMove } from '../../../ports/storyPageReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { timeIn } from '../shownTime.tsx';

const [width, height, left, right, top, floor] = [400, 150, 8, 52, 18, 120];

interface ChartProps {
  readonly viewer: Viewer;
  readonly figure: string;
  /** Of that figure, oldest first. */
  readonly moves: readonly ReadMove[];
  readonly claims: readonly ReadClaim[];
  /** The time up to which the last value stands. */
  readonly until: Date;
  readonly now: Date;
}

/**
 * What the ledger said of a figure over time, as steps with the band of what sources said; counts that were taken back are hollow
 * and struck through.
 */
export const FigureChart = ({ viewer, figure, moves, claims, until, now }: ChartProps) => {
  const [first] = moves;
  if (first === undefined) return null;
  const start = first.movedAt.getTime();
  const end = Math.max(until.getTime(), moves.at(-1)?.movedAt.getTime() ?? start, start + 1);
  const highest = Math.max(1, ...claims.map(topOf), ...moves.map(({ to }) => (to === null ? 0 : topOf(to))));
  const x = (at: Date) => left + ((at.getTime() - start) / (end - start)) * (width - left - right);
  const y = (count: number) => floor - (Math.max(0, count) / highest) * (floor - top);
  const steps = stepsOf(moves, new Date(end));
  const struck = claims.filter(({ state, isDenial }) => (state === 'struck' || state === 'withdrawn') && !isDenial);
  const isStruck = (min: number) => struck.some((claim) => claim.min === min);
  const label = viewer.words.stories.chart(figure, moves.map(({ to }) => boundsInWords(to)).join(', '));
  const last = moves.at(-1)?.to ?? null;
  return (
    <figure class="chart">
      <figcaption>{figure}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <path class="axis" d={`M${left} ${floor}H${width - right}`} />
        {steps.map(({ from, to, bounds }) =>
          bounds === null ? null : (
            <>
              <rect
                class="band"
                x={x(from)}
                width={Math.max(0, x(to) - x(from))}
                y={y(topOf(bounds))}
                height={Math.max(0, y(bounds.min) - y(topOf(bounds)))}
              />
              <path
                class={isStruck(bounds.min) && bounds.min !== last?.min ? 'line taken-back' : 'line'}
                d={`M${x(from)} ${y(bounds.min)}H${x(to)}`}
              />
            </>
          ),
        )}
        {steps.map(({ from, bounds }, place) => {
          const before = steps[place - 1]?.bounds;
          return bounds === null || before === null || before === undefined ? null : (
            <path class="rise" d={`M${x(from)} ${y(before.min)}V${y(bounds.min)}`} />
          );
        })}
        {claims.map((claim) => (
          <circle
            class={claim.state === 'struck' || claim.state === 'withdrawn' ? 'mark hollow' : 'mark'}
            cx={x(new Date(Math.min(Math.max(claim.claimedAt.getTime(), start), end)))}
            cy={y(claim.min)}
            r="3"
          >
            <title>{`${boundsInWords(claim)}, ${claim.attribution ?? claim.outlet}`}</title>
          </circle>
        ))}
        {labelled(steps).map(({ from, bounds }) => (
          <text
            class={isStruck(bounds.min) && bounds.min !== last?.min ? 'taken-back' : ''}
            x={x(from) + 3}
            y={y(bounds.min) - 6}
          >
            {boundsInWords(bounds)}
          </text>
        ))}
        <text class="time" x={left} y={height - 12}>
          {timeIn(viewer.person.timezone, first.movedAt, now)}
        </text>
        <text class="time" x={width - right} y={height - 12} text-anchor="end">
          {timeIn(viewer.person.timezone, new Date(end), now)}
        </text>
      </svg>
    </figure>
  );
};

interface Step {
  readonly from: Date;
  readonly to: Date;
  readonly bounds: ReadMove['to'];
}

const stepsOf = (moves: readonly ReadMove[], end: Date): readonly Step[] =>
  moves.map(({ movedAt, to }, place) => ({ from: movedAt, to: moves[place + 1]?.movedAt ?? end, bounds: to }));

const mostLabels = 8;

/** Of very many steps the first and the last ones have a label. */
function labelled(steps: readonly Step[]): readonly (Step & { readonly bounds: NonNullable<Step['bounds']> })[] {
  const shown = steps.flatMap((step) => (step.bounds === null ? [] : [{ ...step, bounds: step.bounds }]));
  return shown.length <= mostLabels ? shown : [...shown.slice(0, 1), ...shown.slice(1 - mostLabels)];
}

const topOf = ({ min, max }: { readonly min: number; readonly max: number | null }): number => max ?? min;
