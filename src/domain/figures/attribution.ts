import { callsFalse } from './denials.ts';
import { isKazakhVerb, kazakhSubject, withoutCircumstances } from './kazakhSubject.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { contains, endsName as ends, longestName as longest, type Named, trimmedName as trimmed } from './names.ts';
import { once } from './once.ts';
import { is, isSign, type Token } from './tokens.ts';

/** A word that says somebody says so, with the names around it, which are looked for when somebody asks. */
export interface Voice {
  readonly at: number;
  readonly names: () => Names;
}

interface Names {
  readonly before: Named | null;
  readonly behind: Named | null;
  /** "Said the ministry" goes with figures before it only, «сообщило министерство» with all. */
  readonly isBehindOfAll: boolean;
}

export function voicesIn(tokens: readonly Token[]): readonly Voice[] {
  const found: Voice[] = [];
  tokens.forEach((token, at) => {
    if (is(token, roles.speech) || denies(token) || callsFalse(tokens, at) || restates(tokens, at))
      found.push({ at, names: once(() => namesAt(tokens, at)) });
  });
  return found;
}

/** "The ministry denied": not what is called false. */
const denies = (token: Token): boolean => is(token, roles.deny) && !/^(false|фейк|недостоверн)/.test(token.text);

/** "The ministry revised the toll": whoever changes a count says it. */
const restates = (tokens: readonly Token[], at: number): boolean =>
  is(tokens[at], roles.revise) && tokens.slice(at + 1, at + 4).some((token) => is(token, roles.counter));

/** Who is said to say a figure at token `near`: the closest one that speaks, those ahead of it before those behind it. */
export function speakerOf(voices: readonly Voice[], near: number): Named | null {
  let [best, bestGap]: [Named | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const voice of voices) {
    const gap = voice.at < near ? near - voice.at : (voice.at - near) * 1.5;
    const named = gap < bestGap ? namedBy(voice, near) : null;
    if (named !== null) [best, bestGap] = [named, gap];
  }
  return best;
}

function namedBy({ at, names }: Voice, near: number): Named | null {
  const { before, behind, isBehindOfAll } = names();
  if (before !== null && !contains(before, near)) return before;
  return behind !== null && (isBehindOfAll || at > near) && !contains(behind, near) ? behind : null;
}

/** Everybody whom a sentence names as saying something. */
export const sourcesIn = (tokens: readonly Token[], voices: readonly Voice[]): readonly Named[] =>
  voices.flatMap((voice) => {
    const isInverted = tokens[voice.at - 1]?.kind === 'sign';
    const named = namedBy(voice, isInverted ? -1 : tokens.length);
    return named === null ? [] : [named];
  });

/** "it said", "according to him", "добавил он", "по его словам", "ол … айтты": somebody of a sentence before. */
export const isPronounSpeaking = (tokens: readonly Token[], voices: readonly Voice[]): boolean =>
  voices.some(({ at }) => {
    const text = tokens[at]?.text ?? '';
    if (text === 'according') return isPronoun(tokens[at + 2]);
    if (isKazakhVerb(text) && isPronoun(tokens[0])) return true;
    return isPronoun(tokens[beforeSpeech(tokens, at - 1)]) || isPronoun(tokens[afterDay(tokens, at + 1)]);
  });

const isPronoun = (token: Token | undefined): boolean => is(token, roles.pronoun);

function namesAt(tokens: readonly Token[], at: number): Names {
  const { text = '' } = tokens[at] ?? {};
  if (text === 'according') return onlyBehind(tokens[at + 1]?.text === 'to' ? ahead(tokens, at + 2) : null);
  if (/^(данным|словам|информации|оценкам|сведениям)$/.test(text)) return onlyBehind(ahead(tokens, at + 1));
  if (/(інше|ынша|унша|ынше)$/.test(text) || tokens[at + 1]?.text === 'бойынша')
    return { before: back(tokens, at - 1), behind: null, isBehindOfAll: false };
  if (isKazakhVerb(text)) return onlyBehind(kazakhSpeaker(tokens, at));
  // "One body had been counted twice", "were reported by": what stands before a passive says nothing.
  if (is(tokens[at - 1], roles.be)) return onlyBehind(tokens[at + 1]?.text === 'by' ? ahead(tokens, at + 2) : null);
  const before = back(tokens, at - 1);
  if (text === 'told') return { before, behind: outletTold(tokens, ahead(tokens, at + 1)), isBehindOfAll: true };
  const isBehindOfAll = text.charCodeAt(0) >= 0x400;
  return { before, behind: ahead(tokens, isBehindOfAll ? sourceFrom(tokens, at + 1) : at + 1), isBehindOfAll };
}

const onlyBehind = (behind: Named | null): Names => ({ before: null, behind, isBehindOfAll: true });

/** "…, told a Telegram channel": those who were told stand for one who is not named; reporters do not. */
const outletTold = (tokens: readonly Token[], named: Named | null): Named | null =>
  named !== null &&
  /^(channel|agency|newspaper|radio|television|tv|website|station)$/.test(tokens[named[1]]?.text ?? '')
    ? named
    : null;

/** Behind «деп хабарлады» whoever says it; else the subject before the verb, or the one that opens the sentence. */
const kazakhSpeaker = (tokens: readonly Token[], at: number): Named | null =>
  withoutCircumstances(tokens, ahead(tokens, afterDay(tokens, at + 1))) ?? kazakhSubject(tokens, at);

/** "сообщили в субботу в МВД": where the source begins, a day and its preposition passed over. */
function sourceFrom(tokens: readonly Token[], at: number): number {
  const day = afterDay(tokens, at);
  const start = /^(журналистам|репортерам|корреспонденту)$/.test(tokens[day]?.text ?? '') ? day + 1 : day;
  return /^(в|во|об|со|ссылкой|на)$/.test(tokens[start]?.text ?? '') ? start + 1 : start;
}

/** Behind the days named at `at`: "в субботу,", "сенбі күні", "6 апреля"; `at` itself where none is. */
function afterDay(tokens: readonly Token[], at: number): number {
  const first = /^(в|во|на)$/.test(tokens[at]?.text ?? '') ? at + 1 : at;
  const last = lastOfDay(tokens, first);
  if (last < first) return at;
  return afterDay(tokens, isSign(tokens[last + 1], ',') ? last + 2 : last + 1);
}

function lastOfDay(tokens: readonly Token[], at: number): number {
  if (is(tokens[at], roles.weekday)) return tokens[at + 1]?.text === 'күні' ? at + 1 : at;
  if (/^(сегодня|вчера|накануне|позже|ранее|бүгін|кеше)$/.test(tokens[at]?.text ?? '')) return at;
  return tokens[at]?.kind === 'digits' && is(tokens[at + 1], roles.month) ? at + 1 : at - 1;
}

/** "The ministry on Sunday said", «министрлік сенбі күні хабарлады». */
function beforeDay(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text === 'күні' && is(tokens[at - 1], roles.weekday)) return at - 2;
  if (!is(tokens[at], roles.weekday)) return at;
  return /^(on|в|во)$/.test(tokens[at - 1]?.text ?? '') ? at - 2 : at - 1;
}

/** Where the subject of a verb ends whose day, auxiliaries and adverbs end at `at`. */
function beforeSpeech(tokens: readonly Token[], at: number): number {
  let last = beforeDay(tokens, at);
  while (
    is(tokens[last], roles.aux | roles.deny) ||
    /^(also|later|earlier|previously|today|yesterday|также|уже|ранее|has|had|have|not|не)$/.test(
      tokens[last]?.text ?? '',
    )
  )
    last--;
  return last;
}

/** The noun phrase that ends right before the verb. */
function back(tokens: readonly Token[], at: number): Named | null {
  const last = beforeSpeech(tokens, at);
  let first = last + 1;
  while (
    first > 0 &&
    last - first < longest &&
    !ends(tokens[first - 1]) &&
    !is(tokens[first - 1], roles.speech | roles.pronoun) &&
    !/^(that|but|and|as|when|while|что|и)$/.test(tokens[first - 1]?.text ?? '')
  )
    first--;
  return trimmed(tokens, first, last);
}

const isSubjectPronoun = /^(he|she|they|it|we|он|она|они|мы|ол|олар)$/;

/** The noun phrase that begins right behind it. */
function ahead(tokens: readonly Token[], at: number): Named | null {
  if (isSubjectPronoun.test(tokens[at]?.text ?? '')) return null;
  let last = at - 1;
  while (
    last - at < longest &&
    !ends(tokens[last + 1]) &&
    !isSign(tokens[last + 1], '.!?') &&
    !is(tokens[last + 1], roles.speech) &&
    !(last >= at && is(tokens[last + 1], roles.pronoun)) &&
    !(last >= at && /^(on|in|that|who|в|на|что|за)$/.test(tokens[last + 1]?.text ?? ''))
  )
    last++;
  return trimmed(tokens, at, last);
}
