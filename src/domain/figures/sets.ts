import { afterOf, type Phrase } from './phrases.ts';
import type { Token } from './tokens.ts';

/** "One of the five miners has died": the five are a set, and the one has their noun. */
export const withSets = (tokens: readonly Token[], phrases: readonly Phrase[]): readonly Phrase[] =>
  phrases.map((phrase, index) => {
    const [before, next] = [phrases[index - 1], phrases[index + 1]];
    if (before !== undefined && isOf(tokens, before, phrase)) return { ...phrase, isSet: true };
    if (next === undefined || !isOf(tokens, phrase, next)) return phrase;
    return { ...phrase, hasSet: true, end: next.end, group: next.group, head: next.head };
  });

const isOf = (tokens: readonly Token[], some: Phrase, all: Phrase): boolean =>
  /^(of|из)$/.test(tokens[some.to + 1]?.text ?? '') && afterOf(tokens, some.to + 1) === all.from && some.min < all.min;
