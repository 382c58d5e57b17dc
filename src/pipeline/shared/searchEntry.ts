import { type Article, bodyOf } from '../../domain/articles/article.ts';
import type { StatedFigure } from '../../domain/figures/figure.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import { type SearchKey, searchKeysOf } from '../../domain/rules/search/searchKeys.ts';

/** What is kept of an article revision so that searches find it without reading it. */
export interface SearchEntry {
  readonly keys: readonly SearchKey[];
  readonly figures: readonly StatedFigure[];
}

/** `input`: what the matcher reads of the article. */
export const entryOf = (article: Article, { figures, lang, outlet }: MatchInput): SearchEntry => ({
  keys: searchKeysOf({ ...article, body: bodyOf(article), ...{ lang, outlet, figures } }),
  figures: figures.map(({ kind, min, span }) => ({ kind, min, span })),
});
