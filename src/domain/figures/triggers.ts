import { bearingOf, compoundAt } from './compounds.ts';
import { isFalseFriend, kazakhCompounds } from './falseFriends.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import type { Spot } from './spot.ts';
import { is, type Token } from './tokens.ts';

export function triggersIn(tokens: readonly Token[]): readonly Spot[] {
  const spots: Spot[] = [];
  tokens.forEach((token, at) => {
    const spot = spotAt(tokens, token, at);
    if (spot !== null) spots.push(spot);
  });
  return measured(tokens, spots);
}

/** What the word at `at` says is counted, alone or with those around it. */
function spotAt(tokens: readonly Token[], token: Token, at: number): Spot | null {
  const compound = compoundAt(tokens, token, at);
  if (compound !== null) return { ...compound, isPassive: isPassive(tokens, compound.from) };
  const trigger = token.entry?.trigger;
  if (!trigger || isFalseFriend(tokens, token, at)) return null;
  const bearing = bearingOf(tokens, at);
  if (bearing !== null) return { kind: 'injured', form: 'subject', from: bearing, to: at, isPassive: false };
  const form = token.text === 'жертвами' ? 'free' : trigger.form;
  const to = kazakhCompounds.has(token.text) ? at + 1 : at;
  return { kind: trigger.kind, form, from: at, to, isPassive: isPassive(tokens, at) };
}

/** A form of be before it, adverbs aside. */
function isPassive(tokens: readonly Token[], at: number): boolean {
  for (let place = at - 1; place >= Math.max(0, at - 5); place--) {
    const token = tokens[place];
    if (is(token, roles.be)) return true;
    const isCoordinated = (token?.text === 'and' || token?.text === 'or') && place > 0;
    if (
      !is(token, roles.adverb) &&
      !isCoordinated &&
      token?.entry?.trigger?.form !== 'participle' &&
      token?.text !== 'beaten' &&
      token?.text !== 'shot'
    )
      return false;
  }
  return false;
}

/** "the number of dead", "число погибших", "қаза тапқандар саны": the count of what a trigger names. */
function measured(tokens: readonly Token[], spots: readonly Spot[]): readonly Spot[] {
  return spots.map((spot) => {
    if (spot.form === 'measure') return spot;
    const counter = counterBefore(tokens, spot.from);
    if (counter !== null) return { ...spot, form: 'measure', from: counter };
    const behind = [spot.to + 1, spot.to + 2].find(
      (at) => tokens[at]?.text.startsWith('сан') && is(tokens[at], roles.counter),
    );
    return behind === undefined ? spot : { ...spot, form: 'measure', to: behind };
  });
}

function counterBefore(tokens: readonly Token[], at: number): number | null {
  for (let place = at - 1; place >= Math.max(0, at - 6); place--) {
    const token = tokens[place];
    if (is(token, roles.counter))
      return token?.text === 'number' && tokens[place + 1]?.kind === 'digits' ? null : place;
    if (token?.kind !== 'word' || token.entry?.number || is(token, roles.speech | roles.be | roles.rise)) return null;
    if (is(token, roles.verb) || token.text === 'to') return null;
  }
  return null;
}
