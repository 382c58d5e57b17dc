import { fold } from '../../languages/fold.ts';
import { formsOf, mayBeKazakh } from '../inflection/forms.ts';
import { kazakhForms, kazakhTails } from '../inflection/kazakh.ts';
import { stemOf } from '../inflection/stems.ts';
import { plainTerms } from '../language/plainTerms.ts';
import type { Node, Weighted, WordMode } from '../language/syntax.ts';
import { leftToReach } from '../matcher/leftToReach.ts';
import type { TextField } from '../span.ts';
import {
  beginningKey,
  beginningLetters,
  everyQuery,
  figureKey,
  keyLetters,
  langKey,
  type SearchKey,
  sourceKey,
  titleKey,
  wordKey,
} from './searchKeys.ts';

/** Of each list an article has at least one key, or the query does not match it. Empty: any article may match. */
export type QueryNeeds = readonly (readonly SearchKey[])[];

/** What is known of the stored articles as a whole. */
export interface ArchiveKnowledge {
  /** The share of articles that have the key, as far as it is known. */
  readonly shareOf: (key: SearchKey) => number;
  /** The keys of the feeds that have the name now, by the folded words of a `source:`. */
  readonly feedsNamed: (source: string) => readonly SearchKey[];
}

/** The most lists that a search asks for; those that are left out were the commonest. */
const mostLists = 5;

/**
 * What an article must have to match, as the matcher's anchors are chosen (`matcher/requirements.ts`), but for stored articles: OR
 * needs the union of what its children need, AND all of it, k of n the union of the cheapest n−k+1; NOT and conditions on the
 * ledger need nothing. Never loses a match; brings others, which the matcher then refuses.
 */
export function needsOf(query: Node, archive: ArchiveKnowledge): QueryNeeds {
  const needs = [...nodeNeeds(query, { field: null, archive })].sort((a, b) => a.cost - b.cost);
  return needs.slice(0, mostLists).map(({ keys }) => [...keys, everyQuery]);
}

interface Need {
  readonly keys: readonly SearchKey[];
  /** Roughly the share of articles that have one of the keys. */
  readonly cost: number;
}

interface Within {
  readonly field: TextField | null;
  readonly archive: ArchiveKnowledge;
}

function nodeNeeds(node: Node, within: Within): readonly Need[] {
  switch (node.kind) {
    case 'word':
      return wordNeeds(node.text, node.mode, within);
    case 'phrase':
      return node.words.flatMap((word) => wordNeeds(word, node.mode, within));
    case 'concept':
      return union(plainTerms(node.terms), within);
    case 'near':
      return [...nodeNeeds(node.left, within), ...nodeNeeds(node.right, within)];
    case 'and':
      return node.children.flatMap((child) => nodeNeeds(child, within));
    case 'or':
      return union(node.children, within);
    case 'of':
      return cheapestOf(node.children, node.least, within);
    case 'score':
      return enoughToReach(node.least, node.terms, within);
    case 'field':
      return nodeNeeds(node.child, { ...within, field: node.field });
    case 'lang':
      return [needOf([langKey(node.value)], within)];
    case 'source':
      return [needOf([sourceKey(node.value), ...within.archive.feedsNamed(node.value)], within)];
    case 'figure':
      return [needOf([figureKey(node.figure)], within)];
    case 'not':
    case 'ledger':
      return [];
  }
}

const listed = (need: Need | null): readonly Need[] => (need === null ? [] : [need]);

/** Every child may be the one that holds; a child without needs leaves nothing to ask for. */
function union(children: readonly Node[], within: Within): readonly Need[] {
  const cheapest = children.flatMap((child) => listed(cheapestNeed(child, within)));
  return together(cheapest, children.length);
}

function cheapestOf(children: readonly Node[], least: number, within: Within): readonly Need[] {
  const known = children.flatMap((child) => listed(cheapestNeed(child, within))).sort((a, b) => a.cost - b.cost);
  const needed = children.length - least + 1;
  return together(known.slice(0, needed), needed);
}

function enoughToReach(threshold: number, terms: readonly Weighted[], within: Within): readonly Need[] {
  const kept = leftToReach(
    threshold,
    terms.map(({ node, weight }) => ({ need: cheapestNeed(node, within), weight })),
  );
  return together(kept, kept.length);
}

function cheapestNeed(node: Node, within: Within): Need | null {
  const needs = nodeNeeds(node, within);
  return needs.reduce<Need | null>((best, each) => (best === null || each.cost < best.cost ? each : best), null);
}

/** All of so many as one, or none if some are missing. */
function together(needs: readonly Need[], expected: number): readonly Need[] {
  if (needs.length < expected || expected === 0) return [];
  const keys = [...new Set(needs.flatMap((need) => need.keys))];
  return [{ keys, cost: needs.reduce((sum, { cost }) => sum + cost, 0) }];
}

function needOf(keys: readonly SearchKey[], { archive }: Within): Need {
  const distinct = [...new Set(keys)];
  return { keys: distinct, cost: distinct.reduce((sum, key) => sum + archive.shareOf(key), 0) };
}

/** None: what the word finds has no keys of its own. */
function wordNeeds(word: string, mode: WordMode, within: Within): readonly Need[] {
  const keys = wordKeys(word, mode, within.field === 'title' ? titleKey : wordKey);
  return keys === null ? [] : [needOf(keys, within)];
}

type KeyOfWord = (folded: string) => SearchKey;

/** Concepts of a thousand words are asked for again with every letter that somebody types. */
const known = new Map<string, readonly SearchKey[] | null>();
const mostKnown = 20_000;

function wordKeys(word: string, mode: WordMode, keyOfWord: KeyOfWord): readonly SearchKey[] | null {
  const name = `${keyOfWord === titleKey ? 'title ' : ''}${mode} ${word}`;
  const kept = known.get(name);
  if (kept !== undefined) return kept;
  if (known.size >= mostKnown) known.clear();
  const keys = foundKeys(word, mode, keyOfWord);
  const distinct = keys && [...new Set(keys)];
  known.set(name, distinct);
  return distinct;
}

function foundKeys(word: string, mode: WordMode, keyOfWord: KeyOfWord): readonly SearchKey[] | null {
  if (mode === 'exact') return [keyOfWord(fold(word))];
  if (mode === 'prefix') return beginningKeys(word, keyOfWord);
  const stem = mode === 'stem' ? stemOf(word) : null;
  if (stem !== null) return beginningKeys(sharedBeginning(stem), keyOfWord);
  const forms = formsOf(word).map(keyOfWord);
  return mayBeKazakh(word) ? [...forms, ...kazakhForms(word).keys.flatMap((key) => kazakhKeys(key, keyOfWord))] : forms;
}

/** Of all words that begin so. */
function beginningKeys(beginning: string, keyOfWord: KeyOfWord): readonly SearchKey[] | null {
  if (beginning.length >= keyLetters) return [keyOfWord(beginning)];
  return beginning.length >= beginningLetters ? [beginningKey(beginning)] : null;
}

/** A short beginning is lengthened by what may follow it. */
function kazakhKeys(beginning: string, keyOfWord: KeyOfWord): readonly SearchKey[] {
  if (beginning.length >= keyLetters) return [keyOfWord(beginning)];
  return tailBeginnings(keyLetters - beginning.length).map((tail) => keyOfWord(beginning + tail));
}

const beginningsOfTails = new Map<number, readonly string[]>();

function tailBeginnings(length: number): readonly string[] {
  const known = beginningsOfTails.get(length);
  if (known !== undefined) return known;
  const found = [...new Set([...kazakhTails()].map((tail) => tail.slice(0, length)))];
  beginningsOfTails.set(length, found);
  return found;
}

/**
 * What every word of that stem begins with. Russian stems are beginnings of their words. English ones may differ in the last two
 * letters (`happi` of happy, `possibl` of possibility); those of less than four letters in more (`die` of dying).
 */
function sharedBeginning(stem: string): string {
  if (!/^[a-z]+$/.test(stem)) return stem;
  if (stem.length < 4) return '';
  return stem.slice(0, stem.length === 4 ? 3 : -2);
}
