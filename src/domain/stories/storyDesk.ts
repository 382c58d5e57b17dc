import { createFoldIndex } from './foldIndex.ts';
import { numbersIn } from './numbers.ts';
import { type Profile, profileOf, type StoryText } from './profile.ts';
import { type Signature, signatureOf } from './signature.ts';
import { StoryIndex, type StoryLimits, storyLimits } from './storyIndex.ts';

/** All of an article that decides its story, and all that a store must keep to take the desk over. */
export interface ArticleShape {
  readonly profile: Profile;
  readonly signature: Signature;
  readonly numbers: readonly string[];
}

export interface Placement {
  readonly storyId: number;
  /** A near-duplicate of an article of the story: the same source in one more outlet. */
  readonly isCopy: boolean;
}

/** Copies are known among so many articles; most come within hours. */
const rememberedArticles = 20_000;
const sweepEvery = 1000;

/** A text shorter than that is no agency report: its headline counts too. */
const shortBody = 100;

/** More of a text makes no difference to whether it is a copy. */
const comparedLength = 20_000;

export function shapeOf(text: StoryText): ArticleShape {
  const compared = (text.body.length >= shortBody ? text.body : `${text.title} ${text.body}`).slice(0, comparedLength);
  return { profile: profileOf(text), signature: signatureOf(compared), numbers: numbersIn(compared) };
}

/**
 * Places one article after the other, for good, before the next one is read: copies first, then stories of one event. The
 * same articles in the same order get the same stories. A desk is taken over by `seat`ing the stored placements in order.
 */
export class StoryDesk {
  readonly #copies = createFoldIndex();
  readonly #stories: StoryIndex;
  #placed = 0;
  #lastId = 0;

  constructor(limits: StoryLimits = storyLimits) {
    this.#stories = new StoryIndex(limits);
  }

  /** A new story gets the next number. `at` is null where the article has no date. */
  place(shape: ArticleShape, at: Date | null): Placement {
    const placement = this.#placementOf(shape, at);
    this.seat(shape, at, placement);
    return placement;
  }

  /** What was decided before, taken from the store. */
  seat(shape: ArticleShape, at: Date | null, { storyId, isCopy }: Placement): void {
    if (isCopy) this.#stories.touch(storyId, at);
    else this.#stories.add(storyId, shape.profile, at);
    this.#lastId = Math.max(this.#lastId, storyId);
    this.#remember(shape, storyId);
  }

  /** Live stories. */
  get size(): number {
    return this.#stories.size;
  }

  #placementOf({ profile, signature, numbers }: ArticleShape, at: Date | null): Placement {
    const copied = this.#copies.find({ articleId: this.#placed + 1, signature, numbers });
    if (copied !== null && this.#stories.takes(copied, profile, at)) return { storyId: copied, isCopy: true };
    return { storyId: this.#stories.find(profile, at) ?? this.#lastId + 1, isCopy: false };
  }

  /** By their number, not by their date: articles without dates must be forgotten too. */
  #remember({ signature, numbers }: ArticleShape, storyId: number): void {
    const number = ++this.#placed;
    this.#copies.add({ articleId: number, foldGroupId: storyId, signature, numbers, seenAt: new Date(number) });
    if (number % sweepEvery === 0) this.#copies.forgetBefore(new Date(number - rememberedArticles));
  }
}
