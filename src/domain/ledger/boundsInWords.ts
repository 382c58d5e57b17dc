import type { Bounds } from './claim.ts';

const count = new Intl.NumberFormat('en-GB');

/** `26`, `3,800 or more`, `10–12`, `up to 20`; `withdrawn` for nothing. */
export function boundsInWords(bounds: Bounds | null): string {
  if (bounds === null) return 'withdrawn';
  const { min, max } = bounds;
  if (max === min) return count.format(min);
  if (max === null) return `${count.format(min)} or more`;
  return min === 0 ? `up to ${count.format(max)}` : `${count.format(min)}–${count.format(max)}`;
}
