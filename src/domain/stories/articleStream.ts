import { type ArticleShape, type CopyEvidence, noEvidence, type Placement, StoryDesk } from './storyDesk.ts';
import type { StoryLimits } from './storyIndex.ts';

/** Copies are known among so many articles; most come within hours. */
const rememberedArticles = 20_000;
const sweepEvery = 1000;

/** A desk for a stream that nobody stores: each article is a first revision, and stories are numbered as they open. */
export class ArticleStream {
  readonly #desk: StoryDesk;
  #placed = 0;
  #lastStoryId = 0;

  constructor(limits?: StoryLimits) {
    this.#desk = new StoryDesk(limits);
  }

  /** Seats the next article and answers where. `at` is null where the article has no date. */
  place(
    shape: ArticleShape,
    at: Date | null,
    text: Omit<CopyEvidence, 'publishedAt' | 'isReissue'> = noEvidence,
  ): Pick<Placement, 'role'> & { readonly storyId: number } {
    const articleId = ++this.#placed;
    const { title, body, lang, outlet } = text;
    const evidence = { title, body, lang, outlet, publishedAt: at, isReissue: false };
    const placement = this.#desk.placementOf({ articleId, shape, evidence, at, knownStoryId: null });
    const { storyId: chosen, role, headlineProfile: profile = shape.profile } = placement;
    const storyId = chosen ?? ++this.#lastStoryId;
    // By their number, not by their date: articles without dates must be forgotten too.
    const seenAt = new Date(articleId);
    this.#desk.seat(
      { articleId, shape: { ...shape, profile }, evidence, at },
      { storyId, foldGroupId: storyId, role, seenAt },
    );
    if (articleId % sweepEvery === 0) this.#desk.forgetBefore(new Date(articleId - rememberedArticles));
    return { storyId, role };
  }

  /** Live stories. */
  get size(): number {
    return this.#desk.size;
  }
}
