import type { Features } from './features.ts';
import { Lists } from './lists.ts';

/** Features that stand for several others: an article that has one of these has the union. */
export class Unions {
  readonly #known = new Map<string, number>();
  readonly #unionsOf = new Lists<number>();
  readonly #features: Features;

  constructor(features: Features) {
    this.#features = features;
  }

  /** The union of features of one width; itself where there is only one. `onNew` hears of one that was not there before. */
  of(features: readonly number[], onNew: () => void): number {
    const members = [...new Set(features)].sort((a, b) => a - b);
    const [first = 0] = members;
    if (members.length === 1) return first;
    const key = members.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const union = this.#features.add(this.#features.widthOf(first), this.#guess(members));
    for (const member of members) this.#unionsOf.put(member, union);
    this.#known.set(key, union);
    onNew();
    return union;
  }

  /** The unions that the feature brings with it. */
  around(feature: number): readonly number[] {
    return this.#unionsOf.at(feature);
  }

  #guess(members: readonly number[]): number {
    return Math.min(
      1,
      members.reduce((sum, member) => sum + this.#features.rateOf(member), 0),
    );
  }
}
