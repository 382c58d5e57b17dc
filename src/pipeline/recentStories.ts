import type { StoryState } from '../domain/stories/advanceStory.ts';

/** The states of the stories that were written to last; the others are read from the store when an article comes. */
export class RecentStories {
  readonly #states = new Map<number, StoryState>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(storyId: number): StoryState | null {
    return this.#states.get(storyId) ?? null;
  }

  set(storyId: number, state: StoryState): void {
    this.#states.delete(storyId);
    this.#states.set(storyId, state);
    if (this.#states.size <= this.#most) return;
    const [oldest] = this.#states.keys();
    if (oldest !== undefined) this.#states.delete(oldest);
  }
}
