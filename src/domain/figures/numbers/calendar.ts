import { roles } from '../lexicon/lexiconEntry.ts';
import { dashes, is, isSign, type Token } from '../tokens.ts';
import type { Test } from './amounts.ts';

/** "aged 34", "dies at 91", "Bekova, 41, and", "Bekova and Omarov, both 41", "23-летняя". */
export const isAge: Test = (tokens, { from, to, value, isWords }) => {
  if (value > 120) return false;
  const [before, next] = [tokens[from - 1], tokens[to + 1]];
  if (is(before, roles.age)) return true;
  for (let at = Math.max(0, from - 8); at < from; at++)
    if (tokens[at]?.text === 'ages' || tokens[at]?.text === 'aged') return true;
  if (before?.text === 'both' && !is(next, roles.person)) return true;
  if (isSign(next, dashes) && /^(year|yo$|летн|жаст|жас|ти$)/.test(tokens[to + 2]?.text ?? ''))
    return tokens[to + 2]?.text !== 'ти';
  const died = tokens[from - 2]?.entry?.trigger;
  if (before?.text === 'at' && died?.kind === 'killed' && died.form !== 'measure') return true;
  if (!isWords && isSign(before, ',') && isSign(next, ',') && tokens[from - 2]?.kind === 'word') return true;
  if (isWords || !isSign(before, ',(') || value < 1) return false;
  const name = isSign(tokens[from - 2], '.') ? tokens[from - 3] : tokens[from - 2];
  const isClosed =
    next === undefined ||
    isSign(next, ').;') ||
    (isSign(next, ',') && !is(tokens[to + 2], roles.person)) ||
    next.text === 'and' ||
    next.text === 'of' ||
    next.text === 'who' ||
    next.text === 'was' ||
    next.text === 'from' ||
    next.text === 'и';
  const isNamed =
    name?.kind === 'word' &&
    (name.isCapital || is(name, roles.person)) &&
    !is(name, roles.month) &&
    !is(name, roles.weekday);
  return isNamed && isClosed;
};

/** "fell to 1950", «сократилось до 1850», «1850-ге жетті»: counts come to that, years do not. */
export const isReached = (tokens: readonly Token[], at: number): boolean =>
  (/^(to|до)$/.test(tokens[at - 1]?.text ?? '') && is(tokens[at - 2], roles.rise)) ||
  (isSign(tokens[at + 1], dashes) && is(tokens[at + 3], roles.rise));

export const isYear: Test = (tokens, { from, to, value }) => {
  if (from !== to || tokens[from]?.kind !== 'digits' || tokens[from]?.text.length !== 4) return false;
  if (value < 1800 || value > 2100 || isReached(tokens, from)) return false;
  const next = tokens[to + 1];
  if (/^(год|году|года|годов|годы|г|гг|жыл|жылы|жылғы)$/.test(next?.text ?? '')) return true;
  const before = tokens[from - 1]?.text ?? '';
  if (/^(in|since|of|the|until|by|from|during|early|late|mid|в|с|на|до)$/.test(before) && !is(next, roles.person))
    return true;
  return (
    is(tokens[from - 1], roles.month) ||
    is(tokens[from - 2], roles.month) ||
    (!is(next, roles.person) && !next?.entry?.trigger) ||
    isSign(next, dashes)
  );
};

export const isDate: Test = (tokens, { from, to, value, isWords }) => {
  if (isWords || value > 31 || value < 1) return false;
  const [before, next] = [tokens[from - 1], tokens[to + 1]];
  const isMay = (token: Token | undefined): boolean =>
    is(token, roles.month) && (token?.isCapital === true || token?.text !== 'may');
  if (isMay(next) || (isMay(before) && !is(next, roles.person)) || (isSign(before, '.') && isMay(tokens[from - 2])))
    return true;
  if (is(before, roles.month) && tokens[from - 2]?.kind === 'digits' && !is(next, roles.person)) return true;
  const suffix = isSign(next, dashes) ? tokens[to + 2] : undefined;
  if (suffix && is(tokens[to + 3], roles.month | roles.weekday)) return true;
  if (/^(st|nd|rd|th)$/.test(next?.text ?? '')) return true;
  const range = isSign(next, dashes) && tokens[to + 2]?.kind === 'digits' && isMay(tokens[to + 3]);
  const dotted =
    isSign(next, './') && next?.gap === 'none' && tokens[to + 2]?.kind === 'digits' && isSign(tokens[to + 3], './');
  const slashed = isSign(before, './') && isSign(next, './') && tokens[from - 2]?.kind === 'digits';
  return (
    range ||
    dotted ||
    slashed ||
    (isSign(before, './') && tokens[from - 2]?.kind === 'digits' && before?.gap === 'none')
  );
};

export const isTime: Test = (tokens, { from, to }) =>
  (isSign(tokens[to + 1], ':') &&
    tokens[to + 1]?.gap === 'none' &&
    tokens[to + 2]?.kind === 'digits' &&
    tokens[to + 2]?.gap === 'none') ||
  (isSign(tokens[from - 1], ':') &&
    tokens[from - 1]?.gap === 'none' &&
    tokens[from - 2]?.kind === 'digits' &&
    tokens[from]?.gap === 'none') ||
  (/^[ap]$/.test(tokens[to + 1]?.text ?? '') && isSign(tokens[to + 2], '.') && tokens[to + 3]?.text === 'm') ||
  (tokens[from]?.kind === 'digits' && /^0\d+$/.test(tokens[from]?.text ?? '')) ||
  tokens[to + 1]?.text === "o'clock" ||
  (tokens[from - 1]?.text === 'at' &&
    tokens[from]?.text.length === 4 &&
    tokens[from]?.kind === 'digits' &&
    !is(tokens[to + 1], roles.person));
