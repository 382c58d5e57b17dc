import type { Pair } from './assign.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import type { Spot } from './spot.ts';
import { dashes, is, isSign, type Token } from './tokens.ts';

/** The pairs of a sentence, by what has become of the missing that it says are found, and of the injured that it says died. */
export function outcomes(tokens: readonly Token[], spots: readonly Spot[], pairs: readonly Pair[]): readonly Pair[] {
  const changed = new Map<Pair, Pair | null>();
  for (const pair of pairs) {
    if (!isNamedBy(tokens, pair)) continue;
    if (pair.spot.kind === 'missing' && isFound(tokens, pair))
      changed.set(pair, asDead(pair, deadAfter(spots, pair, 6)));
    if (pair.spot.kind !== 'injured') continue;
    const death = deathOf(tokens, spots, pair);
    if (death !== null) changed.set(pair, isFurther(tokens, pair) ? null : asDead(pair, death));
  }
  if (changed.size === 0) return pairs;
  const taken = new Set([...changed.values()].flatMap((pair) => pair?.spot ?? []));
  return pairs.flatMap((pair) => {
    const found = changed.get(pair);
    if (found !== undefined) return found === null || isTaken(pairs, changed, found.spot) ? [] : [found];
    return taken.has(pair.spot) && pair.phrase.isSet ? [] : [pair];
  });
}

const asDead = ({ phrase }: Pair, spot: Spot | null): Pair | null =>
  spot === null ? null : { phrase, spot, link: 'trigger', rule: 'since-dead' };

/** Another number has the verb, and is not the set that this one is of. */
const isTaken = (pairs: readonly Pair[], changed: ReadonlyMap<Pair, Pair | null>, spot: Spot): boolean =>
  pairs.some((pair) => pair.spot === spot && !pair.phrase.isSet && !changed.has(pair));

const endOf = ({ phrase, spot }: Pair): number => Math.max(phrase.end, spot.to);

/** "four missing people", "two of the injured", «двое раненых», «жараланған екі адам»: the trigger says who, not what befell them. */
export function isNamedBy(tokens: readonly Token[], { phrase, spot }: Pair): boolean {
  if (spot.form === 'measure') return false;
  if (spot.to < phrase.from) return phrase.from - spot.to === 1 && spot.form === 'last';
  if (spot.form === 'last' && !/(жаралы|[ғқгк][ае]н)$/.test(tokens[spot.to]?.text ?? '')) return false;
  if (spot.from <= phrase.end + (spot.form === 'last' ? 1 : 0) || phrase.noun?.at === spot.from) return true;
  return (
    isPartitive(tokens, phrase.to, spot.from) || (spot.form === 'state' && standsBehind(tokens, phrase.end, spot.from))
  );
}

/** "the five people still missing". */
const standsBehind = (tokens: readonly Token[], end: number, at: number): boolean =>
  at > end && tokens.slice(end + 1, at).every((token) => /^(still|yet|also)$/.test(token.text));

/** "of the", "из" and nothing else between a number and its noun. */
export const isPartitive = (tokens: readonly Token[], to: number, noun: number): boolean =>
  noun - to > 1 && noun - to < 4 && tokens.slice(to + 1, noun).every(({ text }) => /^(of|the|those|из)$/.test(text));

const finding =
  /^(found|located|rescued|recovered|найден[аоы]?|нашл[аи]|обнаружен[аоы]?|обнаружил[аи]?|спасен[аоы]?|спасли|табылды|табылып|құтқарылды)$/;
const alive = /^(alive|safe|dead|later|since|all|the|last|живыми|мертвыми|живой|позже|тірі|аман|есен|өлі|кейін)$/;

/** "… were later found alive", "found the three …", "the bodies of the last three …"; not "have yet to be found". */
function isFound(tokens: readonly Token[], pair: Pair): boolean {
  let behind = endOf(pair) + 1;
  while (!finding.test(tokens[behind]?.text ?? '') && isBetween(tokens[behind])) behind++;
  if (finding.test(tokens[behind]?.text ?? '') && tokens[behind + 1]?.text !== 'жоқ') return true;
  let ahead = pair.phrase.from - 1;
  while (alive.test(tokens[ahead]?.text ?? '')) ahead--;
  if (finding.test(tokens[ahead]?.text ?? ''))
    return tokens[ahead - 1]?.text !== 'не' && tokens[ahead - 1]?.text !== 'not';
  return tokens[ahead]?.text === 'of' && /^(body|bodies|remains|corpses?)$/.test(tokens[ahead - 1]?.text ?? '');
}

const isBetween = (token: Token | undefined): boolean =>
  is(token, roles.aux | roles.be) || alive.test(token?.text ?? '') || isSign(token, dashes);

/** The verb that says they died, behind them or, in Russian, before. */
function deathOf(tokens: readonly Token[], spots: readonly Spot[], pair: Pair): Spot | null {
  const behind = deadAfter(spots, pair, 8);
  if (behind !== null && isClear(tokens, endOf(pair) + 1, behind.from)) return behind;
  const before = spots.findLast((spot) => spot.to < pair.phrase.from);
  const isVerb = before?.kind === 'killed' && before.form === 'free';
  return isVerb && isClear(tokens, before.to + 1, pair.phrase.from) && pair.phrase.from - before.to < 3 ? before : null;
}

const deadAfter = (spots: readonly Spot[], pair: Pair, reach: number): Spot | null =>
  spots.find(
    (spot) =>
      spot.kind === 'killed' && spot.form !== 'noun' && spot.from > endOf(pair) && spot.from - endOf(pair) <= reach,
  ) ?? null;

const isClear = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens
    .slice(from, to)
    .every(
      (token) =>
        token.kind === 'word' &&
        !is(token, roles.conjunction | roles.relative | roles.contrast) &&
        token.entry?.number == null,
    );

/** "Another injured man died", «ещё один», «тағы екі»: one more than a toll that stands elsewhere. */
const isFurther = (tokens: readonly Token[], { phrase }: Pair): boolean =>
  /^(another|еще|тағы)$/.test(tokens[phrase.from - 1]?.text ?? '') || tokens[phrase.from]?.text === 'another';
