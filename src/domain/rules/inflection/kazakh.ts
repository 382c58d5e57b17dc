/** Suffixes in the order in which they follow a noun: plural, possessive, case, and -ғы/-гі on the locative. */
const plural = '(?:[лдт][ае]р)?';
const possessive = '(?:ымыз|іміз|мыз|міз|ыңыз|іңіз|ңыз|ңіз|ым|ім|ың|ің|сы|сі|ы|і|м|ң)?';
const grammaticalCase =
  '(?:[ндт][ыі]ң|[ғгқк][ае]|н[ае]|[ндт][ыі]|н|[дт][ае]н|н[ае]н|[дт][ае](?:ғы|гі)?|нд[ае](?:ғы|гі)?|[мбп]ен(?:ен)?)?';
const chain = new RegExp(
  `^${plural}${possessive}${grammaticalCase}(?:${plural}${possessive}${grammaticalCase})?$`,
  'u',
);

/** Shorter words are too often the beginning of others. */
export const leastKazakhBase = 4;
const backVowels = /[аоұыуяёю]/;
const frontVowels = /[әеөүіэ]/;

/** A final consonant that softens before a vowel: көмек → көмегі, наразылық → наразылығы, кітап → кітабы. */
const softened: Readonly<Record<string, string>> = { к: 'г', қ: 'ғ', п: 'б' };

/**
 * Whether a word is a form of the base by Kazakh suffixes: only chains that grammar allows, on bases of four letters and
 * more, with the vowel harmony of the base's end.
 */
export function isKazakhForm(base: string, word: string): boolean {
  if (base.length < leastKazakhBase || word.length <= base.length) return false;
  const suffix = suffixOn(base, word);
  return suffix !== null && chain.test(suffix) && isHarmonious(base, suffix);
}

function suffixOn(base: string, word: string): string | null {
  if (word.startsWith(base)) return word.slice(base.length);
  const soft = softened[base.slice(-1)];
  if (soft === undefined || !word.startsWith(base.slice(0, -1) + soft)) return null;
  const suffix = word.slice(base.length);
  return /^[ыіеа]/.test(suffix) ? suffix : null;
}

/** Loan words mix their vowels: the last one decides. The instrumental (-мен) has no back form. */
function isHarmonious(base: string, suffix: string): boolean {
  const rest = suffix.replace(/[мбп]ен(ен)?$/, '');
  const last = [...base].reverse().find((letter) => backVowels.test(letter) || frontVowels.test(letter));
  if (last === undefined || last === 'и' || last === 'у') return true;
  return backVowels.test(last) ? !/[әеөүі]/.test(rest) : !/[аоұы]/.test(rest);
}
