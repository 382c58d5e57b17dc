import { roles } from './lexicon/lexiconEntry.ts';
import type { Spot } from './spot.ts';
import { is, type Token } from './tokens.ts';

const farthest = 4;

/** "Three children were not injured", "weren't hurt", "пятеро не пострадали": says of nobody that it befell them. */
export function isNegated(tokens: readonly Token[], { from }: Spot): boolean {
  for (let at = from - 1; at >= Math.max(0, from - farthest); at--) {
    const token = tokens[at];
    const text = token?.text ?? '';
    if (text === 'only' || text === 'только') return false;
    if (text === 'not' || text === 'never' || /n['’]t$/.test(text)) return true;
    if (text === 'не') return at === from - 1;
    if (!is(token, roles.adverb | roles.aux)) return false;
  }
  return false;
}
