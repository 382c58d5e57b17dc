import type { Article, Audience } from '../../../domain/articles/article.ts';

/** One article revision as the queries below give it. */
export interface ArticleRow extends Omit<Article, 'outlet' | 'publishedOffsetMinutes' | 'fullText'> {
  readonly publishedOffset: number | null;
  readonly outletName: string;
  readonly outletDomain: string | null;
  readonly audience: Audience;
  readonly fullText: string | null;
  readonly pageStart: number | null;
}

/** The columns of `ArticleRow`, from `articles AS a` and `article_revisions AS r`. */
export const articleColumns = `
  a.id AS "articleId", r.revision, r.title, r.summary, r.content_text AS "contentText", r.author,
  a.feed_id AS "feedId", (SELECT f.name FROM feeds AS f WHERE f.id = a.feed_id) AS "feedName", a.link, a.outlet_name AS "outletName", a.outlet_domain AS "outletDomain", a.lang,
  r.published_at AS "publishedAt", r.published_offset AS "publishedOffset", a.seen_at AS "seenAt", r.saved_at AS "savedAt", r.audience, r.is_reissue AS "isReissue",
  r.full_text AS "fullText", r.page_start AS "pageStart"`;

/** Joins the article of a pipeline item `i`; its seen_at finds the one partition. */
export const articleOfItem = `
  JOIN articles AS a ON a.id = i.article_id AND a.seen_at = i.seen_at
  JOIN article_revisions AS r ON r.article_id = i.article_id AND r.revision = i.revision AND r.seen_at = i.seen_at`;

export const toArticle = ({ outletName, outletDomain, ...row }: ArticleRow): Article => ({
  articleId: row.articleId,
  revision: row.revision,
  title: row.title,
  summary: row.summary,
  contentText: row.contentText,
  author: row.author,
  feedId: row.feedId,
  ...(row.feedName !== undefined && { feedName: row.feedName }),
  link: row.link,
  outlet: { name: outletName, domain: outletDomain },
  lang: row.lang,
  publishedAt: row.publishedAt,
  ...(row.publishedOffset !== null && { publishedOffsetMinutes: row.publishedOffset }),
  seenAt: row.seenAt,
  savedAt: row.savedAt,
  audience: row.audience,
  ...(row.isReissue && { isReissue: true }),
  ...(row.fullText !== null && { fullText: { text: row.fullText, pageStart: row.pageStart ?? 0 } }),
});
