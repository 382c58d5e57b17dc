import { siteHostOf } from '../../domain/basics/webUrl.ts';
import type { PageFeeds } from './pageFeeds.ts';

/** An address that may be a feed. */
export interface Candidate {
  readonly url: string;
  readonly via: 'named' | 'linked' | 'guessed' | 'sitemap';
  /** A link to another site: it may be somebody else's feed. */
  readonly isForeign: boolean;
}

/** The candidates of a page that stood at `url`, likeliest first. */
export function candidatesOf({ named, linked, called }: PageFeeds, url: string): readonly Candidate[] {
  const links = new Set([...linked, ...called]);
  const ranked = [
    ...named.map((each) => ({ url: each, via: 'named' as const, isForeign: false, rank: unlikeliness(each) })),
    ...[...links].map((each) => {
      const isForeign = !isOfSite(each, url);
      const rank = 10 + unlikeliness(each) + (called.includes(each) ? 0 : 10) + (isForeign ? 50 : 0);
      return { url: each, via: 'linked' as const, isForeign, rank };
    }),
  ];
  return ranked.sort((a, b) => a.rank - b.rank).map(({ rank: _, ...candidate }) => candidate);
}

/** Feeds of comments, of one author or one tag are seldom meant. */
function unlikeliness(address: string): number {
  const { pathname, search } = new URL(address);
  const path = pathname + search;
  if (isOfComments(path)) return 100;
  return /(?:\?|&|\/)(?:author|tag|label|user|forum)s?(?:=|\/)|\/search\//i.test(path) ? 15 : 0;
}

/** By its address or its title. */
export const isOfComments = (text: string): boolean => /comments?\b|комментари/i.test(text);

/** Whether two addresses are of one site: one host, or one below the other. */
export function isOfSite(address: string, site: string): boolean {
  const [a, b] = [siteHostOf(address), siteHostOf(site)];
  return a !== null && b !== null && (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`));
}

/** `/author/ann/feed` and `/author/bob/feed` are links of one kind: where many are dead, the others are. */
export function kindOf(address: string): string {
  const { host, pathname } = new URL(address);
  const parts = pathname.split('/').slice(1);
  const at = parts.length > 1 ? Math.max(parts.length - 2, 1) : 0;
  return [host, ...parts.map((part, place) => (place === at && parts.length > 1 ? '*' : part))].join('/');
}
