import { roles } from './lexicon/lexiconEntry.ts';
import type { Named } from './names.ts';
import { is, isSign, type Token } from './tokens.ts';

const leads = new Set(['in', 'near', 'at', 'outside', 'в', 'во', 'под', 'близ', 'на']);
/** "in Aktau on the Caspian Sea in Kazakhstan": leads to a place only between two. */
const link = 'on';

export interface Place {
  /** The preposition before it. */
  readonly at: number;
  readonly named: Named;
}

/** The places that a sentence names ("near Karagandy", "в Челябинской области"). Of "in Aktau in western Kazakhstan" the first. */
export function placesIn(tokens: readonly Token[]): readonly Place[] {
  const places: Place[] = [];
  let end = -1;
  tokens.forEach((token, at) => {
    const isLead = leads.has(token.text);
    const named = isLead || token.text === link ? nameAt(tokens, at + 1) : null;
    if (named === null) return;
    const isNested = end === at - 1 || (end === at - 2 && isSign(tokens[at - 1], ','));
    const outer = isNested ? places.at(-1) : undefined;
    end = named[1];
    if (!isLead) return;
    if (outer !== undefined && givesWay(tokens, outer.named)) places[places.length - 1] = { at: outer.at, named };
    places.push({ at, named: outer === undefined || givesWay(tokens, outer.named) ? named : outer.named });
  });
  return places;
}

/** "В Карагандинской области, в Темиртау", "in Abai Street in Almaty": to a town that follows, a region or a building gives way. */
const givesWay = (tokens: readonly Token[], named: Named): boolean => noTown.test(tokens[named[1]]?.text ?? '');

const noTown =
  /^(области|районе|крае|республике|province|oblast|region|district|облысында|ауданында|street|avenue|road|lane|drive|boulevard|highway|parkway|trail|school|university|hotel|court|courthouse|mall|suv)$/;

function nameAt(tokens: readonly Token[], at: number): Named | null {
  let first = at;
  if (tokens[first]?.text === 'the') first++;
  if (
    /^(city|town|village|province|region|district|state)$/.test(tokens[first]?.text ?? '') &&
    tokens[first + 1]?.text === 'of'
  )
    first += 2;
  while (
    /^(central|northern|southern|eastern|western|городе|селе|г)$/.test(tokens[first]?.text ?? '') ||
    (first > at && isSign(tokens[first], '.') && tokens[first - 1]?.text === 'г')
  )
    first++;
  let last = first - 1;
  while (isName(tokens, last + 1, first)) last++;
  while (last >= first && isSign(tokens[last], '-')) last--;
  return last < first ? null : [first, last];
}

const isName = (tokens: readonly Token[], at: number, first: number): boolean => {
  const token = tokens[at];
  if (token === undefined) return false;
  if (at > first && isSign(token, '-') && token.gap === 'none') return true;
  if (at > first && /^(области|районе|крае|республике|province|oblast)$/.test(token.text)) return true;
  return (
    token.isCapital &&
    !is(token, roles.month) &&
    !is(token, roles.weekday) &&
    !is(token, roles.relative) &&
    !is(token, roles.pronoun)
  );
};
