import { carriedSpeakers, isShort, isShortFor } from './carried.ts';
import { daysIn, type StatedDay } from './daysIn.ts';
import { type Figure, type FigureKind, type ReadableArticle, type Reading, statedOf } from './figure.ts';
import type { Field } from './figureMaker.ts';
import { lexiconFor } from './lexicon/lexicon.ts';
import { publicationDayOf } from './publicationDay.ts';
import { readSentence } from './sentenceReading.ts';
import { sentencesOf } from './sentences.ts';
import { isStale } from './stale.ts';
import { tokensOf } from './tokens.ts';
import { type Placed, totalsOf } from './totals.ts';

/** Every count of people and means that an article gives, and what it states of its own event. Never throws. */
export function readFigures(article: ReadableArticle): Reading {
  const lexicon = lexiconFor(article.lang, `${article.title}\n${article.body}`);
  const published = publicationDayOf(article.publishedISO);
  const fields = (['title', 'body'] as const).map((name) => ({ name, text: article[name], lexicon, published }));
  const placed = withFullNames(fields.flatMap(readField));
  const figures = placed.filter(({ isShot, isSilent }) => !isShot && !isSilent).map(({ figure }) => figure);
  return { figures, totals: totalsOf(placed) };
}

/** What the matcher's conditions see. */
export const statedFigures = (article: ReadableArticle): readonly Figure[] => statedOf(readFigures(article).figures);

function readField(field: Field, fieldIndex: number): readonly Placed[] {
  const wholes = new Set<FigureKind>();
  const placed: Placed[] = [];
  const sentences = sentencesOf(tokensOf(field.text, field.lexicon));
  const speakerBefore = carriedSpeakers(field.text, sentences);
  sentences.forEach((tokens, index) => {
    const sentence = fieldIndex * 1e6 + index;
    if (isStale(tokens)) restate(placed, daysIn(tokens, field.published)[0] ?? null, sentence - 1);
    for (const each of readSentence(field, tokens, sentence, wholes, () => speakerBefore(index))) placed.push(each);
  });
  return placed;
}

/** "These figures have not been updated since Thursday" says the day of those before it. */
function restate(placed: Placed[], day: StatedDay | null, sentence: number): void {
  if (day === null) return;
  placed.forEach((each, at) => {
    if (each.sentence !== sentence) return;
    const { figure } = each;
    const dated = { asOf: day.date, isDayInferred: day.isInferred, isStale: true };
    placed[at] = { ...each, figure: { ...figure, ...dated, rules: [...figure.rules, 'stale-since'] } };
  });
}

/** A title's "ministry" is the one ministry that the rest of the article names in full. */
function withFullNames(placed: readonly Placed[]): readonly Placed[] {
  const names = [...new Set(placed.flatMap(({ figure }) => figure.attribution ?? []))];
  const fullNames = new Map(
    names.filter(isShort).map((short) => [short, names.filter((name) => isShortFor(short, name))] as const),
  );
  if (fullNames.size === 0) return placed;
  return placed.map((each) => {
    const [full, ...others] = fullNames.get(each.figure.attribution ?? '') ?? [];
    return full === undefined || others.length > 0 ? each : { ...each, figure: { ...each.figure, attribution: full } };
  });
}
