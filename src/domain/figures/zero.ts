import type { FigureKind } from './figure.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import type { Spot } from './spot.ts';
import { is, isSign, type Token } from './tokens.ts';

/** "No one was killed or injured": none is a count, silence is not. Tokens `from` to `to` of the sentence. */
export interface Zero {
  readonly kind: FigureKind;
  readonly from: number;
  readonly to: number;
  /** "No one is missing any longer": what was counted before is over. */
  readonly isNow: boolean;
}

type Found = Omit<Zero, 'isNow'>;

const nobody = new Set(['nobody', 'none', 'никто', 'ешкім']);
const nones = new Set(['no', 'without', 'без']);
const noticed = /^(report|immediate|word|confirm|сообщ|данных|информац)/;

export function zerosIn(tokens: readonly Token[], spots: readonly Spot[]): readonly Zero[] {
  const found = [...nobodyDid(tokens, spots), ...noneOf(tokens, spots), ...absent(tokens, spots)];
  const isNow = found.length > 0 && tokens.some((_, at) => isOver(tokens, at));
  return (
    found
      .filter(({ kind }, index) => found.findIndex((each) => each.kind === kind) === index)
      // "Погибших больше нет": no more than those before.
      .filter(({ kind }) => !isNow || kind === 'missing' || kind === 'displaced')
      .map((each) => ({ ...each, isNow }))
  );
}

const isOver = (tokens: readonly Token[], at: number): boolean => {
  const [text, next] = [tokens[at]?.text ?? '', tokens[at + 1]?.text ?? ''];
  if (text === 'any') return next === 'longer' || next === 'more';
  return text === 'больше' ? next === 'нет' : /^(anymore|енді)$/.test(text);
};

/** "No one was …", "никто из пассажиров не пострадал", "ешкім қаза тапқан жоқ". */
function nobodyDid(tokens: readonly Token[], spots: readonly Spot[]): readonly Found[] {
  const from = tokens.findIndex(
    (token, at) =>
      nobody.has(token.text) ||
      (token.text === 'no' && /^(one|people|person|civilians?|passengers?)$/.test(tokens[at + 1]?.text ?? '')),
  );
  if (from < 0 || tokens[from - 1]?.text === 'that') return [];
  return joined(tokens, spots, from, 9).map(({ kind, to }) => ({ kind, from, to: withNot(tokens, to) }));
}

/** "There were no deaths", "without casualties", "обошлось без жертв", "без пострадавших"; not "no reports of deaths". */
function noneOf(tokens: readonly Token[], spots: readonly Spot[]): readonly Found[] {
  const found = tokens.flatMap((token, from) => {
    if (!nones.has(token.text)) return [];
    const absent = joined(tokens, spots, from, 2).filter(({ form }) => form === 'noun');
    return absent.map(({ kind, to }) => ({ kind, from, to }));
  });
  return found.length > 0 && tokens.some(({ text }) => noticed.test(text)) ? [] : found;
}

/** "Погибших и пострадавших нет", "зардап шеккендер жоқ"; not "данных о погибших нет", "среди погибших детей нет". */
function absent(tokens: readonly Token[], spots: readonly Spot[]): readonly Found[] {
  const to = tokens.findIndex(
    (token, at) => (token.text === 'нет' || token.text === 'жоқ') && !isSign(tokens[at - 1], ','),
  );
  if (to < 0) return [];
  const found = spots.filter(
    (spot) =>
      spot.form !== 'free' &&
      spot.to < to &&
      to - spot.to <= 4 &&
      !isInterrupted(tokens, spot.to, to) &&
      !isGoverned(tokens, spot.from) &&
      (spot.kind !== 'missing' || nobodyMissing.test(tokens[spot.to]?.text ?? '')),
  );
  const from = Math.min(...found.map((spot) => spot.from));
  return found.map(({ kind }) => ({ kind, from, to }));
}

const isInterrupted = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(from, to).some((token) => isSign(token, ',;.') || token.kind === 'digits' || silence.test(token.text));

const silence =
  /^(report|immediate|word|confirm|сообщ|данн|информац|сведени|связи|мәлімет|ақпарат|дерек|хабар|туралы|жайлы|жөнінде)/;

/** "Нет пропавших", and not that they are not found: «табылған жоқ». */
const nobodyMissing = /^пропавших$|[длт][ае]р$/;

/** "о жертвах и пострадавших": a preposition before what is named, or before what it is joined to. */
function isGoverned(tokens: readonly Token[], at: number): boolean {
  if (is(tokens[at - 1], roles.conjunction)) return isGoverned(tokens, at - 2);
  return is(tokens[at - 1], roles.preposition);
}

/** The first trigger behind `from`, and those joined to it by and, or. */
function joined(tokens: readonly Token[], spots: readonly Spot[], from: number, reach: number): readonly Spot[] {
  const first = spots.find((spot) => spot.from > from && spot.from - from <= reach);
  if (
    !first ||
    tokens
      .slice(from, first.from)
      .some(
        (token) =>
          isSign(token, ',;') ||
          token.kind === 'digits' ||
          /^(seriously|critically|severely|badly|тяжело|серьезно)$/.test(token.text),
      )
  )
    return [];
  const found = [first];
  for (const spot of spots) {
    const last = found.at(-1);
    if (last && spot.from === last.to + 2 && is(tokens[last.to + 1], roles.conjunction)) found.push(spot);
  }
  return found;
}

const withNot = (tokens: readonly Token[], to: number): number =>
  tokens[to + 2]?.text === 'жоқ' ? to + 2 : tokens[to + 1]?.text === 'жоқ' ? to + 1 : to;
