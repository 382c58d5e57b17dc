import type { FigureKind } from './figure.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import type { Quantity } from './numbers/quantities.ts';
import { dashes, is, isSign, quotes, type Token } from './tokens.ts';

/** A quantity with the noun phrase behind it: "26 “armed criminals”", "18 police and National Guard members". */
export interface Phrase extends Quantity {
  /** The last token of the noun phrase; the quantity's own last where none follows. */
  readonly end: number;
  /** The tokens that name who or what is counted. */
  readonly group: readonly [from: number, to: number] | null;
  /** What kind of thing the noun is; null where the reader does not know the noun, or there is none. */
  readonly head: 'person' | 'thing' | null;
  /** A counted noun that says its own kind ("12 deaths", "70 planes"). */
  readonly noun: { readonly kind: FigureKind; readonly at: number } | null;
  /** Another number counts some of these: "one of the five miners". */
  readonly isSet: boolean;
  /** It counts some of such a set. */
  readonly hasSet: boolean;
}

/** A number that may count somebody, and now. */
export const mayCount = ({ distraction, isPrevious }: Phrase): boolean => distraction === null && !isPrevious;

/** Words of a noun phrase at the most; news piles up adjectives, but not endlessly. */
const longestPhrase = 9;

export function phraseOf(tokens: readonly Token[], quantity: Quantity, isTaken: (at: number) => boolean): Phrase {
  const start = afterOf(tokens, quantity.to + 1);
  let end = quantity.to;
  let head: Phrase['head'] = null;
  let noun: Phrase['noun'] = null;
  for (let at = start; at < Math.min(tokens.length, start + longestPhrase); at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (
      isSign(token, quotes) ||
      (isSign(token, dashes) && token.gap === 'none') ||
      (isSign(token, dashes) && tokens[at - 1]?.text === 'co') ||
      isPointOfAbbreviation(tokens, at)
    )
      continue;
    const trigger = token.entry?.trigger;
    if (trigger?.form === 'noun' && !(noun !== null && token.text === 'fighters')) {
      noun = { kind: trigger.kind, at };
      if (is(token, roles.person) || trigger.kind === 'troops' || trigger.kind === 'protesters') head = 'person';
      else if (head === 'thing') head = null;
      end = at;
      if (isCyrillic(token.text)) break;
      continue;
    }
    if (!continues(tokens, at, end, isTaken)) break;
    if (is(token, roles.person)) head = 'person';
    else if (is(token, roles.thing)) head = isCyrillic(token.text) && head !== null ? head : 'thing';
    if (noun !== null && is(token, roles.thing)) noun = null;
    end = at;
    if (isCyrillic(token.text) && head !== null && !isNoun(tokens[at + 1])) {
      end = genitives(tokens, at);
      break;
    }
  }
  return phraseWith(quantity, end, end > quantity.to ? [start, end] : null, head, noun);
}

/** "12 военных самолетов", "төрт әскери ұшақ": what names persons may also be said of things. */
const isNoun = (token: Token | undefined): boolean => is(token, roles.person) || token?.entry?.trigger?.form === 'noun';

/** Field by field, since a spread of that many is several times as slow, and a text may be all numbers. */
const phraseWith = (
  quantity: Quantity,
  end: number,
  group: Phrase['group'],
  head: Phrase['head'],
  noun: Phrase['noun'],
): Phrase => ({
  min: quantity.min,
  max: quantity.max,
  bound: quantity.bound,
  from: quantity.from,
  to: quantity.to,
  numberFrom: quantity.numberFrom,
  numberTo: quantity.numberTo,
  isPrevious: quantity.isPrevious,
  isRevised: quantity.isRevised,
  distraction: quantity.distraction,
  rule: quantity.rule,
  end,
  group,
  head,
  noun,
  isSet: false,
  hasSet: false,
});

/** Behind "of the": where the noun phrase of "five of the miners" begins. */
export const afterOf = (tokens: readonly Token[], at: number): number => {
  const of = tokens[at]?.text === 'of' || tokens[at]?.text === 'из' ? at + 1 : at;
  return of > at && /^(the|these|those|their|its|his|all)$/.test(tokens[of]?.text ?? '') ? of + 1 : of;
};

/** "four U.S. soldiers": a full stop behind a lone capital, with more of the phrase to come. */
const isPointOfAbbreviation = (tokens: readonly Token[], at: number): boolean =>
  isSign(tokens[at], '.') &&
  tokens[at]?.gap === 'none' &&
  tokens[at - 1]?.isCapital === true &&
  tokens[at - 1]?.text.length === 1 &&
  tokens[at + 1]?.kind === 'word';

/** A word that still belongs to the noun phrase. */
function continues(tokens: readonly Token[], at: number, end: number, isTaken: (at: number) => boolean): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind !== 'word') return false;
  if (token.text === 'and' || token.text === 'и') return joinsNouns(tokens, at, end, isTaken);
  if (isTaken(at)) return false;
  const trigger = token.entry?.trigger;
  if (trigger && trigger.form !== 'noun') return isAttributive(tokens, at);
  if (is(token, roles.person | roles.thing)) return true;
  if (is(token, endsNounPhrase) || (is(token, roles.month) && token.isCapital)) return false;
  if (is(token, roles.adverb) && token.text !== 'still') return false;
  return !/^(the|a|an|this|these|those)$/.test(token.text);
}

const endsNounPhrase =
  roles.preposition |
  roles.be |
  roles.aux |
  roles.conjunction |
  roles.contrast |
  roles.relative |
  roles.verb |
  roles.speech |
  roles.pronoun |
  roles.rise |
  roles.future |
  roles.crowd |
  roles.weekday;

/** "30 arrested peasants", "several wounded comrades": a participle before the noun. */
const isAttributive = (tokens: readonly Token[], at: number): boolean => {
  const form = tokens[at]?.entry?.trigger?.form;
  return (
    (form === 'participle' || form === 'state') && is(tokens[at + 1], roles.person) && !is(tokens[at + 1], roles.be)
  );
};

/** "police and National Guard members": the second noun has no number of its own. */
function joinsNouns(tokens: readonly Token[], at: number, end: number, isTaken: (at: number) => boolean): boolean {
  const next = tokens[at + 1];
  if (end < at - 1 || next === undefined || next.kind !== 'word' || isTaken(at + 1) || next.entry?.number) return false;
  if (next.entry?.trigger && next.entry.trigger.form !== 'noun') return false;
  if (
    is(next, roles.pronoun | roles.verb | roles.be | roles.aux) ||
    /^(a|an|the|another|many|more|one|other)$/.test(next.text)
  )
    return false;
  return is(next, roles.person) || next.isCapital || is(tokens[at + 2], roles.person);
}

/** Russian genitives behind the head: "19 сотрудников полиции". */
function genitives(tokens: readonly Token[], at: number): number {
  let end = at;
  for (let next = at + 1; next <= at + 2; next++) {
    const token = tokens[next];
    if (
      token?.kind !== 'word' ||
      token.entry !== null ||
      token.isCapital ||
      !/(ии|ей|ов|ы|ых|их|ия|и)$/.test(token.text)
    )
      break;
    end = next;
  }
  return end;
}

export const isCyrillic = (text: string): boolean => text.charCodeAt(0) >= 0x400;
