import { roles } from './lexicon/lexiconEntry.ts';
import type { Phrase } from './phrases.ts';
import { onePerson } from './singles.ts';
import { is, isSign, type Token } from './tokens.ts';

const farthest = 7;

/** Persons without a numeral who share a number's verb: one in "a boy and six others were hurt", in "two men and a woman were". */
export const besides = (tokens: readonly Token[], phrase: Phrase): number =>
  (isAhead(tokens, phrase) ? 1 : 0) + (isBehind(tokens, phrase) ? 1 : 0);

/** "a 12-year-old boy and six others", "she and three others". */
function isAhead(tokens: readonly Token[], { from, group }: Phrase): boolean {
  if (tokens[from - 1]?.text !== 'and') return false;
  const isOfOthers =
    group !== null && tokens.slice(group[0], group[1] + 1).some(({ text }) => /^(others?|more)$/.test(text));
  if (isOfOthers && /^(he|she)$/.test(tokens[from - 2]?.text ?? '')) return true;
  if (!onePerson.test(tokens[from - 2]?.text ?? '')) return false;
  for (let at = from - 3; at >= Math.max(0, from - 2 - farthest); at--) {
    if (isArticle(tokens[at])) return true;
    if (!isAttribute(tokens[at])) return false;
  }
  return false;
}

/** "two men and a woman were". */
function isBehind(tokens: readonly Token[], { end }: Phrase): boolean {
  const first = isSign(tokens[end + 1], ',') ? end + 2 : end + 1;
  if (tokens[first]?.text !== 'and' || !isArticle(tokens[first + 1])) return false;
  for (let at = first + 2; at <= first + farthest; at++) {
    if (onePerson.test(tokens[at]?.text ?? ''))
      return !is(tokens[at + 1], roles.person) && tokens[at + 1]?.text !== "'s";
    if (!isAttribute(tokens[at])) return false;
  }
  return false;
}

const isArticle = (token: Token | undefined): boolean => /^(a|an|the|his|her|their)$/.test(token?.text ?? '');

/** Between the article and the person: adjectives, "12-year-old", "Czech". */
const isAttribute = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'digits' ||
    isSign(token, '-') ||
    (token.kind === 'word' && !is(token, notAttributes) && token.entry?.trigger == null));

const notAttributes =
  roles.preposition | roles.conjunction | roles.be | roles.aux | roles.verb | roles.speech | roles.relative;
