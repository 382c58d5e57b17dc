import type { Distance } from './distance.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { isCyrillic, type Phrase } from './phrases.ts';
import type { Spot } from './spot.ts';
import { is, isSign, type Token } from './tokens.ts';

/** People are killed, not houses; what is missing or displaced may be unnamed. */
export function suits(phrase: Phrase, spot: Spot): boolean {
  if (phrase.noun?.at === spot.from) return true;
  if (phrase.noun && phrase.noun.kind === 'aircraft') return false;
  return phrase.head !== 'thing';
}

/**
 * How a number belongs to its trigger, as far as anything is decided by it: a word of the sentence says what befell those counted;
 * the counted noun is the trigger itself ("12 deaths"); it counts some of the number before ("31 people, including 5 policemen");
 * or it is one person without a numeral ("a man was killed").
 */
export type Link = 'trigger' | 'noun' | 'part' | 'single';

interface Found {
  readonly cost: number;
  /** Absent: `trigger`. */
  readonly link?: Link;
  /** For `--explain`. */
  readonly rule: string;
}

/** How a trigger takes a number, and at what cost; null where it does not. */
type Way = (tokens: readonly Token[], phrase: Phrase, spot: Spot, distance: Distance) => Found | null;

const isBehind = (phrase: Phrase, spot: Spot): boolean => phrase.from > spot.to;
const isAhead = (phrase: Phrase, spot: Spot): boolean => phrase.numberTo < spot.from;
const vague = (phrase: Phrase): number => (phrase.head === null && phrase.group !== null ? 0.5 : 0);
const gapAhead = (phrase: Phrase, spot: Spot, distance: Distance): number =>
  distance(Math.min(phrase.end, spot.from - 1) + 1, spot.from - 1);
const gapBehind = (phrase: Phrase, spot: Spot, distance: Distance): number => distance(spot.to + 1, phrase.from - 1);

/** "killed at least twelve", "arrested the five persons". */
export const objectOf: Way = (tokens, phrase, spot, distance) => {
  if (!isBehind(phrase, spot)) return null;
  const gap = gapBehind(phrase, spot, distance);
  if (gap > 3.5 || crosses(tokens, spot.to + 1, phrase.from - 1)) return null;
  return { cost: gap + vague(phrase), rule: 'object' };
};

const crosses = (tokens: readonly Token[], from: number, to: number): boolean => {
  for (let at = from; at <= to; at++) {
    const token = tokens[at];
    if (is(token, roles.preposition) || isSign(token, ',;:()') || is(token, roles.conjunction | roles.be)) return true;
  }
  return false;
};

const subject =
  (farthest: number): Way =>
  (_tokens, phrase, spot, distance) => {
    if (!isAhead(phrase, spot)) return null;
    const gap = gapAhead(phrase, spot, distance);
    return gap > farthest ? null : { cost: gap + vague(phrase), rule: 'subject' };
  };

/** "Killed in the crash were four", "Also wounded were four patrons", "among the dead are six". */
const inverted: Way = (tokens, phrase, spot, distance) => {
  if (!isBehind(phrase, spot)) return null;
  const gap = gapBehind(phrase, spot, distance);
  if (gap > 9) return null;
  const at = firstBetween(tokens, spot.to, phrase.from, isTurn);
  return at === null || phrase.from - at > 3 ? null : { cost: gap + 2, rule: 'inverted' };
};

const isTurn = (token: Token): boolean => is(token, roles.be) || token.text.startsWith('includ') || isSign(token, ':');

/** The first token behind `from` and before `to` that passes. */
function firstBetween(
  tokens: readonly Token[],
  from: number,
  to: number,
  test: (token: Token) => boolean,
): number | null {
  for (let at = from + 1; at < to; at++) {
    const token = tokens[at];
    if (token !== undefined && test(token)) return at;
  }
  return null;
}

const firstOf =
  (...list: readonly Way[]): Way =>
  (...given) => {
    for (const way of list) {
      const found = way(...given);
      if (found !== null) return found;
    }
    return null;
  };

/** "deaths of two women", "massacre of nearly 80 people"; in Russian the genitive alone. */
const of: Way = (tokens, phrase, spot, distance) => {
  if (!isBehind(phrase, spot)) return null;
  const gap = gapBehind(phrase, spot, distance);
  const link = tokens[spot.to + 1]?.text ?? '';
  const isLinked = link === 'of' || isCyrillic(tokens[spot.from]?.text ?? '');
  return !isLinked || gap > 6 ? null : { cost: gap, rule: 'of' };
};

/** "12 deaths": the noun of the phrase itself, or its last word ("seven civilian lives"). */
const itself: Way = (_tokens, phrase, spot) =>
  phrase.noun?.at === spot.from || (phrase.end === spot.from && phrase.end > phrase.to)
    ? { cost: isMeans(spot) ? 12 : 0.1, link: 'noun', rule: 'counted-noun' }
    : null;

/** What happens to troops, planes or protesters goes before that they are some. */
export const isMeans = ({ kind }: Spot): boolean => kind === 'troops' || kind === 'aircraft' || kind === 'protesters';

/** "deaths rose to 12", "задержанных было не менее 80". */
const reached: Way = (tokens, phrase, spot, distance) => {
  if (!isBehind(phrase, spot)) return null;
  const gap = gapBehind(phrase, spot, distance);
  return gap < 8 && firstBetween(tokens, spot.to, phrase.from, isLink) !== null
    ? { cost: gap + 2, rule: 'reached' }
    : null;
};

/** «семерых рабочих, погибших при взрыве»: a participle behind the noun, in its case. */
const apposed: Way = (tokens, phrase, spot) => {
  const isParticiple = /(ш|нн|ит|ен)(их|ых|им|ым|ими|ыми)(ся)?$/.test(tokens[spot.from]?.text ?? '');
  if (!isParticiple || phrase.head !== 'person' || phrase.end !== spot.from - 2) return null;
  const next = tokens[spot.to + 1];
  const isOwn = isSign(tokens[spot.from - 1], ',') && (is(next, roles.preposition) || next?.text === 'накануне');
  return isOwn ? { cost: 1, rule: 'apposed' } : null;
};

const isLink = (token: Token): boolean => is(token, roles.rise | roles.be | roles.aux) || isSign(token, ':');

/** "toll rose to 21", "its losses at 12", "до 20 возросло число жертв". */
const measure: Way = (tokens, phrase, spot, distance) => {
  if (isBehind(phrase, spot)) {
    const gap = gapBehind(phrase, spot, distance);
    const lead = tokens[phrase.from - 1]?.text ?? '';
    const isReached =
      /^(to|at|of|is|was|was|до|в|–|-|—|:)$/.test(lead) ||
      is(tokens[phrase.from - 1], roles.rise) ||
      phrase.bound !== 'exact' ||
      phrase.isRevised;
    return gap > 24 ? null : { cost: 1 + gap * 0.4 + (isReached ? 0 : 2), rule: 'measure' };
  }
  if (!isAhead(phrase, spot)) return null;
  const isRisen = firstBetween(tokens, phrase.to, spot.from, (token) => is(token, roles.rise)) !== null;
  return isRisen || tokens[spot.from - 1]?.text === '-'
    ? { cost: 3 + gapAhead(phrase, spot, distance), rule: 'measure-ahead' }
    : null;
};

/** Russian verbs: whoever stands closer. A transitive one has its object behind it rather. */
const either: Way = (tokens, phrase, spot, distance) => {
  if (isBehind(phrase, spot)) {
    const gap = gapBehind(phrase, spot, distance);
    return gap > 11 ? null : { cost: gap + vague(phrase), rule: 'free-behind' };
  }
  if (!isAhead(phrase, spot)) return null;
  const gap = gapAhead(phrase, spot, distance);
  const isTransitive =
    /(ил|ила|или|ал|али|ала)$/.test(tokens[spot.from]?.text ?? '') &&
    !/^(погиб|умер|пострада|пропа|утону)/.test(tokens[spot.from]?.text ?? '');
  return gap > 11 ? null : { cost: gap + 0.3 + vague(phrase) + (isTransitive ? 3 : 0), rule: 'free-ahead' };
};

const kazakhSubject: Way = (tokens, phrase, spot, distance) => {
  if (isAhead(phrase, spot)) {
    const gap = gapAhead(phrase, spot, distance);
    return gap > 12 ? null : { cost: gap, rule: 'kazakh-subject' };
  }
  const isAttribute =
    /(ған|ген|қан|кен)$/.test(tokens[spot.to]?.text ?? '') ||
    /(ған|ген|қан|кен)$/.test(tokens[spot.to + 1]?.text ?? '');
  const gap = gapBehind(phrase, spot, distance);
  return isAttribute && isBehind(phrase, spot) && gap < 3 ? { cost: gap + 1, rule: 'kazakh-attribute' } : null;
};

/** "had “Liquidation”": damaged text puts the noun where a participle was. */
const damaged: Way = (tokens, phrase, spot, distance) => {
  if (!isAhead(phrase, spot) || gapAhead(phrase, spot, distance) > 3) return null;
  return firstBetween(tokens, phrase.end, spot.from, ({ text }) => /^(had|have|were)$/.test(text)) !== null
    ? { cost: 1, rule: 'damaged-participle' }
    : null;
};

const passive = firstOf(subject(24), inverted);
const reduced = firstOf(subject(8), inverted);
/** «14 числятся пропавшими», «трое считаются погибшими». */
const predicate: Way = (tokens, phrase, spot, distance) =>
  isAhead(phrase, spot) &&
  /^(числятся|числится|числились|считаются|считается|остаются|признаны|объявлены)$/.test(
    tokens[spot.from - 1]?.text ?? '',
  ) &&
  gapAhead(phrase, spot, distance) < 6
    ? { cost: 1, rule: 'predicate' }
    : null;

const countedNoun = firstOf(itself, apposed, predicate, of, reached);

export const ways: Readonly<Record<Spot['form'], Way>> = {
  participle: (tokens, phrase, spot, distance) => (spot.isPassive ? passive : reduced)(tokens, phrase, spot, distance),
  active: (tokens, phrase, spot, distance) =>
    objectOf(tokens, phrase, spot, distance) ?? of(tokens, phrase, spot, distance),
  subject: subject(14),
  state: firstOf(subject(11), inverted),
  noun: (tokens, phrase, spot, distance) => (isMeans(spot) ? itself : countedNoun)(tokens, phrase, spot, distance),
  event: firstOf(of, damaged),
  measure,
  free: either,
  last: kazakhSubject,
};
