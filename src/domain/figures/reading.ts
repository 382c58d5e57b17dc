import { dayIn, publicationDay } from './asOf.ts';
import { assign, coordinated, type Pair } from './assign.ts';
import { type Named, speakerOf } from './attribution.ts';
import { asides, distances } from './distance.ts';
import type { Figure, FigureKind, ReadableArticle, Reading } from './figure.ts';
import { implied } from './implied.ts';
import { type Lexicon, lexiconFor } from './lexicon/lexicon.ts';
import { quantitiesIn } from './numbers/quantities.ts';
import { type Phrase, phraseOf } from './phrases.ts';
import { placeOf } from './place.ts';
import { sentencesOf } from './sentences.ts';
import { singles } from './singles.ts';
import { isStale } from './stale.ts';
import { statusOf } from './status.ts';
import { is, type Token, tokensOf } from './tokens.ts';
import { type Placed, totalsOf } from './totals.ts';
import { triggersIn } from './triggers.ts';
import { zerosIn } from './zero.ts';

interface Field {
  readonly name: 'title' | 'body';
  readonly text: string;
  readonly lexicon: Lexicon;
  readonly published: Date | null;
}

/** Every count of people and means that an article gives, and what it states of its own event. Never throws. */
export function readFigures(article: ReadableArticle): Reading {
  const { lexicon } = lexiconFor(article.lang, `${article.title}\n${article.body}`);
  const published = publicationDay(article.publishedISO);
  const fields = (['title', 'body'] as const).map((name) => ({ name, text: article[name], lexicon, published }));
  const placed = fields.flatMap(readField);
  const figures = placed.filter(({ isShot, isSilent }) => !isShot && !isSilent).map(({ figure }) => figure);
  return { figures, totals: totalsOf(placed) };
}

/** What the matcher's conditions see. */
export const statedFigures = (article: ReadableArticle): readonly Figure[] =>
  readFigures(article).figures.filter(({ status }) => status === 'stated');

function readField(field: Field, fieldIndex: number): readonly Placed[] {
  const wholes = new Set<FigureKind>();
  const placed: Placed[] = [];
  sentencesOf(tokensOf(field.text, field.lexicon)).forEach((tokens, index) => {
    if (isStale(tokens)) restate(placed, dayIn(tokens, 0, field.published), fieldIndex * 1e6 + index - 1);
    for (const read of readSentence(field, tokens, wholes)) {
      placed.push({ ...read, sentence: fieldIndex * 1e6 + index });
      if (!read.isShot && !read.isSilent) wholes.add(read.figure.kind);
    }
  });
  return placed;
}

/** "These figures have not been updated since Thursday" says the day of those before it. */
function restate(placed: Placed[], day: string | null, sentence: number): void {
  if (day === null) return;
  placed.forEach((each, at) => {
    if (each.sentence === sentence)
      placed[at] = { ...each, figure: { ...each.figure, asOf: day, rules: [...each.figure.rules, 'stale-since'] } };
  });
}

type Read = Omit<Placed, 'sentence'>;

function readSentence(field: Field, tokens: readonly Token[], wholes: ReadonlySet<FigureKind>): readonly Read[] {
  if (
    !tokens.some(
      (token) => token.entry?.trigger || is(token, 'crowd') || is(token, 'soldier') || isCompoundStart(token),
    )
  )
    return [];
  const quantities = quantitiesIn(tokens);
  const spots = triggersIn(tokens);
  const zeros = spots.length === 0 ? [] : zerosIn(tokens, spots);
  const taken = new Uint8Array(tokens.length);
  for (const { from, to } of quantities) taken.fill(1, Math.max(0, from), to + 1);
  const phrases = quantities.map((quantity) => phraseOf(tokens, quantity, (at) => taken[at] === 1));
  const zeroed = new Set(zeros.map(({ kind }) => kind));
  const free = spots.filter(({ kind, form }) => !(zeroed.has(kind) && form !== 'measure'));
  const isAside = asides(tokens);
  const distance = distances(tokens, phrases, free, isAside);
  const direct = coordinated(tokens, phrases, assign(tokens, phrases, free, distance, isAside));
  const pairs = [...direct, ...implied(tokens, phrases, direct, isAside), ...singles(tokens, free, direct)].sort(
    (a, b) => a.phrase.from - b.phrase.from,
  );
  const found = new Set<FigureKind>(wholes);
  return [
    ...zeros.map(
      ({ kind, from, to }): Read => ({
        figure: zeroFigure(field, tokens, kind, from, to),
        isShot: false,
        isSilent: false,
      }),
    ),
    ...pairs.map((pair): Read => {
      const figure = figureOf(field, tokens, pair, found);
      if (pair.spot.isShot !== true && pair.rule !== 'single') found.add(figure.kind);
      return { figure, isShot: pair.spot.isShot === true, isSilent: pair.rule === 'single' };
    }),
  ];
}

const isCompoundStart = ({ text }: Token): boolean =>
  /^(shot$|stabbed|beaten|fatally|lives$|custody|strength|неизвестн|табыл|unaccounted)/.test(text);

function figureOf(field: Field, tokens: readonly Token[], pair: Pair, wholes: ReadonlySet<FigureKind>): Figure {
  const { phrase, spot, rule } = pair;
  const year = field.published?.getUTCFullYear() ?? null;
  const speaker = speakerOf(tokens, phrase.numberFrom);
  const place = placeOf(tokens, phrase.numberFrom);
  const [first, last] = quoted(pair);
  return {
    ...{ kind: spot.kind, min: phrase.min, max: phrase.max, bound: phrase.bound },
    group: groupOf(field, tokens, phrase),
    place: shownOf(field, tokens, place),
    attribution: shownOf(field, tokens, speaker),
    asOf: dayIn(tokens, phrase.numberFrom, field.published),
    status: statusOf(tokens, pair, wholes, year),
    ...cut(field, tokens, first, last),
    rules: [phrase.rule, rule],
  };
}

/** From number to trigger; where they stand far apart, the number with its noun. */
const quoted = ({ phrase, spot }: Pair): readonly [number, number] => [
  Math.min(phrase.from, spot.from),
  Math.max(phrase.end, spot.to),
];

const zeroFigure = (field: Field, tokens: readonly Token[], kind: FigureKind, from: number, to: number): Figure => ({
  ...{ kind, min: 0, max: 0, bound: 'exact', group: null },
  place: shownOf(field, tokens, placeOf(tokens, from)),
  attribution: shownOf(field, tokens, speakerOf(tokens, from)),
  asOf: dayIn(tokens, from, field.published),
  status: 'stated',
  ...cut(field, tokens, from, to),
  rules: ['none'],
});

function cut(field: Field, tokens: readonly Token[], first: number, last: number): Pick<Figure, 'quote' | 'span'> {
  const [start, end] = [tokens[first]?.start ?? 0, tokens[last]?.end ?? 0];
  return { quote: field.text.slice(start, end), span: [field.name, start, end] };
}

const shownOf = (field: Field, tokens: readonly Token[], named: Named | null): string | null =>
  named === null ? null : clean(field.text.slice(tokens[named[0]]?.start, tokens[named[1]]?.end));

const groupOf = (field: Field, tokens: readonly Token[], { group }: Phrase): string | null =>
  shownOf(field, tokens, group);

const clean = (text: string): string =>
  text
    .replace(/["“”„«»]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
