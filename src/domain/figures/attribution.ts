import { roles } from './lexicon/entry.ts';
import { is, isSign, quotes, type Token } from './tokens.ts';

/** Tokens that name who says so. */
export type Named = readonly [from: number, to: number];

/** The words of a sentence that say somebody says so. */
export function speechIn(tokens: readonly Token[]): readonly number[] {
  const found: number[] = [];
  tokens.forEach((token, at) => {
    if (is(token, roles.speech) || restates(tokens, at)) found.push(at);
  });
  return found;
}

/** "The ministry revised the toll": whoever changes a count says it. */
const restates = (tokens: readonly Token[], at: number): boolean =>
  is(tokens[at], roles.revise) && tokens.slice(at + 1, at + 4).some((token) => is(token, roles.counter));

/** Who is said to say a figure at token `near`: the closest one that speaks, those ahead of it before those behind it. */
export function speakerOf(tokens: readonly Token[], speech: readonly number[], near: number): Named | null {
  let [best, bestGap]: [Named | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const at of speech) {
    const gap = at < near ? near - at : (at - near) * 1.5;
    const named = gap < bestGap ? namedAt(tokens, at, near) : null;
    if (named !== null) [best, bestGap] = [named, gap];
  }
  return best;
}

function namedAt(tokens: readonly Token[], at: number, near: number): Named | null {
  const { text = '' } = tokens[at] ?? {};
  if (text === 'according') return tokens[at + 1]?.text === 'to' ? ahead(tokens, at + 2) : null;
  if (/^(данным|словам|информации|оценкам|сведениям)$/.test(text)) return ahead(tokens, at + 1);
  if (/(інше|ынша|унша|ынше)$/.test(text)) return back(tokens, at - 1);
  // "One body had been counted twice", "were reported by": what stands before a passive says nothing.
  if (is(tokens[at - 1], roles.be)) return tokens[at + 1]?.text === 'by' ? ahead(tokens, at + 2) : null;
  const before = back(tokens, at - 1);
  if (before !== null && !contains(before, near)) return before;
  const isRussian = text.charCodeAt(0) >= 0x400;
  const start = isRussian && /^(в|об|со|ссылкой|на)$/.test(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1;
  const behind = at > near || isRussian ? ahead(tokens, start) : null;
  return behind === null || contains(behind, near) ? null : behind;
}

const contains = ([from, to]: Named, at: number): boolean => from <= at && at <= to;

const longest = 9;

const ends = (token: Token | undefined): boolean =>
  token === undefined ||
  isSign(token, `,;:()—–${quotes}`) ||
  token.kind === 'digits' ||
  token.entry?.number != null ||
  is(token, roles.relative | roles.contrast | roles.be | roles.weekday) ||
  (token.entry?.trigger != null && !is(token, roles.person));

/** "The ministry on Sunday said". */
function beforeDay(tokens: readonly Token[], at: number): number {
  if (!is(tokens[at], roles.weekday)) return at;
  return tokens[at - 1]?.text === 'on' ? at - 2 : at - 1;
}

/** The noun phrase that ends right before the verb. */
function back(tokens: readonly Token[], at: number): Named | null {
  let last = beforeDay(tokens, at);
  while (
    is(tokens[last], roles.aux) ||
    /^(also|later|today|yesterday|также|уже|has|had|have)$/.test(tokens[last]?.text ?? '')
  )
    last--;
  let first = last + 1;
  while (
    first > 0 &&
    last - first < longest &&
    !ends(tokens[first - 1]) &&
    !is(tokens[first - 1], roles.speech) &&
    !/^(that|but|and|as|when|while|что|и)$/.test(tokens[first - 1]?.text ?? '')
  )
    first--;
  return trimmed(tokens, first, last);
}

/** The noun phrase that begins right behind it. */
function ahead(tokens: readonly Token[], at: number): Named | null {
  let last = at - 1;
  while (
    last - at < longest &&
    !ends(tokens[last + 1]) &&
    !isSign(tokens[last + 1], '.!?') &&
    !is(tokens[last + 1], roles.speech) &&
    !(last >= at && /^(on|in|that|who|в|на|что|за)$/.test(tokens[last + 1]?.text ?? ''))
  )
    last++;
  return trimmed(tokens, at, last);
}

const articles = /^(the|a|an|by|in|on|for|s)$/;

/** Without the article before it; a bare pronoun names nobody. */
function trimmed(tokens: readonly Token[], from: number, to: number): Named | null {
  let first = from;
  while (first <= to && (articles.test(tokens[first]?.text ?? '') || tokens[first]?.kind === 'sign')) first++;
  let last = to;
  while (last >= first && (is(tokens[last], roles.adverb) || tokens[last]?.kind === 'sign')) last--;
  if (first > last || (first === last && is(tokens[first], roles.pronoun | roles.preposition))) return null;
  return isNaming(tokens, first, last) ? [first, last] : null;
}

const isNaming = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens
    .slice(from, to + 1)
    .some((token) => token.kind === 'word' && token.text.length > 2 && !is(token, roles.preposition));
