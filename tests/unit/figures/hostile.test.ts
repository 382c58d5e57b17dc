import { describe, expect, it } from 'vitest';
import { assign } from '../../../src/domain/figures/assign.ts';
import { lexiconFor } from '../../../src/domain/figures/lexicon/lexicon.ts';
import { quantitiesIn } from '../../../src/domain/figures/numbers/quantities.ts';
import { phraseOf } from '../../../src/domain/figures/phrases.ts';
import { readFigures } from '../../../src/domain/figures/reading.ts';
import { sentencesOf } from '../../../src/domain/figures/sentences.ts';
import { tokensOf } from '../../../src/domain/figures/tokens.ts';
import { triggersIn } from '../../../src/domain/figures/triggers.ts';
import { hostileText, hostileTexts } from '../../support/hostileTexts.ts';
import { hostileLength } from '../../support/soak.ts';

const read = (body: string) => readFigures({ title: '', body, lang: null, publishedISO: '2024-03-08T23:30:00+05:00' });
const tokens = (text: string) => tokensOf(text, lexiconFor(null, text));

/** How often the distance from a number to a trigger is asked for in a sentence of so many of both. */
function distancesRequested(count: number): number {
  const words = tokens('12 people killed, '.repeat(count));
  const phrases = quantitiesIn(words).map((quantity) => phraseOf(words, quantity, () => false));
  let requested = 0;
  const distance = (from: number, to: number): number => {
    requested++;
    return Math.max(0, to - from);
  };
  assign(words, phrases, triggersIn(words), distance, new Uint8Array(words.length));
  return requested;
}

describe('a text of nothing but numbers and triggers', () => {
  it('costs each trigger the nearest numbers only, however many there are', () => {
    expect(distancesRequested(800)).toBeLessThan(2.1 * distancesRequested(400));
    expect(distancesRequested(800)).toBeLessThan(800 * 40);
  });

  it('has as many figures as it has numbers', () => {
    expect(read('12 people killed, '.repeat(500)).figures).toHaveLength(500);
    expect(read('погибли 12 человек, '.repeat(500)).figures).toHaveLength(500);
    expect(read('12 адам қаза тапты, '.repeat(500)).figures).toHaveLength(500);
  });
});

describe('a sentence without an end', () => {
  it('is read in parts of 120 words and signs at the most', () => {
    for (const [, text] of hostileTexts(20_000))
      for (const sentence of sentencesOf(tokens(text))) expect(sentence.length).toBeLessThanOrEqual(120);
  });

  it('is parted between its clauses, so that no figure is lost', () => {
    const clause = 'in the mountains of the far north 26 men and women were killed on Sunday and on Monday, ';
    expect(read(clause.repeat(200)).figures.map(({ min }) => min)).toEqual(Array(200).fill(26));
  });
});

it.each(hostileTexts(100_000))('%s gives figures in proportion to its length, each quoted exactly', (_name, text) => {
  const { figures } = read(text);
  expect(figures.length).toBeLessThanOrEqual(2 * read(hostileText(text, text.length / 2)).figures.length + 20);
  for (const { quote, span } of figures) expect(text.slice(span[1], span[2])).toBe(quote);
});

it.each(['я', 'x', 'é', '\u0301', '\u00ad', '7', ' ', '𝐀'])('reads millions of %j in a row', (letter) => {
  expect(read(letter.repeat(hostileLength)).figures).toEqual([]);
});

it.each(['7'.repeat(400), '12345678901234567890', '999,999,999,999', '20-99999999999'])(
  'counts nobody by %s',
  (number) => {
    expect(read(`${number} people were killed.`).figures).toEqual([]);
  },
);
