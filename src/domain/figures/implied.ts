import type { Pair } from './assign.ts';
import type { FigureKind } from './figure.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { mayCount, type Phrase } from './phrases.ts';
import type { Spot } from './spot.ts';
import { is, isSign, type Token } from './tokens.ts';

/** Figures whose kind no word next to them says: the noun's own, a crowd's, troops', or that of the figure before. */
export function implied(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  spots: readonly Spot[],
  pairs: readonly Pair[],
  isAside: Uint8Array,
): readonly Pair[] {
  const taken = new Set(pairs.map(({ phrase }) => phrase));
  const free = phrases.filter((phrase) => !taken.has(phrase) && mayCount(phrase));
  return free.flatMap((phrase): readonly Pair[] => {
    const found =
      (isAside[phrase.numberFrom] === 1 ? aside(phrase, pairs) : null) ??
      companions(tokens, phrase, spots) ??
      marching(tokens, phrase) ??
      deployed(tokens, phrase) ??
      elliptic(tokens, phrase, pairs);
    return found === null ? [] : [found];
  });
}

const spotOf = (kind: FigureKind, phrase: Phrase, at: number): Spot => ({
  kind,
  form: 'noun',
  from: Math.min(phrase.from, at),
  to: Math.max(phrase.end, at),
  isPassive: false,
});

/** "31 people, including 5 policemen": of the kind of the whole. */
function aside(phrase: Phrase, pairs: readonly Pair[]): Pair | null {
  const whole = pairs.findLast((pair) => pair.phrase.to < phrase.from);
  return whole === undefined || phrase.head !== 'person'
    ? null
    : { phrase, spot: { ...whole.spot, from: phrase.from, to: phrase.end }, link: 'part', rule: 'part-of-whole' };
}

/** "He was killed along with two of his guards": they share what befell him. */
function companions(tokens: readonly Token[], phrase: Phrase, spots: readonly Spot[]): Pair | null {
  const [before, last] = [tokens[phrase.from - 2]?.text ?? '', tokens[phrase.from - 1]?.text ?? ''];
  const isAlong = last === 'with' ? before === 'along' || before === 'together' : last === 'вместе' && before === 'с';
  if (!isAlong || phrase.head === 'thing') return null;
  const spot = spots.findLast(({ to }) => to < phrase.from);
  const isClose = spot !== undefined && phrase.from - spot.to < 14 && spot.form !== 'measure' && spot.form !== 'noun';
  const isSame =
    isClose && !tokens.slice(spot.to, phrase.from).some((token) => isSign(token, ';') || is(token, roles.contrast));
  return isSame ? { phrase, spot, link: 'trigger', rule: 'along-with' } : null;
}

const protest = /^(rall|protest|demonstrat|march|митинг|акци|протест|шестви|сторонник|наразы|шеру)/;

/** "about 100 pensioners gathered for a rally". */
function marching(tokens: readonly Token[], phrase: Phrase): Pair | null {
  if (phrase.head !== 'person' && phrase.group !== null) return null;
  if (phrase.head === null && !tokens.some((token) => is(token, roles.person))) return null;
  const gathered = tokens.findIndex((token) => is(token, roles.crowd) && !protest.test(token.text));
  if (gathered < 0 || !tokens.some(({ text }) => protest.test(text))) return null;
  return Math.abs(gathered - phrase.numberFrom) > 16
    ? null
    : { phrase, spot: spotOf('protesters', phrase, phrase.end), link: 'trigger', rule: 'crowd' };
}

/** "800 army and police members were deployed". */
function deployed(tokens: readonly Token[], phrase: Phrase): Pair | null {
  const words = phrase.group === null ? [] : tokens.slice(phrase.group[0], phrase.group[1] + 1);
  const isForce = words.some((token) => is(token, roles.soldier) || /^(army|military|armed)$/.test(token.text));
  return isForce && tokens.some((token) => is(token, roles.deploy))
    ? { phrase, spot: spotOf('troops', phrase, phrase.end), link: 'trigger', rule: 'deployed' }
    : null;
}

/** "… 11 deaths, but police confirmed only six", "…, местные СМИ пишут о 20": a bare number behind another voice. */
function elliptic(tokens: readonly Token[], phrase: Phrase, pairs: readonly Pair[]): Pair | null {
  const before = pairs.findLast((pair) => pair.phrase.end < phrase.from && pair.spot.to < phrase.from);
  if (before === undefined || before.spot.isHospital || phrase.group !== null) return null;
  const between = tokens.slice(Math.max(before.phrase.end, before.spot.to) + 1, phrase.from);
  const isOther = between.some((token) => is(token, roles.contrast) || isSign(token, ',;'));
  const speech = between.findLastIndex((token) => is(token, roles.speech));
  if (!isOther || speech < 0 || between.length - speech > 4 || between.length > 14) return null;
  return { phrase, spot: spotOf(before.spot.kind, phrase, phrase.end), link: 'trigger', rule: 'ellipsis' };
}
