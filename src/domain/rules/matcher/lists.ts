/** The numbers that are kept under a key: nearly always one, which takes up no list. */
export class Lists<K> {
  readonly #lists = new Map<K, number | number[]>();

  /** How many keys there are. */
  get size(): number {
    return this.#lists.size;
  }

  put(key: K, item: number): void {
    const known = this.#lists.get(key);
    if (known === undefined) this.#lists.set(key, item);
    else if (typeof known === 'number') this.#lists.set(key, [known, item]);
    else known.push(item);
  }

  at(key: K): readonly number[] {
    const known = this.#lists.get(key);
    if (known === undefined) return none;
    return typeof known === 'number' ? [known] : known;
  }
}

const none: readonly number[] = [];
