import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../src/domain/figures/reading.ts';
import { authorityOf } from '../../../src/domain/ledger/authority.ts';
import { type Claim, shownAsOf } from '../../../src/domain/ledger/claim.ts';
import { claimsOf } from '../../../src/domain/ledger/claimsOf.ts';
import { emptyLedger, enter, type Ledger } from '../../../src/domain/ledger/ledger.ts';
import { outletClock } from '../../../src/domain/ledger/outletClock.ts';

/** What an article of one body claims, read as the service reads it. */
function claimsIn(publishedISO: string, body: string, articleId = publishedISO): readonly Claim[] {
  const { figures, totals } = readFigures({ title: '', body, lang: null, publishedISO });
  const publishedAt = new Date(publishedISO);
  const clock = outletClock(publishedISO, publishedAt);
  return claimsOf({ articleId, outlet: 'Wire', title: '', body, publishedAt, ...clock }, figures, totals);
}

/** Articles entered one after the other; what each moved. */
function movesOf(...articles: readonly (readonly Claim[])[]): readonly string[] {
  let ledger: Ledger = emptyLedger;
  return articles.map((claims, at) => {
    const entered = enter(
      ledger,
      `${at}`,
      claims.map((claim) => ({ ...claim, articleId: `${at}` })),
    );
    ledger = entered.ledger;
    return entered.moves.map(({ from, to }) => `${from?.min ?? '–'} → ${to?.min ?? '–'}`).join();
  });
}

const friday = claimsIn('2022-01-07T09:00:00Z', 'The emergencies ministry said 17 people had been killed.');

describe('a rise as of a day that has begun where the outlet is, but not by UTC', () => {
  it.each([
    'As of Saturday morning, 31 people had been killed, the emergencies ministry said.',
    'К утру субботы погибли 31 человек, сообщили в МЧС.',
    'Сенбідегі жағдай бойынша 31 адам қаза тапты, деп хабарлады Төтенше жағдайлар министрлігі.',
    'As of 8 January, 31 people had been killed, the emergencies ministry said.',
  ])('moves the ledger, and is no reprint when others report it: %s', (body) => {
    const rise = claimsIn('2022-01-07T20:00:00Z', body);
    const next = claimsIn('2022-01-08T06:00:00Z', 'The toll rose to 32 people killed, the emergencies ministry said.');
    expect(movesOf(friday, rise, next)).toEqual(['– → 17', '17 → 31', '31 → 32']);
    expect(rise.map(shownAsOf)).toEqual(['2022-01-08']);
  });
});

it('an older day, printed late, moves nothing', () => {
  const old = claimsIn(
    '2022-01-07T20:00:00Z',
    'As of Wednesday, 31 people had been killed, the emergencies ministry said.',
  );
  expect(old.map(shownAsOf)).toEqual(['2022-01-05']);
  expect(movesOf(friday, old)[1]).toBe('');
});

describe('the day that a claim shows', () => {
  it.each([
    ['As of Saturday, 9 people had been killed.', '2022-01-08'],
    ['9 people were killed on Saturday, police said.', '2022-01-08'],
    ['Police said on Friday that 9 people had been killed.', '2022-01-07'],
    ['The crash on Friday killed 9 people, police said.', '2022-01-08T14:00:00.000Z'],
    ['9 people have been killed, police said.', '2022-01-08T14:00:00.000Z'],
  ])('is the one that the article states for the count, else the instant of publication: %s', (body, shown) => {
    expect(claimsIn('2022-01-08T14:00:00Z', body).map(shownAsOf)).toEqual([shown]);
  });

  it('ends by the outlet’s clock', () => {
    const body = 'As of Saturday evening, 9 people had been killed.';
    const [evening] = claimsIn('2022-01-09T09:00:00+06:00', body);
    const [day] = claimsIn('2022-01-09T09:00:00+06:00', body.replace(' evening', ''));
    expect([evening?.asOf.toISOString(), day?.asOf.toISOString()]).toEqual([
      '2022-01-08T14:00:00.000Z',
      '2022-01-08T17:59:59.000Z',
    ]);
  });
});

describe('a claim that lost only by a day that was inferred', () => {
  let articles = 0;
  const hours = (at: number): Date => new Date(Date.UTC(2022, 0, 5) + at * 3_600_000);
  const claim = (at: number, min: number, more: Partial<Claim> = {}): Claim => ({
    ...{ kind: 'killed', min, max: min, authority: authorityOf('police'), attribution: 'police' },
    ...{ outlet: 'Wire', isAbout: false, isComputed: false, isCorrection: false, isDenial: false },
    ...{ articleId: `${++articles}`, asOf: hours(at), quote: `${min} dead` },
    ...more,
  });
  const singly = (...claims: readonly Claim[]) => movesOf(...claims.map((each) => [each]));
  const weekBefore = (publishedAt: number, min: number) => claim(-120, min, { inferredBefore: hours(publishedAt) });

  it('makes no later report of the count a reprint, up or down', () => {
    expect(singly(claim(0, 10), weekBefore(10, 14), claim(12, 14))).toEqual(['– → 10', '', '10 → 14']);
    expect(singly(claim(0, 10), weekBefore(10, 8), claim(12, 8))).toEqual(['– → 10', '', '10 → 8']);
  });

  it('takes nothing back that was reported before it', () => {
    expect(singly(claim(0, 10), claim(8, 14), weekBefore(10, 14))).toEqual(['– → 10', '10 → 14', '']);
  });

  it('but is remembered where its day is written out, or where it stood', () => {
    expect(singly(claim(0, 10), claim(-120, 14), claim(12, 14))[2]).toBe('');
    const dayBefore = claim(-5, 8, { inferredBefore: hours(2) });
    expect(singly(dayBefore, claim(6, 10), claim(12, 8))).toEqual(['– → 8', '8 → 10', '']);
  });

  it('is so found from the words', () => {
    const [inferred] = claimsIn('2022-01-08T14:00:00Z', 'As of Thursday, 9 people had been killed.');
    const [written] = claimsIn('2022-01-08T14:00:00Z', 'As of 6 January 2022, 9 people had been killed.');
    expect([inferred?.inferredBefore, written?.inferredBefore]).toEqual([new Date('2022-01-08T14:00:00Z'), undefined]);
    expect([inferred, written].map((each) => each?.asOf.toISOString())).toEqual(
      Array.from({ length: 2 }, () => '2022-01-06T23:59:59.000Z'),
    );
  });
});
