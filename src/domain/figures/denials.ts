import { roles } from './lexicon/lexiconEntry.ts';
import type { Phrase } from './phrases.ts';
import { is, isSign, type Token } from './tokens.ts';

/** Tokens whose figures somebody says are not so: `from` to `to`, both included. */
export type Denied = readonly [from: number, to: number];

/** What a sentence denies or takes back. */
export const denialsIn = (tokens: readonly Token[]): readonly Denied[] =>
  tokens.flatMap((token, at): readonly Denied[] => {
    if (!is(token, roles.deny) && !mayDeny.test(token.text)) return [];
    if (isKazakhDenial(tokens, at)) return [[clauseStart(tokens, at), at]];
    const report = isVerdict(tokens, at) ? reportBefore(tokens, at) : null;
    if (report !== null) return [[report, at]];
    const isAhead = is(token, roles.deny) || isUnconfirmed(tokens, at) || isCalledFalse(tokens, at);
    return isAhead || isTakenBack(tokens, at) ? [[at, denialEnd(tokens, at)]] : [];
  });

/** How the words below begin: most words of a text are passed over at one look. */
const mayDeny =
  /^(false|untrue|incorrect|fake|fabricat|confirm|withdr|retract|rescind|took|taken|takes|недостовер|лож|неверн|фейк|вымыс|выдум|неправд|опровергнут|соответству|подтвер|отозва|отказал|жоққа|теріске|шындыққа|кері|қайтарып|жалған|раст)/;

/** "seven, not eight", "rather than eight", «а не восемь», «сегіз емес, жеті»: a number that is set right. */
export function isSetRight(tokens: readonly Token[], { from, to, end }: Phrase): boolean {
  const [before, last] = [tokens[from - 2]?.text ?? '', tokens[from - 1]?.text ?? ''];
  if (last === 'not' || last === 'не' || last === 'вместо') return true;
  if ((before === 'rather' && last === 'than') || (before === 'instead' && last === 'of')) return true;
  return tokens[to + 1]?.text === 'емес' || tokens[end + 1]?.text === 'емес';
}

/** Said of a report that stands before: "… are false", "… were denied", «… не соответствует действительности», «… опровергнута». */
function isVerdict(tokens: readonly Token[], at: number): boolean {
  const { text = '' } = tokens[at] ?? {};
  if (untrue.test(text)) return !isTold(tokens, at);
  if (is(tokens[at], roles.deny)) return is(tokens[at - 1], roles.be);
  if (text.startsWith('соответству')) return tokens[at - 1]?.text === 'не';
  return isUnconfirmed(tokens, at) && !isTold(tokens, at);
}

const untrue =
  /^(false|untrue|incorrect|fake|fabricated|недостовер|лож(н|ь)|неверн|фейк|вымыс|выдум|неправд|опровергнут)/;

/** "does not confirm", "have not yet been confirmed", «не подтвердили»: at the word that denies. */
function isUnconfirmed(tokens: readonly Token[], at: number): boolean {
  const { text = '' } = tokens[at] ?? {};
  if (/^подтвер/.test(text)) return tokens[at - 1]?.text === 'не';
  if (!/^confirm/.test(text) || /^(whether|if|how|who|why)$/.test(tokens[at + 1]?.text ?? '')) return false;
  return tokens
    .slice(Math.max(0, at - 3), at)
    .some((token) => /^(not|declined|refused|unable)$|n['’]t$/.test(token.text));
}

/** «назвало недостоверными», "called false". */
const isCalledFalse = (tokens: readonly Token[], at: number): boolean =>
  untrue.test(tokens[at]?.text ?? '') &&
  tokens.slice(Math.max(0, at - 3), at).some(({ text }) => /^(назва|призна|объяви|call|brand|declar)/.test(text));

/** At the verb of «назвало недостоверными сообщения», «назвал «выдумкой»…». */
export const callsFalse = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.text.startsWith('назва') === true && tokens.slice(at + 1, at + 4).some(({ text }) => untrue.test(text));

/** "withdrew the figure of", "took back its toll", «отозвало данные о»; not "withdrew 200 troops". */
function isTakenBack(tokens: readonly Token[], at: number): boolean {
  const { text = '' } = tokens[at] ?? {};
  const isTaken =
    /^(withdr[ae]w|retract|rescind|отозва)/.test(text) ||
    (/^(took|taken|takes)$/.test(text) && tokens[at + 1]?.text === 'back') ||
    (/^отказал/.test(text) && tokens[at + 1]?.text === 'от');
  return isTaken && tokens.slice(at + 1, at + 6).some(isReport);
}

const isReport = (token: Token): boolean => is(token, roles.report | roles.counter);

/** Whether what is said of a report stands before it: "false reports of", «не подтвердилась информация о», "not confirmed that". */
const isTold = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(at + 1, at + 4).some((token) => isReport(token) || /^(that|что)$/.test(token.text));

/** The report of the same clause that a verdict at `at` is about. */
function reportBefore(tokens: readonly Token[], at: number): number | null {
  for (let place = at - 1; place >= 0; place--) {
    if (is(tokens[place], roles.contrast) || isSign(tokens[place], ';:')) return null;
    if (is(tokens[place], roles.report)) return place;
  }
  return null;
}

/** Kazakh denies behind what it denies: «… деген ақпаратты жоққа шығарды», «… шындыққа жанаспайды», «… жалған». */
function isKazakhDenial(tokens: readonly Token[], at: number): boolean {
  const [text, next] = [tokens[at]?.text ?? '', tokens[at + 1]];
  if (/^(жоққа|теріске)$/.test(text)) return next?.text.startsWith('шығар') ?? false;
  if (text === 'шындыққа') return /^(жанас|сай|сәйкес|келмей)/.test(next?.text ?? '');
  if (/^(кері|қайтарып)$/.test(text)) return /^(ал|қайтар)/.test(next?.text ?? '');
  if (text === 'жалған') return next === undefined || next.kind === 'sign' || /^(деп|екен|болып)$/.test(next.text);
  return /^растал?ма/.test(text) || (/^растал?ған$/.test(text) && next?.text === 'жоқ');
}

function clauseStart(tokens: readonly Token[], at: number): number {
  let from = at;
  while (from > 0 && !isSign(tokens[from - 1], ',;') && !is(tokens[from - 1], roles.contrast)) from--;
  return from;
}

/** Up to what is said instead: "…, but 12 died", "…, saying 12 died". */
function denialEnd(tokens: readonly Token[], at: number): number {
  let to = at;
  while (
    to + 1 < tokens.length &&
    !is(tokens[to + 1], roles.contrast) &&
    !isSign(tokens[to + 1], ';') &&
    !says(tokens, to + 1)
  )
    to++;
  return to;
}

const says = (tokens: readonly Token[], at: number): boolean =>
  isSign(tokens[at - 1], ',') &&
  /^(saying|insisting|adding|stating|заявив|уточнив|сообщив|отметив|добавив)$/.test(tokens[at]?.text ?? '');
