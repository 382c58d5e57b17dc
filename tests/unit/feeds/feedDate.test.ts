import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedDate, offsetField, readDate } from '../../../src/adapters/feeds/feedDate.ts';

describe('a date is read as it is meant', () => {
  it.each([
    ['Thu, 06 Jan 2022 14:30:00 GMT', '2022-01-06T14:30:00.000Z'],
    ['Thu, 06 Jan 2022 14:30:00 GMT+0300', '2022-01-06T11:30:00.000Z'],
    ['Thu, 06 Jan 2022 14:30:00 +03', '2022-01-06T11:30:00.000Z'],
    ['Thu, 06 Jan 2022 14:30:00 -500', '2022-01-06T19:30:00.000Z'],
    ['Thu, 06 Jan 2022 14:30:00 +0300 (MSK)', '2022-01-06T11:30:00.000Z'],
    ['Thu, 6 Jan 2022 14:30:00 MSK', '2022-01-06T11:30:00.000Z'],
    ['6 Jan 22 14:30 EST', '2022-01-06T19:30:00.000Z'],
    ['Thu,06-Jan-22 14:30:00 Z', '2022-01-06T14:30:00.000Z'],
    ['Thu Jan  6 14:30:00 MSK 2022', '2022-01-06T11:30:00.000Z'],
    ['Thu Jan  6 14:30:00 2022', '2022-01-06T14:30:00.000Z'],
    ['Thursday, January 6th, 2022 at 2:30 p.m. EST', '2022-01-06T19:30:00.000Z'],
    ['Jan 6, 2022', '2022-01-06T00:00:00.000Z'],
    ['Thu, 06 Jan 2022 23:59:60 GMT', '2022-01-07T00:00:00.000Z'],
    ['Чт, 06 Jan 2022 14:30:00 +0600', '2022-01-06T08:30:00.000Z'],
    ['Чт, 06 янв 2022 14:30:00 МСК', '2022-01-06T11:30:00.000Z'],
    ['6 января 2022 г. в 14:30', '2022-01-06T14:30:00.000Z'],
    ['14:30, 6 января 2022', '2022-01-06T14:30:00.000Z'],
    ['2022 жылғы 6 қаңтар, 14:30', '2022-01-06T14:30:00.000Z'],
    ['сенбі, 8 қаңтар 2022 14:30:00 +0600', '2022-01-08T08:30:00.000Z'],
    ['mar., 06 ene 2022 10:00:00 +0100', '2022-01-06T09:00:00.000Z'],
    ['2022-01-06T14:30:00', '2022-01-06T14:30:00.000Z'],
    ['2022-01-06T14:30:00.5+05:00', '2022-01-06T09:30:00.500Z'],
    ['2022-01-06T14:30:00.1234567890Z', '2022-01-06T14:30:00.123Z'],
    ['2022-01-06 14:30:00 +0000 UTC', '2022-01-06T14:30:00.000Z'],
    ['2022-01-06T24:00:00Z', '2022-01-07T00:00:00.000Z'],
    ['2022-01-06+03:00', '2022-01-05T21:00:00.000Z'],
    ['20220106T143000Z', '2022-01-06T14:30:00.000Z'],
    ['2022-01-06', '2022-01-06T00:00:00.000Z'],
    ['2022/1/6 4:05', '2022-01-06T04:05:00.000Z'],
    ['06.01.2022 14:30', '2022-01-06T14:30:00.000Z'],
    ['1/13/2022 12:30:00 AM', '2022-01-13T00:30:00.000Z'],
    ['1641472200', '2022-01-06T12:30:00.000Z'],
    ['Fri, 11 Mar 2022 09:05:00 (GMT+6)', '2022-03-11T03:05:00.000Z'],
    ['2022-03-11 09:05 (UTC-03:30)', '2022-03-11T12:35:00.000Z'],
    ['2022-03-11 09:05 (MSK)', '2022-03-11T06:05:00.000Z'],
    ['2022-03-11T09:05:00[Asia/Almaty]', '2022-03-11T03:05:00.000Z'],
    ['2022-07-11 09:05 [Europe/Berlin]', '2022-07-11T07:05:00.000Z'],
    ['2022-03-27T03:05:00 (Europe/Berlin)', '2022-03-27T01:05:00.000Z'],
    ['11 наурыз 2022 жылы 09:05', '2022-03-11T09:05:00.000Z'],
    ['2022 jylǵy 11 qyrkúıek, 09:05', '2022-09-11T09:05:00.000Z'],
    ['11 karasha 2022 09:05 +0600', '2022-11-11T03:05:00.000Z'],
    ['2022年3月11日（金）午後9時05分', '2022-03-11T21:05:00.000Z'],
    ['2022年3月11日 星期五 09:05 +0800', '2022-03-11T01:05:00.000Z'],
    ['2022년 3월 11일 금요일 오전 9:05', '2022-03-11T09:05:00.000Z'],
    ['Fri, 11 Mar 2022 09:05:00 −0330', '2022-03-11T12:35:00.000Z'],
    ['3/15/2022, 9:05:00\u202fPM', '2022-03-15T21:05:00.000Z'],
    ['/Date(1646989500000+0600)/', '2022-03-11T09:05:00.000Z'],
    ['1646989500.75', '2022-03-11T09:05:00.000Z'],
    ['1970-01-03T00:00:00Z', '1970-01-03T00:00:00.000Z'],
    ['1901-01-02', '1901-01-02T00:00:00.000Z'],
  ])('%s', (text, iso) => {
    expect(feedDate(text)?.toISOString()).toBe(iso);
  });

  it.each([
    ['an offset outside of them', '2022-03-11 09:05:00 +0300 (GMT+6)', '2022-03-11T06:05:00.000Z'],
    ['UTC by its name', '2022-03-11T09:05:00Z [Asia/Almaty]', '2022-03-11T09:05:00.000Z'],
    ['a place that is none', '2022-03-11 09:05 [Asia/Nowhere]', '2022-03-11T09:05:00.000Z'],
    ['a remark', '2022-03-11 09:05 (updated +2)', '2022-03-11T09:05:00.000Z'],
    ['a single letter', '2022-03-11 09:05 (m)', '2022-03-11T09:05:00.000Z'],
  ])('brackets do not outweigh, nor count as a zone: %s', (_name, text, iso) => {
    expect(feedDate(text)?.toISOString()).toBe(iso);
  });

  it('whatever the zone of this machine, and with the offset it was written with', () => {
    expect(offsetField(readDate('Thu, 06 Jan 2022 14:30:00 +0545'))).toEqual({ publishedOffsetMinutes: 345 });
    expect(offsetField(readDate('2022-01-06T14:30:00'))).toEqual({});
    expect(offsetField(readDate('2022-07-11 09:05 [Europe/Berlin]'))).toEqual({ publishedOffsetMinutes: 120 });
  });

  it('as any clock in the world would write it', () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const instant = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, minutes, (at, offset) => {
        const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 23);
        const zone = `${offset < 0 ? '-' : '+'}${hours(Math.abs(offset))}`;
        expect(feedDate(local + zone)).toEqual(at);
      }),
    );
  });
});

const hours = (minutes: number): string =>
  `${String(Math.trunc(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

describe('no date is made up', () => {
  it.each([
    '',
    'yesterday',
    'Today at 14:30',
    '14:30',
    '6 Jan',
    'Jan 2022',
    '2022',
    '2022-01',
    '32 Jan 2022',
    '31 Jun 2022 10:00 GMT',
    '2022-13-01',
    '2022-02-31',
    '06 Foo 2022',
    '03/04/2022',
    '0001-01-01T00:00:00Z',
    '1970-01-01T06:00:00+06:00',
    'Wed, 31 Dec 1969 19:00:00 -0500',
    'Fri, 02 Jan 1970 00:00:00 GMT',
    '0000000000',
    '/Date(0000000000000)/',
    '1900-01-01T00:00:00+03:00',
    '01.01.1900',
    '2022年13月1日',
    '2022-01-06T24:30:00',
    '2022-01-06T14:60:00',
    '2022-01-06T14:30:00+2500',
    'Thu, 06 Jan 2022 25:00:00 GMT',
    '06 Jan 2022 13:00 PM',
    '06 Jan 2022 10:00 XYZ',
  ])('of "%s"', (text) => {
    expect(feedDate(text)).toBeNull();
  });

  it('and no text throws', () => {
    const piece = fc.constantFrom(
      '0',
      '6',
      '2022',
      ':',
      '-',
      '+',
      '.',
      '/',
      ' ',
      'T',
      'Z',
      'Jan',
      'янв',
      'pm',
      'msk',
      '(',
      ')',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const date = feedDate(pieces.join(''));
        expect(date === null || Number.isFinite(date.getTime())).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
