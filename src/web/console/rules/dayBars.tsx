interface DayBarsProps {
  readonly days: readonly number[];
  readonly label: string;
  /** The same days as they would be after an edit, beside them. */
  readonly then?: readonly number[];
  readonly isLarge?: boolean;
}

const height = 24;
const pitch = 6;

/** A bar a day, the oldest first. */
export const DayBars = ({ days, label, then, isLarge = false }: DayBarsProps) => {
  const most = Math.max(1, ...days, ...(then ?? []));
  const barOf = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * height));
  return (
    <svg
      class={isLarge ? 'bars large' : 'bars'}
      viewBox={`0 0 ${days.length * pitch} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {days.map((count, place) => {
        const tall = barOf(count);
        return <rect x={place * pitch} y={height - tall} width={pitch - 2} height={tall} class="now" />;
      })}
      {(then ?? []).map((count, place) => {
        const tall = barOf(count);
        return <rect x={place * pitch + 2} y={height - tall} width={2} height={tall} class="then" />;
      })}
      <path d={`M0 ${height - 0.25}H${days.length * pitch}`} class="ground" />
    </svg>
  );
};
