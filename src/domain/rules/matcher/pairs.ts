import type { Features } from './features.ts';
import { Unions } from './unions.ts';

/**
 * Two words in a row as one feature: what makes a phrase as cheap to find as a word. An open-addressing table over the
 * features of both words; a text's neighbours are looked up in it.
 */
export class Pairs {
  /** Rises when a word first begins or ends a pair. */
  generation = 1;
  #entries = new Int32Array(3 * 1024);
  #count = 0;
  readonly #beginners = new Set<number>();
  readonly #enders = new Set<number>();
  readonly #features: Features;
  readonly #unions: Unions;

  constructor(features: Features) {
    this.#features = features;
    this.#unions = new Unions(features);
  }

  /** The feature of all places where one of the pairs stands. */
  unionOf(pairs: readonly number[]): number {
    return this.#unions.of(pairs, () => {});
  }

  /** The unions that the pair brings with it. */
  around(pair: number): readonly number[] {
    return this.#unions.around(pair);
  }

  featureOf(first: number, second: number): number {
    const known = this.find(first, second);
    if (known !== 0) return known;
    if (!this.#beginners.has(first) || !this.#enders.has(second)) this.generation++;
    this.#beginners.add(first);
    this.#enders.add(second);
    const rates = [this.#features.rateOf(first), this.#features.rateOf(second)];
    const feature = this.#features.add(2, Math.min(...rates) / 10);
    if (++this.#count * 6 > this.#entries.length) this.#grow();
    this.#put(first, second, feature);
    return feature;
  }

  /** The feature of the pair, or 0. */
  find(first: number, second: number): number {
    const entries = this.#entries;
    for (let slot = this.#slotOf(first, second); ; slot = (slot + 3) % entries.length) {
      const feature = entries[slot + 2] ?? 0;
      if (feature === 0 || (entries[slot] === first && entries[slot + 1] === second)) return feature;
    }
  }

  begins(feature: number): boolean {
    return this.#beginners.has(feature);
  }

  ends(feature: number): boolean {
    return this.#enders.has(feature);
  }

  #slotOf(first: number, second: number): number {
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash ^= hash >>> 15;
    return ((hash >>> 0) & (this.#entries.length / 3 - 1)) * 3;
  }

  #put(first: number, second: number, feature: number): void {
    let slot = this.#slotOf(first, second);
    while (this.#entries[slot + 2] !== 0) slot = (slot + 3) % this.#entries.length;
    this.#entries.set([first, second, feature], slot);
  }

  #grow(): void {
    const old = this.#entries;
    this.#entries = new Int32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += 3) {
      const feature = old[slot + 2] ?? 0;
      if (feature !== 0) this.#put(old[slot] ?? 0, old[slot + 1] ?? 0, feature);
    }
  }
}
