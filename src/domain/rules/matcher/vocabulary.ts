import { exact, fold } from '../../languages/fold.ts';
import { formsOf, mayBeKazakh } from '../inflection/forms.ts';
import { type KazakhForms, kazakhForms, kazakhTails } from '../inflection/kazakh.ts';
import { stemOf } from '../inflection/stems.ts';
import type { WordMode } from '../language/syntax.ts';
import type { Features } from './features.ts';
import { Lists } from './lists.ts';
import { Unions } from './unions.ts';
import { WordFilter } from './wordFilter.ts';

/**
 * The words that rules look for, each as a feature. `resolve` is its other half: the features that a word of a text has.
 * Words of the same forms (*protest*, *protests*) share a feature.
 */
export class Vocabulary {
  /** Rises when a word is added: what was resolved before may have more features now. */
  generation = 1;
  readonly filter = new WordFilter();
  readonly #features: Features;
  readonly #unions: Unions;
  readonly #known = new Map<string, number>();
  readonly #forms = new Lists<string>();
  readonly #exact = new Lists<string>();
  readonly #stems = new Lists<string>();
  readonly #prefixes = new PrefixIndex();
  /** By what every Kazakh form of the word begins with. */
  readonly #kazakhKeys = new PrefixIndex();
  readonly #kazakhFormsOf = new Map<number, KazakhForms>();

  constructor(features: Features) {
    this.#features = features;
    this.#unions = new Unions(features);
  }

  /** The feature of a query word; a new one if no rule has asked for it before. */
  featureOf(word: string, mode: WordMode): number {
    const name = `${mode} ${word}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const feature = this.#featureFor(word, mode);
    this.#known.set(name, feature);
    return feature;
  }

  /** The features of a word as it stands in a text, each once. */
  resolve(surface: string): readonly number[] {
    const folded = fold(surface);
    const found: number[] = [];
    append(found, this.#forms.at(folded));
    if (this.#exact.size > 0) append(found, this.#exact.at(exact(surface)));
    this.#prefixes.each(folded, (features) => append(found, features));
    if (mayBeKazakh(folded))
      this.#kazakhKeys.each(folded, (features) => append(found, this.#inflecting(features, folded)), isTail);
    if (this.#stems.size > 0) append(found, this.#stems.at(stemOf(folded) ?? ''));
    for (let index = found.length - 1; index >= 0; index--) append(found, this.#unions.around(found[index] ?? 0));
    return found.length < 2 ? found : [...new Set(found)];
  }

  /** The feature of all words that one of the features has. */
  unionOf(features: readonly number[]): number {
    return this.#unions.of(features, () => {
      this.generation++;
    });
  }

  #featureFor(word: string, mode: WordMode): number {
    if (mode === 'exact') return this.#exactly(word);
    if (mode === 'prefix') return this.#prefixed(word);
    const stem = mode === 'stem' ? stemOf(word) : null;
    if (stem !== null) return this.#stemmed(stem);
    return this.#inflected(word);
  }

  #exactly(word: string): number {
    this.filter.addWord(fold(word));
    return this.#listed(this.#exact, 'exact', [word]);
  }

  /** Stemmers change the ends of words, never their first letter. */
  #stemmed(stem: string): number {
    this.filter.addBeginning(stem.slice(0, 1));
    return this.#listed(this.#stems, 'stem', [stem]);
  }

  /** One feature for the words that are found under just these keys. */
  #listed(index: Lists<string>, kind: string, keys: readonly string[]): number {
    const name = `${kind}: ${[...keys].sort().join(' ')}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const feature = this.#add(keys[0] ?? '');
    for (const key of keys) index.put(key, feature);
    this.#known.set(name, feature);
    return feature;
  }

  #inflected(word: string): number {
    const forms = formsOf(word);
    for (const form of forms) this.filter.addWord(form);
    return mayBeKazakh(word) ? this.#kazakh(word, forms) : this.#listed(this.#forms, 'forms', forms);
  }

  #prefixed(prefix: string): number {
    const feature = this.#add(prefix);
    this.filter.addBeginning(prefix);
    this.#prefixes.put(prefix, feature);
    return feature;
  }

  /** Listed Russian forms, and Kazakh ones by test: Алматы and Астана are written alike in both. */
  #kazakh(word: string, forms: readonly string[]): number {
    const feature = this.#add(word);
    for (const form of forms) this.#forms.put(form, feature);
    const chains = kazakhForms(word);
    for (const key of chains.keys) {
      this.filter.addBase(key);
      this.#kazakhKeys.put(key, feature);
    }
    this.#kazakhFormsOf.set(feature, chains);
    return feature;
  }

  #inflecting(features: readonly number[], folded: string): readonly number[] {
    return features.filter((feature) => this.#kazakhFormsOf.get(feature)?.has(folded));
  }

  #add(word: string): number {
    this.generation++;
    return this.#features.add(1, guessedRate(word));
  }
}

/** Short words are common: good enough until articles have shown better. */
const guessedRate = (word: string): number => 0.2 * 0.8 ** word.length;

function append(list: number[], features: readonly number[]): void {
  for (const feature of features) list.push(feature);
}

/** Finds every key that a word begins with: only lengths that some key has are looked up. */
class PrefixIndex {
  readonly #index = new Lists<string>();
  readonly #lengths: number[] = [];

  put(key: string, feature: number): void {
    this.#index.put(key, feature);
    if (!this.#lengths.includes(key.length)) this.#lengths.push(key.length);
  }

  /** Of the keys that the word begins with, only those that leave a tail as is allowed. */
  each(word: string, use: (features: readonly number[]) => void, allows: (tail: string) => boolean = anyTail): void {
    for (const length of this.#lengths) {
      if (length > word.length || !allows(word.slice(length))) continue;
      const features = this.#index.at(word.slice(0, length));
      if (features.length > 0) use(features);
    }
  }
}

const anyTail = (): boolean => true;
const isTail = (tail: string): boolean => kazakhTails().has(tail);
