import { lexiconFor } from '../figures/lexicon/lexicon.ts';
import { quantitiesIn } from '../figures/numbers/quantities.ts';
import { tokensOf } from '../figures/tokens.ts';

/** The least of each number that a quote holds, in digits or words. */
export const numbersIn = (quote: string): readonly number[] =>
  quantitiesIn(tokensOf(quote, lexiconFor(null, quote))).map(({ min }) => min);
