/**
 * Logarithms as whole numbers, in 32nds: sums of whole numbers below 2^53 are exact, and so the same in any order. No decision
 * hangs on the order in which the living articles came.
 */
const fineness = 32;

/** As if so many articles had been read before, without any of the words: the first articles of a stream are often of one event. */
const earlierArticles = 100;

/** The words or keys of a space as numbers, with how rare they are. Numbers of words that are gone are given again. */
export class Terms {
  readonly #numbers = new Map<string, number>();
  readonly #free: number[] = [];
  #keys: string[] = [];
  #articlesOf = new Int32Array(1024);
  #levels = new Int16Array(1024);
  #articles = 0;

  /** The number of a living term, or null. */
  numberOf(key: string): number | null {
    return this.#numbers.get(key) ?? null;
  }

  keyOf(number: number): string {
    return this.#keys[number] ?? '';
  }

  /** How many terms live. */
  get size(): number {
    return this.#numbers.size;
  }

  /** More than any number of a term. */
  get capacity(): number {
    return this.#levels.length;
  }

  /** The number of a term that one more article has. */
  count(key: string): number {
    const number = this.#numbers.get(key) ?? this.#register(key);
    this.#setArticles(number, (this.#articlesOf[number] ?? 0) + 1);
    return number;
  }

  /** One article less has the term; true when it was the last. */
  discount(number: number): boolean {
    const rest = (this.#articlesOf[number] ?? 0) - 1;
    this.#setArticles(number, rest);
    if (rest > 0) return false;
    this.#numbers.delete(this.keyOf(number));
    this.#free.push(number);
    return true;
  }

  countArticles(difference: 1 | -1): void {
    this.#articles += difference;
  }

  /** What is left of `ceiling` is a term's rarity (IDF): the logarithm of how many articles there are for one that has it. */
  get levels(): Int16Array {
    return this.#levels;
  }

  get ceiling(): number {
    return levelOf(this.#articles + earlierArticles);
  }

  rarityOf(number: number | null): number {
    return this.ceiling - (number === null ? levelOf(0) : (this.#levels[number] ?? 0));
  }

  #register(key: string): number {
    const number = this.#free.pop() ?? this.#keys.length;
    if (number >= this.#levels.length) this.#grow();
    this.#numbers.set(key, number);
    this.#keys[number] = key;
    return number;
  }

  #setArticles(number: number, articles: number): void {
    this.#articlesOf[number] = articles;
    this.#levels[number] = levelOf(articles);
  }

  #grow(): void {
    const size = this.#levels.length * 2;
    const [articles, levels] = [this.#articlesOf, this.#levels];
    this.#articlesOf = new Int32Array(size);
    this.#levels = new Int16Array(size);
    this.#articlesOf.set(articles);
    this.#levels.set(levels);
  }
}

/** Each computed once: it is asked for with every word. */
const levels: number[] = [];

function levelOf(count: number): number {
  for (let next = levels.length; next <= count; next++) levels.push(Math.round(fineness * Math.log(next + 0.5)));
  return levels[count] ?? 0;
}
