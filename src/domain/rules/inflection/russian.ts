import { adjectiveForms } from './russian/adjectives.ts';
import { closedClass } from './russian/closedClasses.ts';
import { listedForms, neverVerbs } from './russian/irregular.ts';
import { nounForms } from './russian/nouns.ts';
import { verbForms } from './russian/verbs.ts';

/** The longest word that is taken apart. */
const longest = 40;

/**
 * All forms of a folded Russian word by rule, itself first, whichever form it is: every part of speech that its ending
 * allows. Lists are over-long by design (a class holds the endings of all genders); derivation is left out.
 */
export function russianForms(word: string): readonly string[] {
  const listed = listedForms.get(word);
  if (listed !== undefined) return [...new Set([word, ...listed])];
  if (word.length > longest || !inflects(word)) return [word];
  const adjectives = adjectiveForms(word);
  const nouns = isNoNoun(word) ? [] : nounForms(word);
  const forms = new Set([word]);
  for (const form of [...nouns, ...adjectives, ...verbForms(word)]) if (!closedClass.has(form)) forms.add(form);
  return [...forms];
}

/** Abbreviations (МВД, ФСБ) and foreign words in -у, -о, -э after a vowel have no other forms. */
const inflects = (word: string): boolean =>
  word.length > 2 && /[аеиоуыэюя]/.test(word) && !/[аеиоуыэюя][уоэыа]$|енко$|э$/.test(word);

/** Endings that no noun has after these stems. */
const adjectiveEnd =
  /(?:ого|яя|[ую]ю|ое|ые|[сц]к(?:ий|ой|ом|ие|их|им|ими)|[жшщ]ий|[^ои]чий|[жчшщ](?:его|ему|их|ими)|...[жчшщ]им|[жшщ]ие|чие|(?:[сц]к|[шщ]|нн)ая|...ому)$/;

const isNoNoun = (word: string): boolean =>
  (word.length > 8 && word.endsWith('ая')) ||
  (adjectiveEnd.test(word) && !/(?:оруж|[иоа]ч)ие$/.test(word)) ||
  (/[аеиоуыя]ть$/.test(word) && !neverVerbs.has(word));
