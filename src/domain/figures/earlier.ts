import { roles } from './lexicon/lexiconEntry.ts';
import type { Phrase } from './phrases.ts';
import { is, isSign, type Token } from './tokens.ts';

const times = /^(earlier|previously|initially|initial|previous|ранее|прежде|первоначально|прежн(ие|яя|ее|ей|им))$/;

/** Words between such a word and the count it is about, at the most. */
const farthest = 9;

/**
 * A count that was given before another: "after earlier giving a toll of eight", "an earlier figure of eight", «ранее сообщалось
 * о восьми погибших», «бұған дейін … деп хабарланған». Not "said earlier on Friday".
 */
export function isEarlierCount(tokens: readonly Token[], { from, to }: Phrase): boolean {
  for (let at = from - 1; at >= Math.max(0, from - farthest); at--) {
    if (isSign(tokens[at], ',;') || is(tokens[at], roles.contrast)) return false;
    if (times.test(tokens[at]?.text ?? '')) return isOfCount(tokens[at + 1]) || isOfCount(tokens[at + 2]);
    if (tokens[at]?.text === 'бұған' && tokens[at + 1]?.text === 'дейін') return isReported(tokens, to);
  }
  return false;
}

const isOfCount = (token: Token | undefined): boolean =>
  is(token, roles.speech | roles.report | roles.counter) ||
  /^(giving|given|gave|putting|называл|говорил|указывал)/.test(token?.text ?? '');

const isReported = (tokens: readonly Token[], from: number): boolean =>
  tokens.slice(from, from + farthest).some(({ text }) => /^(хабарлан|хабарла|айтыл|деп)/.test(text));
