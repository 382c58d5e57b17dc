import type { Article, ArticleRef } from '../../domain/articles/article.ts';
import type { MoveFact } from '../../domain/stories/advanceStory.ts';

/** A place in the order in which article revisions were saved. */
export interface ArticleCursor extends ArticleRef {
  readonly savedAt: Date;
}

/** An article revision, with how it moved the ledger of its story. */
export interface StoredArticle extends Article {
  readonly moves: readonly MoveFact[];
}

export interface ArticlePages {
  /** The revisions saved since then and before the place, newest first. */
  newestArticles(since: Date, before: ArticleCursor, limit: number): Promise<readonly StoredArticle[]>;
}

/** When the revisions were saved; both ends belong to it. */
export interface SavedBetween {
  readonly since: Date;
  readonly until: Date;
}

const articlesAPage = 200;

/** Before the newest of the revisions that were saved by then. */
export const newestPlace = (until: Date): ArticleCursor => ({
  ...{ savedAt: until, articleId: Number.MAX_SAFE_INTEGER, revision: 2 ** 31 - 1 },
});

/** Every revision saved in that time, newest first, read page by page: memory does not grow with their number. */
export async function* newestFirst(store: ArticlePages, { since, until }: SavedBetween): AsyncGenerator<StoredArticle> {
  let place: ArticleCursor | undefined = newestPlace(until);
  while (place !== undefined) {
    const page: readonly StoredArticle[] = await store.newestArticles(since, place, articlesAPage);
    yield* page;
    place = page.at(-1);
  }
}
