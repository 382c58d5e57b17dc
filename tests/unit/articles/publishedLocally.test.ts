import { expect, it } from 'vitest';
import { publishedLocally } from '../../../src/domain/articles/publishedLocally.ts';

const at = new Date('2022-01-06T20:30:00Z');
const by = (domain: string | null, publishedOffsetMinutes?: number) =>
  publishedLocally({
    ...{ publishedAt: at, outlet: { name: 'Wire', domain } },
    ...(publishedOffsetMinutes !== undefined && { publishedOffsetMinutes }),
  });

it('is by the clock that the feed writes', () => {
  expect([by('wire.example', 360), by('wire.example', -210)]).toEqual([
    ...['2022-01-07T02:30:00+06:00', '2022-01-06T17:00:00-03:30'],
  ]);
});

it('is by the clock of the outlet’s country where the feed writes none', () => {
  expect([by('news.example.kz'), by('example.ru'), by('example.org'), by(null)]).toEqual([
    ...['2022-01-07T02:30:00+06:00', '2022-01-06T23:30:00+03:00'],
    ...['2022-01-06T20:30:00.000Z', '2022-01-06T20:30:00.000Z'],
  ]);
});

it('is nothing where nobody says when', () => {
  expect(publishedLocally({ publishedAt: null, outlet: { name: 'Wire', domain: 'wire.kz' } })).toBeNull();
});
