import type { IndexedImage, Pixels } from './png.ts';

const mostColours = 256;

/**
 * A screenshot of text has a dozen colours and, between them, the shades of its letters' edges. The 256 commonest stay;
 * a rarer shade takes the nearest of them, which nobody sees.
 */
export function withPalette({ width, height, rgba }: Pixels): IndexedImage {
  const keys = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  // Equally common ones by their number, so that the same picture is the same file.
  const byCount = [...counts].sort(([a, many], [b, more]) => more - many || a - b).map(([key]) => key);
  const palette = byCount.slice(0, mostColours).map(channelsOf);
  const indexOf = new Map(byCount.map((key, rank) => [key, rank < mostColours ? rank : nearest(key, palette)]));
  return { width, height, palette, indexes: Uint8Array.from(keys, (key) => indexOf.get(key) ?? 0) };
}

const channelsOf = (key: number): readonly number[] => [...new Uint8Array(Uint32Array.of(key).buffer)];

function nearest(key: number, palette: readonly (readonly number[])[]): number {
  const colour = channelsOf(key);
  const distances = palette.map((other) =>
    colour.reduce((sum, value, channel) => sum + (value - (other[channel] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
