import { type Figure, type Reading, statedOf } from '../../src/domain/figures/figure.ts';
import { readFigures } from '../../src/domain/figures/reading.ts';

/** What is read of a text that was published on Friday, 8 March 2024, late in the evening of Almaty. */
export const readBody = (body: string, title = ''): Reading =>
  readFigures({ title, body, lang: null, publishedISO: '2024-03-08T23:30:00+05:00' });

export const figuresIn = (body: string, title = ''): readonly Figure[] => readBody(body, title).figures;

/** What it states, as `killed 7`. */
export const statedIn = (body: string): readonly string[] =>
  statedOf(figuresIn(body)).map(({ kind, min }) => `${kind} ${min}`);
