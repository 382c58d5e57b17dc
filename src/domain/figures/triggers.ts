import type { FigureKind } from './figure.ts';
import { type Form, roles } from './lexicon/entry.ts';
import { dashes, is, isSign, type Token } from './tokens.ts';

/** A word or words that say what is counted: tokens `from` to `to`, both included. */
export interface Spot {
  readonly kind: FigureKind;
  readonly form: Form;
  readonly from: number;
  readonly to: number;
  /** "were killed", "была ранена": the subject bears it. */
  readonly isPassive: boolean;
  /** "Five people shot": killed or injured, which of the two only the article's other figures say. */
  readonly isShot?: boolean;
}

export function triggersIn(tokens: readonly Token[]): readonly Spot[] {
  const spots: Spot[] = [];
  tokens.forEach((token, at) => {
    const spot = spotAt(tokens, token, at);
    if (spot !== null) spots.push(spot);
  });
  return measured(tokens, spots);
}

/** "shot dead", "fatally shot": words that kill only together. */
function spotAt(tokens: readonly Token[], token: Token, at: number): Spot | null {
  const compound = compoundAt(tokens, token, at);
  if (compound !== null) return { ...compound, isPassive: isPassive(tokens, compound.from) };
  const trigger = token.entry?.trigger;
  if (!trigger || isFalseFriend(tokens, token, at)) return null;
  const bearing = wounds.has(token.text) ? bearingOf(tokens, at) : null;
  if (bearing !== null) return { kind: 'injured', form: 'subject', from: bearing, to: at, isPassive: false };
  const form = token.text === 'жертвами' ? 'free' : trigger.form;
  const to = kazakhCompounds.has(token.text) ? at + 1 : at;
  return { kind: trigger.kind, form, from: at, to, isPassive: isPassive(tokens, at) };
}

const wounds = new Set(['wounds', 'wound', 'injuries', 'injury']);

/** "suffered life-threatening injuries", "with gunshot wounds": where what bears them stands. */
function bearingOf(tokens: readonly Token[], at: number): number | null {
  for (let place = at - 1; place >= Math.max(0, at - 8); place--) {
    const token = tokens[place];
    if (/^(suffer|sustain|receiv)/.test(token?.text ?? '') || /^(with|had|have|has)$/.test(token?.text ?? ''))
      return place;
    const isOther =
      is(token, roles.preposition | roles.be | roles.person | roles.speech | roles.pronoun) ||
      token?.entry?.number != null;
    if (isOther || (token?.kind === 'sign' && !isSign(token, dashes))) return null;
  }
  return null;
}

type Compound = Pick<Spot, 'kind' | 'form' | 'from' | 'to' | 'isShot'>;

function compoundAt(tokens: readonly Token[], token: Token, at: number): Compound | null {
  const next = tokens[at + 1]?.text ?? '';
  const last = tokens[at - 1]?.text ?? '';
  switch (token.text) {
    case 'shooting':
    case 'stabbing':
      return { kind: 'injured', form: 'active', from: at, to: at, isShot: true };
    case 'shot':
    case 'stabbed':
    case 'beaten':
    case 'hacked':
    case 'burned':
    case 'crushed':
      return struck(tokens, token.text, at);
    case 'fatally':
      return isSign(tokens[at - 2], ',') || tokens[at - 1]?.entry?.number === 'unit' || last === 'them'
        ? { kind: 'killed', form: 'state', from: at, to: at }
        : null;
    case 'lives':
      return lostLives(tokens, at);
    case 'custody':
      return last === 'in' || last === 'into' ? { kind: 'arrested', form: 'state', from: at, to: at } : null;
    case 'unaccounted':
      return { kind: 'missing', form: 'state', from: at, to: at };
    case 'strength':
      return /^troops?$/.test(last) ? { kind: 'troops', form: 'measure', from: at - 1, to: at } : null;
    case 'неизвестна':
    case 'неизвестной':
    case 'неизвестно':
      return tokens.some(({ text }) => /^судьб/.test(text))
        ? { kind: 'missing', form: 'free', from: at, to: at }
        : null;
    case 'табылмады':
      return { kind: 'missing', form: 'last', from: at, to: at };
    case 'табылған':
      return next === 'жоқ' ? { kind: 'missing', form: 'last', from: at, to: at + 1 } : null;
    default:
      return null;
  }
}

/** "shot dead", "stabbed four people to death", "fatally shot"; shot or stabbed alone may be either. */
function struck(tokens: readonly Token[], text: string, at: number): Compound | null {
  const killed = { kind: 'killed', form: 'participle', from: at } as const;
  if (tokens[at + 1]?.text === 'dead') return { ...killed, to: at + 1 };
  if (tokens[at - 1]?.text === 'fatally') return { ...killed, to: at };
  const death = tokens
    .slice(at + 1, at + 9)
    .findIndex((token, index, list) => token.text === 'death' && list[index - 1]?.text === 'to');
  if (death === 1) return { ...killed, to: at + 2 };
  if (death > 1) return { ...killed, to: at };
  return text === 'shot' || text === 'stabbed'
    ? { kind: 'injured', form: 'participle', from: at, to: at, isShot: true }
    : null;
}

/** "claimed the lives of 12", "took seven civilian lives", "12 people lost their lives". */
function lostLives(tokens: readonly Token[], at: number): Compound | null {
  const verb = tokens
    .slice(Math.max(0, at - 7), at + 4)
    .find(({ text }) => /^(claim|cost|took|taking|takes|lost|los[ei])/.test(text))?.text;
  if (verb === undefined) return null;
  const isOwn = tokens[at - 1]?.text === 'their' || tokens[at - 1]?.text === 'his';
  return { kind: 'killed', form: isOwn ? 'subject' : 'noun', from: at, to: at };
}

/** Words that only look like triggers: "injured reserve", "жертвы мошенников", "bodies" of water, the tests of their surroundings. */
function isFalseFriend(tokens: readonly Token[], token: Token, at: number): boolean {
  const [last, next] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  const { text } = token;
  if (text === 'injured') return next === 'reserve' || next === 'list';
  if (text === 'missing') return isSign(tokens[at - 1], '-') || next === 'out' || next === 'the';
  if (text === 'ранения' || text === 'травмы' || text === 'ожоги')
    return !tokens.some((each) => /^получи/.test(each.text));
  if (text === 'жизни' || text === 'жизнь')
    return !tokens
      .slice(Math.max(0, at - 4), at)
      .some((each) => /^(унес|унос|лиши|оборвал|стоил|отня)/.test(each.text));
  if (text.startsWith('жертв'))
    return tokens.some((each) => /^(аферист|мошенни|обман|насили|идеи|хакер|развод)/.test(each.text));
  if (text === 'bombers') return last === 'suicide' || last === 'car';
  if (text === 'bodies' || text === 'fighters') return last === 'heavenly' || text === 'fighters';
  if (text.startsWith('тел') && text.length <= 4)
    return !tokens.some((each) => /^(найден|обнаруж|извлек|извлеч|подня|погиб|морг|нашли)/.test(each.text));
  if (text === 'hurt') return next === 'by' && last === 'been';
  if (token.entry?.trigger?.form === 'last') return !isKazakhCompound(text, next);
  return text === 'march' || (text === 'loss' && last === 'job');
}

/** "қаза тапты", "мерт болды", "көз жұмды": the first word alone is another. With what the second begins. */
const kazakhCompounds: ReadonlyMap<string, RegExp> = new Map([
  ['қаза', /^(тап|бол|тауып|таба)/],
  ['мерт', /^бол/],
  ['қайтыс', /^бол/],
  ['құрбан', /^бол/],
  ['шейіт', /^(бол|кет)/],
  ['опат', /^бол/],
  ['ажал', /^құш/],
  ['көз', /^жұм/],
  ['дүние', /^сал/],
  ['дүниеден', /^(өт|оз)/],
  ['өмірден', /^(өт|оз)/],
  ['жарақат', /^ал/],
  ['зардап', /^ше[кг]/],
  ['қамауға', /^(ал|түс)/],
  ['тұтқынға', /^(ал|түс)/],
  ['хабарсыз', /^(кет|жоғал|кел)/],
  ['ошарсыз', /^(кет|жоғал|кел)/],
  ['жоғалып', /^(кет|жоғал|кел)/],
]);

const isKazakhCompound = (text: string, next: string): boolean => kazakhCompounds.get(text)?.test(next) ?? true;

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
