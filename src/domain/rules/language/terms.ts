import { wordsOf } from '../../languages/words.ts';
import type { Concepts } from '../rule.ts';
import { QueryError } from './finding.ts';
import { refuseStrayWildcard } from './foreign.ts';
import { nearest } from './nearestName.ts';
import type { Place, Term } from './syntax.ts';

const leastPrefix = 3;
const longestPhrase = 100;
const deepest = 100;

/** The term that a word of a query stands for: a hyphenated word is the phrase of its parts. */
export function wordTerm(text: string, isExact: boolean, at: Place): Term {
  if (text.startsWith('*'))
    throw new QueryError(at.from, 'a * is allowed only at the end of a word', 'give the beginning of the word');
  if (!isExact) refuseStrayWildcard(text, at.from, false);
  if (!isExact && /[*~]$/.test(text)) return endedTerm(text, at);
  return phraseTerm(text, isExact ? 'exact' : 'inflected', at);
}

function endedTerm(text: string, at: Place): Term {
  const isPrefix = text.endsWith('*');
  const words = wordsOf(text.slice(0, -1));
  const [first, second] = words;
  if (first === undefined) throw new QueryError(at.from, `there is no word before the ${text.slice(-1)}`);
  if (second !== undefined)
    throw new QueryError(at.from, `${text.slice(-1)} goes with a single word, not with "${text.slice(0, -1)}"`);
  if (isPrefix && [...first.folded].length < leastPrefix) {
    throw new QueryError(at.from, `a prefix needs at least ${leastPrefix} characters; "${text}" would match too much`);
  }
  return { kind: 'word', text: first.folded, mode: isPrefix ? 'prefix' : 'stem', at };
}

/** A phrase, or the one word of it. */
export function phraseTerm(text: string, mode: 'inflected' | 'exact', at: Place): Term {
  const words = wordsOf(text).map((word) => (mode === 'exact' ? word.exact : word.folded));
  const [first, second] = words;
  if (first === undefined) throw new QueryError(at.from, 'there is no word to search for here');
  if (words.length > longestPhrase)
    throw new QueryError(at.from, `a phrase can have at most ${longestPhrase} words; this one has ${words.length}`);
  return second === undefined ? { kind: 'word', text: first, mode, at } : { kind: 'phrase', words, mode, at };
}

/** A concept with all its terms, and those of the concepts that it names. */
export const conceptTerm = (name: string, concepts: Concepts, at: Place): Term => ({
  kind: 'concept',
  name,
  terms: termsOf(name, concepts, at, []),
  at,
});

/** A concept that was read, and how many concepts name each other one below the other, this one included. */
interface KnownConcept {
  readonly terms: readonly Term[];
  readonly depth: number;
}

/** The terms of concepts that were read before: a hundred thousand rules name the same few. */
const known = new WeakMap<Concepts, Map<string, KnownConcept>>();

function termsOf(name: string, concepts: Concepts, at: Place, path: readonly string[]): readonly Term[] {
  const read = known.get(concepts) ?? new Map<string, KnownConcept>();
  known.set(concepts, read);
  const before = read.get(name);
  if (before !== undefined) return before.terms;
  const terms = readTerms(name, concepts, at, path);
  const depths = terms.map((term) => (term.kind === 'concept' ? (read.get(term.name)?.depth ?? 0) : 0));
  const depth = 1 + depths.reduce((most, each) => Math.max(most, each), 0);
  if (depth > deepest) throw tooDeep(name, at);
  read.set(name, { terms, depth });
  return terms;
}

const tooDeep = (name: string, at: Place): QueryError =>
  new QueryError(at.from, `the concept @${name} nests other concepts more than ${deepest} levels deep`);

function readTerms(name: string, concepts: Concepts, at: Place, path: readonly string[]): readonly Term[] {
  if (path.includes(name))
    throw new QueryError(at.from, `the concept @${name} names itself: ${[...path, name].join(' → ')}`);
  if (path.length >= deepest) throw tooDeep(name, at);
  if (!Object.hasOwn(concepts, name)) throw unknownConcept(name, concepts, at);
  const terms = (concepts[name] ?? []).map((term) => termOfConcept(term, concepts, at, [...path, name]));
  if (terms.length === 0) throw new QueryError(at.from, `the concept @${name} has no terms`);
  return terms;
}

export function unknownConcept(name: string, concepts: Concepts, at: Place): QueryError {
  const meant = nearest(name, Object.keys(concepts));
  return new QueryError(at.from, `there is no concept @${name}`, meant === null ? null : `@${meant}`);
}

function termOfConcept(term: string, concepts: Concepts, at: Place, path: readonly string[]): Term {
  const other = conceptNamedBy(term);
  return other === null
    ? writtenTerm(term, at)
    : { kind: 'concept', name: other, terms: termsOf(other, concepts, at, path), at };
}

/** The concept that a term of a concept names, if it names one. */
export const conceptNamedBy = (term: string): string | null =>
  term.trim().startsWith('@') ? term.trim().slice(1) : null;

/** A term of a concept that names no other: a word or a phrase, quoted or not, with the marks of the language (`=`, `*`, `~`). */
export function writtenTerm(term: string, at: Place): Term {
  const text = term.trim();
  const isExact = text.startsWith('=');
  const bare = (isExact ? text.slice(1) : text).replace(/^"(.*)"$/s, '$1');
  return wordTerm(bare, isExact, at);
}
