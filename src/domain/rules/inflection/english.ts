import { invariable } from './english/exceptions.ts';
import { irregularBases } from './english/irregular.ts';
import { formsOfBase } from './english/regular.ts';

/**
 * All forms of an English word by inflection alone (plural, -ed, -ing), itself first: those of every word that it can be a
 * form of. Forms that no one writes do no harm; forms that are other words do, and are kept out by the rules of spelling
 * (`hoping` is no form of hop) and by name.
 */
export function englishForms(word: string): readonly string[] {
  if (invariable.has(word)) return [word];
  const regular = regularBases(word);
  const isBase = regular.length === 0 || !/(?:[^aiu]s|ed)$/.test(word);
  const bases = [...irregularBases(word), ...regular, ...(isBase ? [word] : [])];
  return [...new Set([word, ...bases.flatMap(formsOfBase)])];
}

/** The bases that the word is a form of by the rules. */
function regularBases(word: string): readonly string[] {
  return candidates(word).filter(
    (base) => isWordlike(base) && !invariable.has(base) && formsOfBase(base).includes(word),
  );
}

/** `deploy` of deployed; with the e that was dropped: `place`; without the consonant that was doubled: `stop`. */
function candidates(word: string): readonly string[] {
  if (word.endsWith('s')) return word.endsWith('ss') ? [] : singulars(word);
  if (word.endsWith('men')) return [`${word.slice(0, -2)}an`];
  if (word.endsWith('people')) return [`${word.slice(0, -6)}person`];
  if (word.endsWith('ied')) return [`${word.slice(0, -3)}y`, word.slice(0, -1)];
  if (word.endsWith('ed')) return [...stems(word.slice(0, -2)), ...withSilentE(word.slice(0, -2))];
  if (!word.endsWith('ing')) return [];
  const stem = word.slice(0, -3);
  return [...stems(stem), ...withSilentE(stem)];
}

/** `riot` of riots, `clash` and `cause` of -es, `crisis` of crises; virus and basis are none. */
function singulars(word: string): readonly string[] {
  if (/(?:[^ae]us|[^t]sis)$/.test(word)) return [];
  const plain = word.slice(0, -1);
  if (word.endsWith('ies')) return [plain, `${word.slice(0, -3)}y`];
  if (word.endsWith('ses')) return [plain, word.slice(0, -2), `${word.slice(0, -2)}is`];
  return word.endsWith('es') ? [plain, word.slice(0, -2)] : [plain];
}

/** As it stands, and without what was put to it: stopp, stop; panick, panic. No verb ends in -u: valued is of value. */
function stems(stem: string): readonly string[] {
  if (/[^o]u$/.test(stem)) return [];
  return stem.at(-2) === stem.at(-1) || stem.endsWith('ck') ? [stem, stem.slice(0, -1)] : [stem];
}

/** Long words end in no -ye or -lle (deployed, killed); -sse and -tte are left: finesse, pirouette. */
const withSilentE = (stem: string): readonly string[] =>
  /(?:..[wxy]|([bdgklmnpr])\1)$/.test(stem) ? [] : [`${stem}e`];

/** Words have a vowel, or are abbreviations (MPs), and some endings no word has. */
const isWordlike = (base: string): boolean =>
  base.length > 2 ? /[aeiouy]/.test(base) && !unlikely.test(base) : base.length === 2;

const unlikely = /(?:[jqv]|[bcdfgkptz][lr]|^[^aeiouy]+e)$/;
