import type { Pair } from './assign.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { mayCount, type Phrase } from './phrases.ts';
import type { Spot } from './spot.ts';
import { is, isSign, type Token } from './tokens.ts';
import { isMeans } from './ways.ts';

/** Numbers that share a trigger with their neighbour: "six guerrillas and one soldier were killed". */
export function coordinated(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  pairs: readonly Pair[],
): readonly Pair[] {
  const pairOf = new Map(pairs.map((pair) => [pair.phrase, pair]));
  const link = (phrase: Phrase | undefined, neighbour: Phrase | undefined): void => {
    const pair = neighbour && pairOf.get(neighbour);
    // A counted noun is its own number's alone: "two helicopters" make none of the "120 men and".
    if (!phrase || !pair || pair.link === 'noun' || !isFree(pairOf.get(phrase))) return;
    if (canJoin(tokens, phrase, neighbour, pair.spot))
      pairOf.set(phrase, { phrase, spot: pair.spot, link: 'trigger', rule: 'coordinated' });
  };
  for (let at = phrases.length - 1; at >= 0; at--) link(phrases[at], phrases[at + 1]);
  for (let at = 1; at < phrases.length; at++) link(phrases[at], phrases[at - 1]);
  return [...pairOf.values()];
}

/** "Seven peacekeepers and two civilians were injured": what happened to them goes before that they are some. */
const isFree = (pair: Pair | undefined): boolean => pair === undefined || (pair.link === 'noun' && isMeans(pair.spot));

function canJoin(tokens: readonly Token[], phrase: Phrase, neighbour: Phrase, spot: Spot): boolean {
  if (!mayCount(phrase) || phrase.head !== 'person' || spot.form === 'measure') return false;
  const [first, second] = phrase.from < neighbour.from ? [phrase, neighbour] : [neighbour, phrase];
  if (spot.from > first.from && spot.from < second.from) return false;
  const verb = tokens[phrase.from - 1];
  const isOfOthers = is(verb, roles.verb) && !is(verb, roles.speech);
  if (isOfOthers || (spot.from > phrase.from && /(ли|лись|лось|ло)$/.test(verb?.text ?? ''))) return false;
  const between = tokens.slice(first.end + 1, second.from);
  return between.length > 0 && between.length < 5 && between.some(isJoint) && between.every(joins);
}

const isJoint = (token: Token): boolean =>
  isSign(token, ',') || is(token, roles.conjunction) || /^(along|together|well)$/.test(token.text);

/** "… priests and their two cooks", "… miners as well as the three guards", "…, along with six others". */
const joins = (token: Token): boolean =>
  isSign(token, ',') || is(token, roles.conjunction | roles.adverb) || determiners.has(token.text);

const determiners = new Set('the their his her its as well along together with'.split(' '));
