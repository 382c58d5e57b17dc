import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../src/domain/figures/reading.ts';

const dayOf = (body: string, publishedISO: string | null) =>
  readFigures({ title: '', body, lang: null, publishedISO }).figures[0]?.asOf;

describe('a weekday or date where the outlet’s zone is not known', () => {
  it.each([
    ['As of Saturday, 9 people had died.', '2022-01-07T20:00:00Z', '2022-01-08'],
    ['9 people had died by Saturday morning.', '2022-01-07T10:00:00.000Z', '2022-01-08'],
    ['К утру субботы погибли 9 человек.', '2022-01-07T20:00:00Z', '2022-01-08'],
    ['Сенбідегі жағдай бойынша 9 адам қаза тапты.', '2022-01-07T20:00:00Z', '2022-01-08'],
    ['As of 8 January, 9 people had died.', '2022-01-07T20:00:00Z', '2022-01-08'],
    ['На 8 января погибли 9 человек.', '2022-01-07T20:00:00+00:00', '2022-01-08'],
    ['8 қаңтарда 9 адам қаза тапты.', '2022-01-07T20:00:00', '2022-01-08'],
    ['On 1 January 9 people died.', '2021-12-31T19:00:00Z', '2022-01-01'],
  ])('is already today by the clocks of the east: %s (%s)', (body, published, day) => {
    expect(dayOf(body, published)).toBe(day);
  });

  it.each([
    ['As of Saturday, 9 people had died.', '2022-01-07T09:59:59Z', '2022-01-01'],
    ['As of Saturday, 9 people had died.', '2022-01-07', '2022-01-01'],
    ['As of 8 January, 9 people had died.', '2022-01-07T09:59:59Z', '2021-01-08'],
    ['On Friday 9 people died.', '2022-01-07T20:00:00Z', '2022-01-07'],
    ['Вчера погибли 9 человек.', '2022-01-07T20:00:00Z', '2022-01-06'],
  ])('is none that is nowhere yet, nor moved by that: %s (%s)', (body, published, day) => {
    expect(dayOf(body, published)).toBe(day);
  });
});

it.each([
  ['As of Saturday, 9 people had died.', '2022-01-08T02:00:00+06:00', '2022-01-08'],
  ['As of Saturday, 9 people had died.', '2022-01-07T21:00:00+03:00', '2022-01-01'],
  ['As of 8 January, 9 people had died.', '2022-01-07T21:00:00+03:00', '2021-01-08'],
])('is by the outlet’s clock where that is known: %s (%s)', (body, published, day) => {
  expect(dayOf(body, published)).toBe(day);
});

describe('published on Saturday, 8 January 2022, in Almaty', () => {
  const published = '2022-01-08T23:30:00+06:00';
  it.each([
    ['9 people died on Saturday evening.', '2022-01-08'],
    ['9 people died the day before yesterday.', '2022-01-06'],
    ['9 people died yesterday evening.', '2022-01-07'],
    ['9 people died last Saturday.', '2022-01-01'],
    ['9 people died last night.', '2022-01-07'],
    ['9 people died this morning.', '2022-01-08'],
    ['В субботу вечером погибли 9 человек.', '2022-01-08'],
    ['В прошлую субботу погибли 9 человек.', '2022-01-01'],
    ['Позавчера погибли 9 человек.', '2022-01-06'],
    ['Вчера вечером погибли 9 человек.', '2022-01-07'],
    ['К четвергу погибли 9 человек.', '2022-01-06'],
    ['Сенбі күні кешке 9 адам қаза тапты.', '2022-01-08'],
    ['Өткен сенбіде 9 адам қаза тапты.', '2022-01-01'],
    ['Кеше кешке 9 адам қаза тапты.', '2022-01-07'],
    ['Алдыңғы күні 9 адам қаза тапты.', '2022-01-06'],
    ['Бүгін таңертең 9 адам қаза тапты.', '2022-01-08'],
    ['2021 жылғы 6 қаңтарда 9 адам қаза тапты.', '2021-01-06'],
    ['6 января 2021 года погибли 9 человек.', '2021-01-06'],
    ['9 people died on February 29.', '2020-02-29'],
  ])('%s: %s', (body, day) => {
    expect(dayOf(body, published)).toBe(day);
  });

  it.each([
    '9 people died; the funeral is next Saturday.',
    '9 people died on 31 June.',
    '9 people died on February 29, 2021.',
    '9 адам қаза тапты, жерлеу келесі сенбіде.',
    'Погибли 9 человек, похороны в следующую субботу.',
  ])('%s: none', (body) => {
    expect(dayOf(body, published)).toBeNull();
  });
});

it('tells a day that was inferred from one that is written out', () => {
  const isInferred = (body: string) =>
    readFigures({ title: '', body, lang: null, publishedISO: '2022-01-08T12:00:00Z' }).figures[0]?.isDayInferred;
  expect(isInferred('As of Thursday, 9 people had died.')).toBe(true);
  expect(isInferred('As of 6 January, 9 people had died.')).toBe(true);
  expect(isInferred('As of 6 January 2022, 9 people had died.')).toBe(false);
  expect(isInferred('9 people had died.')).toBe(false);
});
