import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityOf } from '../../../src/domain/ledger/authority.ts';
import type { Claim } from '../../../src/domain/ledger/claim.ts';
import { emptyLedger, enter, headlineOf, type Ledger } from '../../../src/domain/ledger/ledger.ts';
import { viewOf } from '../../../src/domain/ledger/view.ts';

let articles = 0;

/** `at` counts hours from the start of the story. */
function claim(by: string | null, at: number, min: number, more: Partial<Claim> = {}): Claim {
  const plain = {
    isAbout: false,
    isComputed: false,
    isCorrection: false,
    isDenial: false,
    outlet: 'Steppe Wire',
    quote: `${min} dead`,
  };
  const asOf = new Date(Date.UTC(2022, 0, 5) + at * 3_600_000);
  const whole = { kind: 'killed', min, max: min, authority: authorityOf(by), attribution: by, asOf, ...plain } as const;
  return { ...whole, articleId: `article-${++articles}`, ...more };
}

/** Enters the claims one after the other; answers what each moved, as `from → to`. */
function movesOf(...claims: readonly Claim[]): readonly string[] {
  let ledger: Ledger = emptyLedger;
  return claims.map((each) => {
    const entered = enter(ledger, each.articleId, [each]);
    ledger = entered.ledger;
    return entered.moves.map(({ from, to }) => `${from?.min ?? '–'} → ${to?.min ?? '–'}`).join();
  });
}

const ministry = 'the Interior Ministry';

describe('a count moves', () => {
  it('with its first claim', () => {
    expect(movesOf(claim(null, 0, 3))).toEqual(['– → 3']);
  });

  it('when the same authority restates it, up or down, in whatever language', () => {
    expect(movesOf(claim(ministry, 0, 18), claim('МВД', 5, 26), claim('Ішкі істер министрлігі', 9, 25))).toEqual([
      '– → 18',
      '18 → 26',
      '26 → 25',
    ]);
  });

  it('when a better source speaks, also of less', () => {
    expect(movesOf(claim('eyewitnesses', 3, 40), claim('the hospital', 4, 20), claim(ministry, 4, 18))).toEqual([
      '– → 40',
      '40 → 20',
      '20 → 18',
    ]);
  });

  it('when a source as good has counted more later', () => {
    expect(movesOf(claim(ministry, 0, 26), claim('Health Ministry', 60, 164))).toEqual(['– → 26', '26 → 164']);
  });

  it('when a better source rises to what a lesser one had said before, but not down to it', () => {
    const police = claim('police', 2, 2);
    expect(movesOf(claim('witnesses', 0, 3), police, claim('police', 9, 3))).toEqual(['– → 3', '3 → 2', '2 → 3']);
    expect(movesOf(claim('witnesses', 0, 3), police, claim('witnesses', 9, 3))[2]).toBe('');
    expect(movesOf(claim(null, 0, 11), claim(ministry, 5, 21), claim(ministry, 9, 11))[2]).toBe('');
  });

  it('down when one as good calls it wrong', () => {
    const corrected = claim('the prosecutor', 5, 7, { isCorrection: true });
    expect(movesOf(claim(ministry, 0, 8), corrected)[1]).toBe('8 → 7');
    expect(movesOf(claim(ministry, 0, 8), { ...corrected, isCorrection: false })[1]).toBe('');
  });

  it('down when the ministry counts less than its own police', () => {
    expect(movesOf(claim('the regional police', 0, 11), claim(ministry, 5, 9))[1]).toBe('11 → 9');
    expect(movesOf(claim(ministry, 0, 11), claim('the regional police', 5, 9))[1]).toBe('');
  });

  it('up to what it was before a correction, when one more dies a day later', () => {
    const corrected = claim(ministry, 5, 8, { isCorrection: true });
    const again = claim(ministry, 20, 9, { quote: 'the toll rose to nine' });
    const said = [claim(ministry, 0, 9), corrected];
    expect(movesOf(...said, again)[2]).toBe('8 → 9');
    expect(movesOf(...said, { ...again, quote: 'nine dead' })[2]).toBe('');
    expect(movesOf(...said, { ...again, asOf: new Date(corrected.asOf.getTime() + 3_600_000) })[2]).toBe('');
  });

  it('when an outlet that names nobody has counted more later than a ministry, but not than a witness', () => {
    expect(movesOf(claim(ministry, 0, 18), claim(null, 3, 21))[1]).toBe('18 → 21');
    expect(movesOf(claim(ministry, 0, 18), claim(null, 3, 15))[1]).toBe('');
    expect(movesOf(claim('eyewitnesses', 0, 18), claim(null, 3, 21))[1]).toBe('');
  });

  it('when an open count is closed', () => {
    expect(movesOf(claim(ministry, 0, 30, { max: null }), claim(ministry, 3, 32))).toEqual(['– → 30', '30 → 32']);
  });
});

it('stands on the best word that confirms it', () => {
  const said = [claim('witnesses', 0, 3), claim('police', 2, 3)];
  expect(movesOf(...said, claim('the hospital', 4, 5))).toEqual(['– → 3', '', '']);
  expect(viewOf(enterAll(said))).toMatchObject([{ min: 3, attribution: 'police', asOf: said[0]?.asOf.toISOString() }]);
});

describe('a count stays', () => {
  it.each([
    ['when other outlets pass on the same', claim('МВД', 2, 18, { outlet: 'Vesti Azii' })],
    ['when a lesser source counts otherwise', claim('eyewitnesses', 3, 60)],
    ['when a source as good counts less', claim('Health Ministry', 3, 12)],
    ['when it is restated less exactly', claim(ministry, 3, 15, { max: null })],
    ['when it is restated far less exactly', claim(ministry, 3, 5, { max: null })],
    ['when a range around it is given', claim(ministry, 3, 0, { max: 20 })],
    ['when it is rounded to tens', claim(ministry, 3, 20, { isAbout: true })],
    ['when a small group is counted alone', claim(ministry, 3, 4, { quote: 'Four of the dead' })],
    ['when no one else is said to have died', claim(ministry, 3, 0)],
    ['when it is rounded', claim(ministry, 3, 19, { isAbout: true })],
    ['when an earlier day is told of', claim(ministry, -20, 11)],
  ])('%s', (_, later) => {
    expect(movesOf(claim(ministry, 0, 18), later)[1]).toBe('');
  });

  it('when an old report is printed again, whoever prints it and however late', () => {
    const claims = [claim(ministry, 0, 18), claim(ministry, 5, 26), claim(ministry, 9, 18), claim(null, 30, 18)];
    expect(movesOf(...claims).slice(2)).toEqual(['', '']);
  });

  it('when an old correction is printed again', () => {
    const corrected = claim(ministry, 5, 31, { isCorrection: true });
    const late = { ...corrected, articleId: 'late', asOf: claim(null, 30, 0).asOf };
    expect(movesOf(claim(ministry, 0, 32), corrected, claim(ministry, 20, 46), late)).toEqual([
      '– → 32',
      '32 → 31',
      '31 → 46',
      '',
    ]);
  });

  it('when a part of the sum that stands is said alone', () => {
    const sum = claim(ministry, 0, 30, { isComputed: true, quote: '12 attackers + eighteen police officers' });
    expect(movesOf(sum, claim(ministry, 9, 18, { quote: '18 people' }))[1]).toBe('');
    expect(movesOf(sum, claim(ministry, 9, 18, { quote: '18 people', isCorrection: true }))[1]).toBe('30 → 18');
  });

  it('but goes back to an old count when that is called a correction', () => {
    const corrected = claim(ministry, 9, 18, { isCorrection: true });
    expect(movesOf(claim(ministry, 0, 18), claim(ministry, 5, 26), corrected)[2]).toBe('26 → 18');
  });
});

it('gives way to the best claim left when the article no longer says it', () => {
  const wrong = claim(ministry, 5, 260);
  let { ledger } = enter(emptyLedger, 'a', [claim(ministry, 0, 18, { articleId: 'a' })]);
  ({ ledger } = enter(ledger, 'b', [{ ...wrong, articleId: 'b' }]));
  const { moves } = enter(ledger, 'b', []);
  expect(moves.map(({ from, to }) => [from?.min, to?.min])).toEqual([[260, 18]]);
});

it('takes no repetition of what stood before for a contradiction', () => {
  const claims = [claim(null, 0, 8, { outlet: 'Courier' }), claim(ministry, 0, 8), claim(ministry, 2, 18)];
  expect(viewOf({ claims })).toMatchObject([{ min: 18, others: [] }]);
});

it('knows the range that those of standing say last, how many have spoken, and who contradicts', () => {
  const claims = [
    claim(ministry, 0, 18),
    claim('МВД', 2, 18),
    claim('Health Ministry', 3, 12),
    claim('activists', 4, 90),
  ];
  const [view] = viewOf({ claims });
  expect(view).toMatchObject({ kind: 'killed', min: 18, range: { min: 12, max: 18 }, sources: 3 });
  expect(view?.others.map(({ min }) => min)).toEqual([90, 12]);
  expect(view?.asOf).toEqual(claims[0]?.asOf.toISOString());
});

const enterAll = (claims: readonly Claim[], from: Ledger = emptyLedger): Ledger =>
  claims.reduce((ledger, each) => enter(ledger, each.articleId, [each]).ledger, from);

describe('whatever is claimed', () => {
  const by = fc.constantFrom(ministry, 'police', 'Health Ministry', 'the hospital', 'eyewitnesses', null);
  const more = fc.record({
    isAbout: fc.boolean(),
    isCorrection: fc.boolean(),
    outlet: fc.constantFrom('Steppe Wire', 'Vesti Azii'),
  });
  const any = fc.tuple(by, fc.nat(90), fc.nat(40), more).map((parts) => claim(...parts));
  const stream = fc.uniqueArray(any, { maxLength: 12, selector: ({ asOf }) => asOf.getTime() });
  const saysOf = (ledger: Ledger) => headlineOf(ledger, 'killed');

  it('the moves lead from one headline to the next', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (claims) => {
        let ledger: Ledger = emptyLedger;
        let last: number | null = null;
        for (const each of claims) {
          const entered = enter(ledger, each.articleId, [each]);
          for (const { from, to } of entered.moves) {
            expect(from?.min ?? null).toBe(last);
            last = to?.min ?? null;
          }
          ledger = entered.ledger;
        }
        expect(saysOf({ claims })?.min ?? null).toBe(last);
      }),
    );
  });

  it('the order in which reports of different times come in does not matter', () => {
    const twoOrders = stream.chain((claims) =>
      fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
    );
    fc.assert(
      fc.property(twoOrders, ([claims, shuffled]) => {
        expect(viewOf(enterAll(shuffled))).toEqual(viewOf(enterAll(claims)));
      }),
    );
  });

  it('what an article withdraws was never claimed', () => {
    fc.assert(
      fc.property(stream, any, fc.nat(12), (claims, wrong, at) => {
        const withWrong = enterAll([...claims.slice(0, at), wrong, ...claims.slice(at)]);
        expect(enter(withWrong, wrong.articleId, []).ledger).toEqual(enterAll(claims));
      }),
    );
  });

  it('who repeats a count moves nothing and is no other source', () => {
    fc.assert(
      fc.property(stream, fc.nat(11), (claims, at) => {
        const again = claims[at];
        if (again === undefined || again.isCorrection) return;
        const before = enterAll(claims);
        const repeated = { ...again, articleId: 'again', asOf: claim(null, 100, 0).asOf };
        const { ledger, moves } = enter(before, 'again', [repeated]);
        expect(moves).toEqual([]);
        expect(viewOf(ledger)[0]?.sources).toBe(viewOf(before)[0]?.sources);
      }),
    );
  });
});

it('counts ten outlets that quote one ministry as one source', () => {
  const names = [ministry, 'МВД', 'Ішкі істер министрлігі', 'the interior minister'];
  const claims = Array.from({ length: 10 }, (_, at) =>
    claim(names[at % 4] ?? null, at, 18, { outlet: `Outlet ${at}` }),
  );
  expect(viewOf(enterAll(claims))).toMatchObject([{ sources: 1, others: [], range: { min: 18, max: 18 } }]);
});

it('keeps its headline, and what was left behind, under any number of repetitions', () => {
  const start = [claim(ministry, 0, 18), claim(ministry, 1, 164)];
  const repeated = Array.from({ length: 400 }, (_, at) => claim(at % 2 ? ministry : null, 2 + at, at % 3 ? 164 : 18));
  const ledger = enterAll([...start, ...repeated]);
  expect(headlineOf(ledger, 'killed')).toBe(start[1]);
  expect(ledger.claims.length).toBe(200);
  expect(enter(ledger, 'late', [claim(ministry, 500, 18, { articleId: 'late' })]).moves).toEqual([]);
});

describe('an authority is known by one key', () => {
  it.each([
    ['the emergencies ministry', 'emergencies-ministry', 'official'],
    ['МЧС', 'emergencies-ministry', 'official'],
    ['Төтенше жағдайлар министрлігі', 'emergencies-ministry', 'official'],
    ['the operating company', 'operator', 'organisation'],
    ['local residents', 'eyewitness', 'witness'],
    ['a source in the Interior Ministry', 'unnamed', 'witness'],
    ["the Interior Ministry's Telegram channel", 'interior-ministry', 'official'],
    ['Telegram-канал «Завод»', 'unnamed', 'witness'],
    ['со ссылкой на неназванного сотрудника', 'unnamed', 'witness'],
    ['сотрудник завода', 'сотрудник завода', 'organisation'],
    ['a company statement', 'operator', 'organisation'],
    ['hospital officials', 'hospital', 'organisation'],
    ['regional health department', 'health-ministry', 'official'],
    ['в ведомстве', 'officials', 'official'],
    ['the driver of a passing truck', 'eyewitness', 'witness'],
    ['relatives of the miners', 'relatives', 'witness'],
    ['Reuters', 'reuters', 'organisation'],
    [null, '', 'organisation'],
  ])('%s → %s, %s', (attribution, key, rank) => {
    expect(authorityOf(attribution)).toEqual({ key, rank });
  });
});

describe('a count that is denied', () => {
  const channel = 'a government channel';
  const standing = [claim(ministry, 0, 44), claim(channel, 2, 164)];
  const denial = (by: string | null, hour: number, more: Partial<Claim> = {}) =>
    claim(by, hour, 164, { isDenial: true, ...more });
  const says = (...more: readonly Claim[]) => headlineOf({ claims: [...standing, ...more] }, 'killed')?.min;

  it('is gone when whoever said it denies it, and the best one left stands', () => {
    expect(says()).toBe(164);
    expect(says(denial(channel, 3))).toBe(44);
  });

  it('is gone when a better source denies it, and stays when a lesser one does, or nobody is named', () => {
    const rumour = [claim(ministry, 0, 8), claim('a hospital', 2, 30)];
    const left = (by: string | null) =>
      headlineOf({ claims: [...rumour, claim(by, 3, 30, { isDenial: true })] }, 'killed')?.min;
    const alone = [claim('a hospital', 2, 30)];
    expect(headlineOf({ claims: [...alone, claim(ministry, 3, 30, { isDenial: true })] }, 'killed')).toBeNull();
    expect([left(ministry), left('activists'), left(null)]).toEqual([8, 8, 8]);
    expect([says(denial('activists', 3)), says(denial(null, 3))]).toEqual([164, 164]);
  });

  it('is gone when it is said to have been a mistake, whoever reports that', () => {
    expect(says(denial(null, 3, { isCorrection: true }))).toBe(44);
  });

  it('is not brought back by who prints it again, but by an official word', () => {
    expect(says(denial(channel, 3), claim('a hospital', 5, 164))).toBe(44);
    expect(says(denial(channel, 3), claim(ministry, 5, 164))).toBe(164);
  });

  it('is nobody’s last word, and leaves other counts alone', () => {
    const [view] = viewOf({ claims: [...standing, denial(channel, 3)] });
    expect(view).toMatchObject({ min: 44, others: [] });
    expect(says(denial(channel, 3, { min: 20, max: 20 }))).toBe(164);
  });
});
