import type { Pair } from './assign.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import type { Spot } from './spot.ts';
import { is, isSign, type Token } from './tokens.ts';

/** Nouns that name one person. */
export const onePerson =
  /^(man|woman|boy|girl|teen|teenager|child|person|student|officer|soldier|policeman|victim|mother|father|son|daughter|wife|husband|girlfriend|boyfriend|driver|gunman|attacker|suspect|toddler|infant|old|resident|deputy|citizen|civilian|guard|worker|passenger|bystander|friend|brother|sister|baby|pilot|miner|nurse|doctor|teacher|journalist|firefighter|male|female|adult|juvenile|peacekeeper|guide|tourist|rescuer)$/;

/** One person without a numeral ("a man was killed", "the shooting left a boy dead"): counts for the total only. */
export function singles(tokens: readonly Token[], spots: readonly Spot[], pairs: readonly Pair[]): readonly Pair[] {
  const taken = new Set(pairs.map(({ spot }) => spot));
  return spots.flatMap((spot): readonly Pair[] => {
    if (spot.kind !== 'killed' || taken.has(spot) || spot.isShot || /^(measure|noun|last)$/.test(spot.form)) return [];
    const at = personNear(tokens, spot);
    return at === null ? [] : [{ phrase: onePhrase(at), spot, link: 'single', rule: 'single' }];
  });
}

const onePhrase = (at: number): Pair['phrase'] => ({
  min: 1,
  max: 1,
  bound: 'exact',
  from: at,
  to: at,
  numberFrom: at,
  numberTo: at,
  isPrevious: false,
  isRevised: false,
  distraction: null,
  rule: 'singular',
  end: at,
  group: [at, at],
  head: 'person',
  noun: null,
  isSet: false,
  hasSet: false,
});

/** A singular person a few words before the trigger, or right behind it. */
function personNear(tokens: readonly Token[], spot: Spot): number | null {
  for (let at = spot.from - 1; at >= Math.max(0, spot.from - 9); at--) {
    if (isSign(tokens[at], ';') || is(tokens[at], roles.contrast)) break;
    if (onePerson.test(tokens[at]?.text ?? '')) return at;
  }
  for (let at = spot.to + 1; at <= spot.to + 6; at++) if (onePerson.test(tokens[at]?.text ?? '')) return at;
  return null;
}
