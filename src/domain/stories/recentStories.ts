/** What is kept of the stories that were written to last. */
export class RecentStories<T> {
  readonly #kept = new Map<number, T>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(storyId: number): T | null {
    return this.#kept.get(storyId) ?? null;
  }

  set(storyId: number, kept: T): void {
    this.#kept.delete(storyId);
    this.#kept.set(storyId, kept);
    if (this.#kept.size <= this.#most) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}
