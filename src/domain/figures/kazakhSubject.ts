import { roles } from './lexicon/lexiconEntry.ts';
import { endsName, longestName, type Named, trimmedName } from './names.ts';
import { is, type Token } from './tokens.ts';

/** "хабарлады", "мәлімдейді": no Russian verb of the lexicon ends so. */
export const isKazakhVerb = (text: string): boolean => /(ды|ді|ты|ті)$/.test(text);

/** Who does what the verb at `at` says: what opens its clause or, where that is only what is reported, one before it. */
export function kazakhSubject(tokens: readonly Token[], at: number): Named | null {
  for (let from = at - 1; from >= 0; from--) {
    if (from > 0 && tokens[from - 1]?.kind !== 'sign') continue;
    const found = withoutCircumstances(tokens, opening(tokens, from, at));
    if (found !== null) return found;
  }
  return null;
}

/** The name that begins at `from`, before a number, a word that counts or the report itself. */
function opening(tokens: readonly Token[], from: number, before: number): Named | null {
  let last = from - 1;
  while (last + 1 < before && last - from < longestName && !endsName(tokens[last + 1]) && !isReport(tokens[last + 1]))
    last++;
  return trimmedName(tokens, from, last);
}

/** «… деп», «… тапқанын», «… тапқаны туралы»: what is said, not who says it. */
const isReport = (token: Token | undefined): boolean =>
  /^(деп|туралы)$/.test(token?.text ?? '') || /(ған|ген|қан|кен)(ы|і|ын|ін|дығын|дігін)$/.test(token?.text ?? '');

/** Without the places and times around it: «Атырауда полиция», «министрлігі өзінің парақшасында». */
export function withoutCircumstances(tokens: readonly Token[], named: Named | null): Named | null {
  if (named === null) return null;
  let [first, last] = named;
  for (let at = first + 1; at <= last; at++) if (isOutlet.test(tokens[at]?.text ?? '')) last = at - 1;
  while (first <= last && isCircumstance(tokens[first])) first++;
  while (last >= first && isCircumstance(tokens[last])) last--;
  return trimmedName(tokens, first, last);
}

const isOutlet = /^(telegram|facebook|instagram|өзінің|ресми)$/;

const isCircumstance = (token: Token | undefined): boolean =>
  token !== undefined &&
  (is(token, roles.preposition | roles.contrast) ||
    /^(күні|кейін|соң|бұрын|бүгін|кеше)$/.test(token.text) ||
    (token.text.length > 4 &&
      !token.text.endsWith('стан') &&
      /(да|де|та|те|дан|ден|тан|тен|нан|нен|дағы|дегі|тағы|тегі|ға|ге|қа|ке)$/.test(token.text)));
