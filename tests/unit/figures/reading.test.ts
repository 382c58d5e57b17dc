import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../src/domain/figures/reading.ts';

const at = '2024-03-08T23:30:00+05:00';
const read = (body: string, publishedISO: string | null = at) =>
  readFigures({ title: '', body, lang: null, publishedISO });
const first = (body: string, publishedISO: string | null = at) => read(body, publishedISO).figures[0];

describe('a figure', () => {
  it('names who says so, without the article', () => {
    expect(first('The Ministry of Health said 12 people were killed.')?.attribution).toBe('Ministry of Health');
    expect(first('12 people were killed, according to the regional governor.')?.attribution).toBe('regional governor');
    expect(first('По данным МЧС, погибли 12 человек.')?.attribution).toBe('МЧС');
  });

  it('names who restates a count, and not what stands before a passive', () => {
    const body = 'The Interior Ministry on Sunday lowered the toll to 40, saying one victim had been reported twice.';
    expect(first(body)?.attribution).toBe('Interior Ministry');
  });

  it('names whom it counts', () => {
    expect(first('Four U.S. marines were killed.')?.group).toBe('U.S. marines');
    expect(first('19 police and National Guard members were killed.')?.group).toBe('police and National Guard members');
  });

  it('names the place', () => {
    expect(first('Some 400 protesters gathered in the city of Aktau.')?.place).toBe('Aktau');
  });

  it('names the nearest and narrowest of places within places, but for streets', () => {
    const inside = 'In the town of Zharkent on the Usek River in eastern Kazakhstan, some 400 protesters gathered.';
    expect(first(inside)?.place).toBe('Zharkent');
    expect(first('Two people were killed in Abai Street in Almaty.')?.place).toBe('Almaty');
    expect(first('В Карагандинской области, в Абае погибли 12 человек.')?.place).toBe('Абае');
    expect(first('В Абае в Карагандинской области погибли 12 человек.')?.place).toBe('Абае');
  });

  it('holds for the last such weekday, or the date, never a day to come', () => {
    expect(first('On Friday 12 people were killed.')?.asOf).toBe('2024-03-08');
    expect(first('On Saturday 12 people were killed.')?.asOf).toBe('2024-03-02');
    expect(first('В пятницу погибли 12 человек.')?.asOf).toBe('2024-03-08');
    expect(first('On December 30 12 people were killed.')?.asOf).toBe('2023-12-30');
    expect(first('Вчера погибли 12 человек.')?.asOf).toBe('2024-03-07');
  });

  it('has no day of a clause about something else, but that of its own', () => {
    const helped = 'More than 70 planes landed at the airport, which was taken back from the crowd on Thursday.';
    expect(first(helped)?.asOf).toBeNull();
    expect(first('Прибыли 70 самолетов в аэропорт, который закрыли в четверг.')?.asOf).toBeNull();
    expect(first('The nine men who were killed on Thursday were miners.')?.asOf).toBe('2024-03-07');
    expect(first('On Thursday 70 planes landed at the airport, which was closed.')?.asOf).toBe('2024-03-07');
  });

  it('takes its day from the sentence that calls it stale', () => {
    const text = 'The ministry said 26 people were killed. These figures have not been updated since Thursday.';
    expect(first(text)?.asOf).toBe('2024-03-07');
  });

  it('says its status', () => {
    expect(first('The army denied that 40 soldiers had been killed.')?.status).toBe('denied');
    expect(first('In 2011, 16 people were killed.')?.status).toBe('historical');
    expect(first('The blast could have killed 16 people.')?.status).toBe('hypothetical');
    expect(first('So far this year 16 people have been killed.')?.status).toBe('period');
    expect(first('Moscow will send 3,000 troops.')?.status).toBe('planned');
  });
});

describe('totals', () => {
  it('add the disjoint groups of one sentence', () => {
    expect(read('The ministry said 26 criminals and 18 policemen were killed.').totals.killed).toEqual({
      min: 44,
      max: 44,
    });
  });

  it('count the injured among people shot', () => {
    expect(read('Nine people were shot, one fatally.').totals.injured?.min).toBe(8);
    expect(read('A man is accused of shooting five people.').totals.injured?.min).toBe(5);
  });

  it('add the person without a numeral that a number is joined to', () => {
    expect(read('A 13-year-old boy and six other people were wounded.').totals.injured?.min).toBe(7);
    expect(read('Two miners and a rescuer were killed.').totals.killed?.min).toBe(3);
    expect(read('She and three others were hurt.').totals.injured?.min).toBe(4);
    expect(read('Police said a man was held and six people were wounded.').totals.injured?.min).toBe(6);
  });

  it('count those taken to hospital after a shooting or a crash where nobody says more of them', () => {
    expect(read('A crash near the station sent four people to the hospital.').totals.injured?.min).toBe(4);
    expect(read('After the fire five people were taken to area hospitals.').totals.injured?.min).toBe(5);
    expect(read('Six people were hurt. After the crash four were taken to a hospital.').totals.injured?.min).toBe(6);
    expect(read('Some 300 flu patients were taken to the hospital.').totals.injured).toBeUndefined();
    expect(read('A crash near the station sent four people to the hospital.').figures).toEqual([]);
  });

  it('never let a vague count outdo a firm one', () => {
    expect(read('Hundreds were killed. The ministry said 26 people were killed.').totals.killed?.min).toBe(26);
  });
});

const pieces = fc.constantFrom(
  ...'12 3,800 killed were people the of , . ; ( ) - “ ” said погибли ранены 20-30 from to rose toll No one no one 5 млн. dozens half a million two-three қаза тапты жоқ 2011 in January'.split(
    ' ',
  ),
);

it('quotes exactly, with min never above max, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.array(pieces, { maxLength: 60 }).map((words) => words.join(' ')),
      ),
      (body) => {
        for (const { quote, span, min, max } of readFigures({ title: body, body, lang: null, publishedISO: body })
          .figures) {
          expect(body.slice(span[1], span[2])).toBe(quote);
          expect(quote).not.toBe('');
          expect(min <= (max ?? Number.POSITIVE_INFINITY) && Number.isInteger(min)).toBe(true);
        }
      },
    ),
  );
});
