import { roles } from './lexicon/lexiconEntry.ts';
import type { Spot } from './spot.ts';
import { dashes, is, isSign, type Token } from './tokens.ts';

type Compound = Pick<Spot, 'kind' | 'form' | 'from' | 'to' | 'isShot' | 'isHospital'>;

/** What a word says together with those around it: "shot dead", "in custody", "seven civilian lives". */
export function compoundAt(tokens: readonly Token[], token: Token, at: number): Compound | null {
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
    case 'hospitalized':
    case 'hospitalised':
      return isOfHarm(tokens) ? hospital(at) : null;
    case 'hospital':
    case 'hospitals':
      return takenTo(tokens, at);
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

const hospital = (at: number): Compound => ({
  kind: 'injured',
  form: 'participle',
  from: at,
  to: at,
  isHospital: true,
});

/** "were taken to area hospitals", "sent four people to the hospital". */
function takenTo(tokens: readonly Token[], at: number): Compound | null {
  for (let place = at - 1; place >= Math.max(0, at - 9); place--) {
    const token = tokens[place];
    if (token?.kind === 'sign' && !isSign(token, dashes)) return null;
    if (takes.has(token?.text ?? '')) return isOfHarm(tokens) ? hospital(place) : null;
  }
  return null;
}

const takes = new Set('taken took rushed transported airlifted sent sends sending brought driven flown'.split(' '));

/** Sick people go to hospital as well. */
const isOfHarm = (tokens: readonly Token[]): boolean => tokens.some(({ text }) => harms.has(text));

const harms = new Set(
  'shot shooting shootings gunfire gunshot gunshots gunman crash collision accident blast explosion bombing attack stabbing stabbed fire fight brawl shootout'.split(
    ' ',
  ),
);

/** "claimed the lives of 12", "took seven civilian lives", "12 people lost their lives". */
function lostLives(tokens: readonly Token[], at: number): Compound | null {
  const verb = tokens
    .slice(Math.max(0, at - 7), at + 4)
    .find(({ text }) => /^(claim|cost|took|taking|takes|lost|los[ei])/.test(text))?.text;
  if (verb === undefined) return null;
  const isOwn = tokens[at - 1]?.text === 'their' || tokens[at - 1]?.text === 'his';
  return { kind: 'killed', form: isOwn ? 'subject' : 'noun', from: at, to: at };
}

const wounds = new Set(['wounds', 'wound', 'injuries', 'injury']);

/** "suffered life-threatening injuries", "with gunshot wounds": where what bears them stands. */
export function bearingOf(tokens: readonly Token[], at: number): number | null {
  if (!wounds.has(tokens[at]?.text ?? '')) return null;
  for (let place = at - 1; place >= Math.max(0, at - 8); place--) {
    const token = tokens[place];
    if (/^(suffer|sustain|receiv)/.test(token?.text ?? '') || /^(with|had|have|has)$/.test(token?.text ?? ''))
      return place;
    if (token?.text === 'for' && tokens[place - 1]?.text === 'treated') return place - 1;
    const isOther =
      is(token, roles.preposition | roles.be | roles.person | roles.speech | roles.pronoun) ||
      token?.entry?.number != null;
    if (isOther || (token?.kind === 'sign' && !isSign(token, dashes))) return null;
  }
  return null;
}
