import { type QueryFinding, reasonIn } from '../../domain/rules/language/finding.ts';
import { parseQuery } from '../../domain/rules/language/parser.ts';
import { readsLedger } from '../../domain/rules/language/readsLedger.ts';
import type { Node } from '../../domain/rules/language/syntax.ts';
import { sourcesOf } from '../../domain/rules/matcher/outlet.ts';
import type { Concepts } from '../../domain/rules/rule.ts';
import { type ArchiveKnowledge, needsOf, type QueryNeeds } from '../../domain/rules/search/queryNeeds.ts';
import { everyQuery, feedKey, langKey, sourceKey } from '../../domain/rules/search/searchKeys.ts';
import { type ArticleCursor, newestPlace, type SavedBetween } from './articleHistory.ts';
import type { SearchedArticle } from './searchStore.ts';

/** Null and an empty list let everything through. */
export interface SearchFilters {
  readonly feedIds: readonly number[];
  /** A name or a domain, compared as `source:` does. */
  readonly outlet: string | null;
  /** `en`, `ru`, `kk`. */
  readonly lang: string | null;
  readonly storyId: number | null;
  /** A rule of which any revision matched the article then. */
  readonly ruleId: string | null;
}

export const noFilters: SearchFilters = { feedIds: [], outlet: null, lang: null, storyId: null, ruleId: null };

export interface SearchRequest {
  /** In the language of the rules; null: every article that the filters let through. */
  readonly query: string | null;
  readonly concepts: Concepts;
  readonly range: SavedBetween;
  readonly filters: SearchFilters;
  /** `next` of the page before; null: the first page. */
  readonly cursor: string | null;
  /** Hits a page. */
  readonly limit: number;
  /** Whether to go on behind the page, and count what else there is. */
  readonly countsTotal: boolean;
}

/** A request as it is run. */
export interface ReadSearch {
  readonly kind: 'search';
  readonly node: Node | null;
  readonly before: ArticleCursor;
  readonly readsLedger: boolean;
}

export interface RefusedSearch {
  readonly kind: 'refused';
  readonly message: string;
  /** What is wrong with the query, with its columns; empty: it is the cursor. */
  readonly findings: readonly QueryFinding[];
}

export function readSearch({ query, concepts, range, cursor }: SearchRequest): ReadSearch | RefusedSearch {
  const before = cursor === null ? newestPlace(range.until) : placeOf(cursor);
  if (before === null) return { kind: 'refused', message: 'the place in the list cannot be read', findings: [] };
  if (query === null) return { kind: 'search', node: null, before, readsLedger: false };
  const parsed = parseQuery(query, { concepts });
  if (parsed.kind === 'query')
    return { kind: 'search', node: parsed.node, before, readsLedger: readsLedger(parsed.node) };
  const { findings } = parsed;
  return { kind: 'refused', message: reasonIn(findings), findings };
}

/** Opaque to whoever gets it, and good for as long as the articles are there. */
export const cursorOf = ({ savedAt, articleId, revision }: ArticleCursor): string =>
  Buffer.from(JSON.stringify([savedAt.getTime(), articleId, revision])).toString('base64url');

function placeOf(cursor: string): ArticleCursor | null {
  try {
    const [at, articleId, revision]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Number.isSafeInteger(at) || !Number.isSafeInteger(articleId) || !Number.isInteger(revision)) return null;
    // The store's calendar does not reach as far back as a Date.
    if (Number(at) < 0) return null;
    const savedAt = new Date(Number(at));
    return Number.isNaN(savedAt.getTime()) || Math.abs(Number(revision)) >= 2 ** 31
      ? null
      : { savedAt, articleId: Number(articleId), revision: Number(revision) };
  } catch {
    return null;
  }
}

/** What the index is asked for by query and filters together. */
export function searchNeeds(node: Node | null, filters: SearchFilters, archive: ArchiveKnowledge): QueryNeeds {
  const { feedIds, outlet, lang } = filters;
  const ofFilters = [
    feedIds.map(feedKey),
    outlet === null ? [] : namesOf(outlet).map(sourceKey),
    lang === null ? [] : [langKey(lang)],
  ];
  return [
    ...(node === null ? [] : needsOf(node, archive)),
    ...ofFilters.filter((keys) => keys.length > 0).map((keys) => [...keys, everyQuery]),
  ];
}

/** Whether an article is let through: the index may bring more. */
export function letsThrough({ feedIds, outlet, lang }: SearchFilters, article: SearchedArticle): boolean {
  if (feedIds.length > 0 && !feedIds.includes(article.feedId)) return false;
  if (lang !== null && article.lang !== lang) return false;
  if (outlet === null) return true;
  const sources = sourcesOf({ outlet: article.outlet });
  return namesOf(outlet).some((name) => sources.includes(name));
}

const namesOf = (outlet: string): readonly string[] => sourcesOf({ outlet: { name: outlet, domain: null } });
