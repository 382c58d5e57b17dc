import { csvLine } from '../../../domain/basics/csv.ts';
import type { ReadStory } from '../../../ports/storyPageReadings.ts';

const columns = [
  'row',
  'figure',
  'min',
  'max',
  'was_min',
  'was_max',
  'state',
  'attribution',
  'outlet',
  'as_of',
  'at',
  'quote',
  'link',
];

/** The figures of a story: how they moved, then who claims what (RFC 4180). */
export function storyCsv({ moves, claims }: ReadStory): string {
  const moved = moves.map(({ figure, from, to, attribution, outlet, asOf, movedAt, quote }) => [
    ...['move', figure, to?.min, to?.max, from?.min, from?.max, to === null ? 'withdrawn' : '', attribution, outlet],
    ...[asOf === null ? '' : String(asOf), movedAt.toISOString(), quote, ''],
  ]);
  const claimed = claims.map((claim) => [
    ...['claim', claim.figure, claim.min, claim.max, '', '', claim.isDenial ? 'denied' : claim.state],
    ...[claim.attribution, claim.outlet, claim.asOf, claim.claimedAt.toISOString(), claim.quote, claim.link],
  ]);
  return [columns, ...moved, ...claimed].map((row) => csvLine(row.map((value) => String(value ?? '')))).join('');
}
