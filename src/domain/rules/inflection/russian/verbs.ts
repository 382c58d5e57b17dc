import { passiveForms } from './adjectives.ts';
import { activeForms, allForms, coreForms, reflexive, type Verb } from './conjugation.ts';
import { infinitivesOf, startsWithPrefix } from './infinitives.ts';
import { neverVerbs } from './irregular.ts';
import { irregularVerbs } from './irregularVerbs.ts';
import { regularVerbs } from './regularVerbs.ts';

/**
 * The forms of the word as a verb, none if it can't be one. An infinitive, and a form that only verbs have, give
 * participles in all cases too. A full participle is taken for an adjective: whoever asks for протестующие means people.
 */
export function verbForms(word: string): readonly string[] {
  if (neverVerbs.has(word)) return [];
  const root = word.replace(/с[ья]$/, '');
  if (root === word) return conjugated(word);
  return [...new Set([...conjugated(root), ...ofGerund(root)])].flatMap(reflexive);
}

function conjugated(word: string): readonly string[] {
  if (isInfinitive.test(word)) return verbsOf(word).flatMap(allForms);
  const known = irregularVerbs.ofForm(word);
  if (known.length > 0) return known.flatMap(allForms);
  return infinitivesOf(word).flatMap(verbsOf).flatMap(extentOf(word));
}

const isInfinitive = /(?:[аеиоуыя]|с|з)ть$|[сзй]ти$|чь$/;

/** находясь → находиться. Without -сь the ending is that of too many nouns. */
const ofGerund = (root: string): readonly string[] =>
  /[^аеиоуыюя]я$/.test(root) ? verbsOf(`${root.slice(0, -1)}ить`).flatMap(allForms) : [];

/** The verbs of an infinitive: one, or several where its class doesn't show. */
function verbsOf(infinitive: string): readonly Verb[] {
  const known = irregularVerbs.ofInfinitive(infinitive);
  return known.length > 0 ? known : regularVerbs(infinitive);
}

/** Which forms a regular form asks for: вокзал and последним may well be no verbs, so they get the fewest. */
function extentOf(word: string): (verb: Verb) => readonly string[] {
  if (/[аяе]н[аоы]?$/.test(word)) return withPassive;
  return /(?:ла?|им|[аяе]я)$/.test(word) && !startsWithPrefix(word, 2) ? activeForms : allForms;
}

const withPassive = (verb: Verb): readonly string[] =>
  verb.passive === null ? coreForms(verb) : [...coreForms(verb), ...passiveForms(verb.passive)];
