/** The few stories of highest score; of equal scores the later story first. */
export class TopFew<T extends { readonly storyId: number }> {
  readonly #few: number;
  readonly #scores: number[] = [];
  readonly #items: T[] = [];

  constructor(few: number) {
    this.#few = few;
  }

  /** Lower scores need not be offered. */
  get least(): number {
    return this.#items.length < this.#few ? 0 : (this.#scores.at(-1) ?? 0);
  }

  /** The highest first. */
  get items(): readonly T[] {
    return this.#items;
  }

  offer(item: T, score: number): void {
    let place = this.#items.length;
    while (place > 0 && this.#isBelow(place - 1, item, score)) place--;
    if (place === this.#few) return;
    this.#items.splice(place, 0, item);
    this.#scores.splice(place, 0, score);
    if (this.#items.length > this.#few) {
      this.#items.pop();
      this.#scores.pop();
    }
  }

  #isBelow(place: number, { storyId }: T, score: number): boolean {
    const other = this.#scores[place] as number;
    return other < score || (other === score && (this.#items[place] as T).storyId < storyId);
  }
}
