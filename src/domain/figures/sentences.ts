import { roles } from './lexicon/lexiconEntry.ts';
import { is, isSign, quotes, type Token } from './tokens.ts';

/** The tokens of each sentence. A heading or caption ends with its line. */
export function sentencesOf(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [];
  let sentence: Token[] = [];
  tokens.forEach((token, at) => {
    if (sentence.length > 0 && beginsSentence(tokens, at)) {
      sentences.push(sentence);
      sentence = [];
    }
    sentence.push(token);
  });
  if (sentence.length > 0) sentences.push(sentence);
  return sentences.flatMap(bounded);
}

/** No sentence of any language is longer; without full stops, texts would be one. What is beyond is read as a sentence of its own. */
const longest = 120;

function bounded(sentence: Token[]): Token[][] {
  const parts: Token[][] = [];
  let from = 0;
  while (sentence.length - from > longest) {
    const to = clauseEnd(sentence, from + longest);
    parts.push(sentence.slice(from, to));
    from = to;
  }
  parts.push(from === 0 ? sentence : sentence.slice(from));
  return parts;
}

/** Behind the last comma or semicolon of some forty tokens, so that no figure is cut in two; just there where they have none. */
function clauseEnd(tokens: readonly Token[], to: number): number {
  for (let at = to - 1; at > to - longest / 3; at--)
    if (isSign(tokens[at], ',;') && tokens[at + 1]?.gap !== 'none') return at + 1;
  return to;
}

function beginsSentence(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (token.gap === 'paragraph') return true;
  if (token.gap === 'line' && (token.isCapital || isEnd(tokens, at - 1))) return true;
  if (isSign(token, quotes) && token.gap === 'none') return false;
  const end = isSign(tokens[at - 1], `${quotes})]`) ? at - 2 : at - 1;
  if (!isEnd(tokens, end)) return false;
  if (isSign(tokens[end], '!?…')) return token.kind !== 'sign' || token.gap !== 'none';
  return (token.gap === 'none' ? isRunOn(tokens, at, end) : canBegin(token)) && !isAbbreviated(tokens, end, token);
}

const isEnd = (tokens: readonly Token[], at: number): boolean => isSign(tokens[at], '.!?…');

const canBegin = (token: Token): boolean =>
  token.isCapital || token.kind === 'digits' || isSign(token, `${quotes}[(—–-`) || token.kind === 'word';

/** "…в Тбилиси.МВД сообщает": two words of some length, and a capital. */
const isRunOn = (tokens: readonly Token[], at: number, end: number): boolean =>
  (tokens[at]?.isCapital ?? false) && end === at - 1 && (tokens[end - 1]?.text.length ?? 0) > 2;

/** "Jan. 5", "U.S. troops", "ч. 2 ст. 188": a full stop that ends a word only. "2,5 тыс. Задержаны" ends both. */
function isAbbreviated(tokens: readonly Token[], end: number, next: Token): boolean {
  const before = tokens[end - 1];
  if (before?.kind === 'digits') return next.kind === 'digits' && next.gap === 'none';
  if (before?.kind !== 'word') return false;
  const isShort = before.text.length === 1 || is(before, roles.abbreviation);
  if (!isShort) return next.kind === 'word' && !next.isCapital && next.text.length < 3;
  const isScale =
    before.entry?.number === 'scale' || is(before, roles.money) || before.text === 'г' || before.text === 'гг';
  return !(isScale && next.isCapital);
}
