import { dayNear } from './asOf.ts';
import type { Pair } from './assign.ts';
import { isPronounSpeaking, speakerOf, voicesIn } from './attribution.ts';
import { isShort, isShortFor, shown as shownIn } from './carried.ts';
import { daysIn } from './daysIn.ts';
import type { ExplainedFigure, FigureKind } from './figure.ts';
import type { Lexicon } from './lexicon/lexicon.ts';
import type { Named } from './names.ts';
import { nearest } from './nearestToken.ts';
import { once } from './once.ts';
import { placesIn } from './place.ts';
import type { PublicationDay } from './publicationDay.ts';
import { circumstancesOf, statusOf } from './status.ts';
import type { Token } from './tokens.ts';
import type { Zero } from './zero.ts';

export interface Field {
  readonly name: 'title' | 'body';
  readonly text: string;
  readonly lexicon: Lexicon;
  readonly published: PublicationDay | null;
}

export interface FigureMaker {
  ofPair(pair: Pair, wholes: ReadonlySet<FigureKind>): ExplainedFigure;
  ofZero(zero: Zero): ExplainedFigure;
}

/**
 * Makes the figures of one sentence; what it says of speakers, places and days is found once, however many figures it has.
 * `speakerBefore`: whom "it" and "the ministry" stand for.
 */
export function figureMaker(field: Field, tokens: readonly Token[], speakerBefore: () => string | null): FigureMaker {
  const voices = voicesIn(tokens);
  const places = placesIn(tokens);
  const days = daysIn(tokens, field.published);
  const circumstances = circumstancesOf(tokens, field.published && new Date(field.published.day).getUTCFullYear());
  const shown = (named: Named | null): string | null => (named === null ? null : shownIn(field.text, tokens, named));
  const placeNear = (at: number): string | null => shown(nearest(places, at)?.named ?? null);
  const carried = once(() => (voices.length === 0 ? null : speakerBefore()));
  const isCarried = once(() => isPronounSpeaking(tokens, voices));
  const speakerNear = (at: number): string | null => {
    const name = shown(speakerOf(voices, at));
    if (name === null) return isCarried() ? carried() : null;
    const full = isShort(name) ? carried() : null;
    return full !== null && isShortFor(name, full) ? full : name;
  };
  const dated = (near: number, last: number): Pick<ExplainedFigure, 'asOf' | 'isDayInferred'> => {
    const day = dayNear(tokens, days, near, last);
    return { asOf: day?.date ?? null, isDayInferred: day?.isInferred ?? false };
  };
  const spanOf = (first: number, last: number): ExplainedFigure['span'] => [
    field.name,
    tokens[first]?.start ?? 0,
    tokens[last]?.end ?? 0,
  ];
  return {
    ofPair(pair, wholes) {
      const { phrase, spot } = pair;
      const at = phrase.numberFrom;
      const last = Math.max(phrase.end, spot.to);
      const span = spanOf(Math.min(phrase.from, spot.from), last);
      return {
        kind: spot.kind,
        min: phrase.min,
        max: phrase.max,
        bound: phrase.bound,
        group: shown(phrase.group),
        place: placeNear(at),
        attribution: speakerNear(at),
        ...dated(at, last),
        status: statusOf(tokens, circumstances, pair, wholes),
        isStale: false,
        quote: field.text.slice(span[1], span[2]),
        span,
        rules: [phrase.rule, pair.rule],
      };
    },
    ofZero({ kind, from, to, isNow }) {
      const span = spanOf(from, to);
      return {
        kind,
        min: 0,
        max: 0,
        bound: 'exact',
        group: null,
        place: placeNear(from),
        attribution: speakerNear(from),
        ...dated(from, to),
        status: 'stated',
        isStale: false,
        quote: field.text.slice(span[1], span[2]),
        span,
        rules: isNow ? ['none', 'no-longer'] : ['none'],
      };
    },
  };
}
