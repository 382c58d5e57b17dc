import { expect, it } from 'vitest';
import { claimsOf } from '../../../src/domain/ledger/claimsOf.ts';
import type { ClaimedFigure, LedgerArticle } from '../../../src/domain/ledger/stated.ts';

const article: LedgerArticle = {
  ...{ articleId: 'a', outlet: 'Steppe Wire', title: '', publishedOn: '2022-01-07' },
  body: 'The ministry revised the toll down to 17. It had said 18. The dam broke on Thursday.',
  publishedAt: new Date('2022-01-07T10:00:00Z'),
};

function figure(min: number, more: Partial<ClaimedFigure> = {}): ClaimedFigure {
  const plain = {
    kind: 'killed',
    bound: 'exact',
    status: 'stated',
    group: null,
    attribution: null,
    asOf: null,
    isStale: false,
  } as const;
  return { ...plain, min, max: min, quote: `${min} dead`, span: ['body', 60, 63], ...more };
}

it('claims the total that stands in the article, on the word that it names', () => {
  const figures = [figure(18), figure(18, { attribution: 'the Interior Ministry' }), figure(3, { status: 'part' })];
  expect(claimsOf(article, figures, { killed: { min: 18, max: 18 } })).toMatchObject([
    { min: 18, max: 18, attribution: 'the Interior Ministry', isComputed: false, quote: '18 dead' },
  ]);
});

it('marks a sum of groups as computed, and quotes each of them once', () => {
  const figures = [
    figure(26, { span: ['title', 0, 20], quote: '26 of one side dead, 18 of the other' }),
    figure(18, { span: ['title', 12, 20] }),
    figure(26),
    figure(9, { span: ['body', 70, 76] }),
  ];
  expect(claimsOf(article, figures, { killed: { min: 53, max: 53 } })).toMatchObject([
    { min: 53, isComputed: true, quote: '26 of one side dead, 18 of the other + 9 dead' },
  ]);
});

it('claims nothing by vague counts, parts, and other events', () => {
  const figures = [figure(12, { bound: 'vague', max: null }), figure(5, { status: 'historical' })];
  expect(claimsOf(article, figures, { killed: { min: 12, max: null } })).toEqual([]);
});

/** The claim that an article of one sentence makes by the number in it. */
function claimIn(body: string, more: Partial<ClaimedFigure> = {}) {
  const start = /\d|\bnine/.exec(body)?.index ?? 0;
  const figures = [figure(9, { span: ['body', start, start + 1], ...more })];
  return claimsOf({ ...article, body }, figures, { killed: { min: 9, max: 9 } })[0];
}

const publishedAt = '2022-01-07T10:00:00.000Z';

it.each([
  ['as of Thursday, 9 people had died.', '2022-01-06T23:59:59.000Z'],
  ['As of Thursday morning 9 people had died.', '2022-01-06T10:00:00.000Z'],
  ['By 6 p.m. on Thursday 9 people had died.', '2022-01-06T18:00:00.000Z'],
  ['По состоянию на 9:00 четверга погибли 9 человек.', '2022-01-06T09:00:00.000Z'],
  ['На утро четверга погибли 9 человек.', '2022-01-06T10:00:00.000Z'],
  ['The ministry said on Thursday that 9 people had died.', '2022-01-06T23:59:59.000Z'],
  ['Погибли 9 человек, сообщили в четверг в МВД.', '2022-01-06T23:59:59.000Z'],
  ['The crash on Thursday killed 9 people, police said.', publishedAt],
  ['9 people were shot by police on Thursday, the ministry said.', publishedAt],
  ['9 people died when a bus overturned on Thursday, police said on Friday.', publishedAt],
  ['В аварии в четверг погибли 9 человек, сообщает полиция.', publishedAt],
  ['9 people had died.', publishedAt],
])('dates a count by the day that it is said of, not by that of the event: %s', (body, asOf) => {
  expect(claimIn(body, { asOf: '2022-01-06' })?.asOf.toISOString()).toBe(asOf);
});

it('takes the day of publication as its instant, but an hour of it as that hour', () => {
  expect(claimIn('The ministry said on Friday that 9 people died.', { asOf: '2022-01-07' })?.asOf).toEqual(
    article.publishedAt,
  );
  expect(claimIn('As of 8 a.m. on Friday 9 people had died.', { asOf: '2022-01-07' })?.asOf.toISOString()).toBe(
    '2022-01-07T08:00:00.000Z',
  );
  expect(claimIn('As of Friday evening 9 people had died.', { asOf: '2022-01-07' })?.asOf).toEqual(article.publishedAt);
});

it('believes the reader that a count was not updated since', () => {
  expect(claimIn('9 people had died.', { asOf: '2022-01-06', isStale: true })?.asOf.toISOString()).toBe(
    '2022-01-06T23:59:59.000Z',
  );
});

it('takes the weightiest word for a count that several say', () => {
  const by = (...names: readonly (string | null)[]) =>
    claimsOf(
      article,
      names.map((attribution) => figure(9, { attribution })),
      { killed: { min: 9, max: 9 } },
    )[0]?.attribution;
  expect(by('residents', 'the Interior Ministry')).toBe('the Interior Ministry');
  expect(by('ministry', 'the Interior Ministry')).toBe('the Interior Ministry');
  expect(by(null, 'residents')).toBe('residents');
});

it('takes all that an article counts on the word of the only source that it names', () => {
  const figures = [figure(9, { attribution: 'police' }), figure(4, { kind: 'injured' })];
  const totals = { killed: { min: 9, max: 9 }, injured: { min: 4, max: 4 } };
  expect(claimsOf(article, figures, totals).map(({ attribution }) => attribution)).toEqual(['police', 'police']);
  const others = [...figures, figure(2, { kind: 'missing', attribution: 'the hospital' })];
  expect(claimsOf(article, others, totals).map(({ attribution }) => attribution)).toEqual(['police', null]);
});

it.each([
  ['Up to 9 people died, a Telegram post says.', 'a Telegram post'],
  ['A driver counted 9 bodies. The claim could not be independently verified.', 'driver'],
  ['Погибли 9 человек. Официального подтверждения этому нет.', null],
  ['Погибли 9 человек, пишут в соцсетях.', null],
  ['Telegram арналарда 9 адам қаза тапты деген ақпарат тарады.', null],
])('takes what nobody confirms for a rumour: %s', (body, attribution) => {
  expect(claimIn(body, { attribution })?.authority.rank).toBe('witness');
});

it('takes what an official says for confirmed', () => {
  const body = 'Police said 9 people died. Rumours of more were unconfirmed.';
  expect(claimIn(body, { attribution: 'Police' })?.authority.rank).toBe('official');
});

it('claims what a better source says beside a lesser one, but no group of it', () => {
  const both = (group: string | null) =>
    claimsOf(article, [figure(25, { attribution: 'activists' }), figure(8, { attribution: 'the ministry', group })], {
      killed: { min: 25, max: 25 },
    }).map(({ min }) => min);
  expect(both('people')).toEqual([25, 8]);
  expect(both('policemen')).toEqual([25]);
});

it('hears that an earlier count is taken back, in that sentence only', () => {
  const isCorrection = (start: number) =>
    claimsOf(article, [figure(17, { span: ['body', start, start + 2] })], { killed: { min: 17, max: 17 } })[0]
      ?.isCorrection;
  expect(isCorrection(38)).toBe(true);
  expect(isCorrection(54)).toBe(false);
});

it.each([
  ['Eight people were killed, not 9, the minister said.', true],
  ['Погибли 8 человек, а не 9, заявил министр.', true],
  ['Министерство уточнило число погибших: 9.', true],
  ['9 адам емес, сегіз адам қаза тапты.', true],
  ['Погибли 9 человек, уточнили в полиции.', false],
  ['9 inmates of a correctional colony were killed.', false],
])('tells a correction from a plain report: %s', (body, isCorrection) => {
  expect(claimIn(body)?.isCorrection).toBe(isCorrection);
});

it.each([
  'Police said 7 people died, after earlier giving a toll of 8.',
  'They had previously reported 8 deaths. Police put the toll at 7.',
  'Погибли 7 человек. Ранее сообщалось о 8 погибших.',
  'Бұған дейін полиция 8 адам деген. 7 адам қаза тапты.',
])('passes over what was said before: %s', (body) => {
  const at = (count: number) => body.indexOf(String(count));
  const figures = [7, 8].map((count) => figure(count, { span: ['body', at(count), at(count) + 1] }));
  expect(claimsOf({ ...article, body }, figures, { killed: { min: 8, max: 8 } }).map(({ min }) => min)).toEqual([7]);
});

it('takes what was said earlier the same day, where nothing else is said', () => {
  expect(claimIn('Earlier on Friday, police said 9 people had died.')?.min).toBe(9);
});

it('claims a denial of each count that the article calls wrong, and hears that it was a mistake', () => {
  const body = 'The Health Ministry withdrew the figure of 164 killed. Officials denied that 90 died. The toll is 44.';
  const denied = (min: number, start: number): ClaimedFigure =>
    figure(min, { status: 'denied', attribution: 'the Health Ministry', span: ['body', start, start + 5] });
  const claims = claimsOf({ ...article, body }, [denied(164, 42), denied(164, 43), denied(90, 73), figure(44)], {
    killed: { min: 44, max: 44 },
  });
  expect(claims.map(({ min, isDenial, isCorrection }) => [min, isDenial, isCorrection])).toEqual([
    [164, true, true],
    [90, true, false],
    [44, false, false],
  ]);
});
