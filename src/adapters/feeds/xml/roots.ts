import type { FeedHeader } from '../../../domain/feeds/feed.ts';

export interface Root {
  readonly format: FeedHeader['format'];
  /** The vocabulary that its elements are of where the document names none. Empty: RSS's own. */
  readonly vocabulary: '' | 'atom';
}

const rss: Root = { format: 'rss', vocabulary: '' };
const atom: Root = { format: 'atom', vocabulary: 'atom' };
const sitemap: Root = { format: 'sitemap', vocabulary: '' };

/** What the outermost element makes of a document, by its local name. Some feeds are only the inner part of one. */
export const roots: ReadonlyMap<string, Root> = new Map([
  ['rss', rss],
  ['channel', rss],
  ['item', rss],
  ['rdf', { format: 'rdf', vocabulary: '' }],
  ['feed', atom],
  ['entry', atom],
  ['urlset', sitemap],
]);

/** Elements that have items in them. */
export const structures: ReadonlySet<string> = new Set([
  'channel',
  'items',
  'rss',
  'rdf:rdf',
  'feed',
  'atom:feed',
  'urlset',
]);

export const isItem = (name: string, { format }: Root): boolean =>
  format === 'sitemap' ? name === 'url' : name === 'item' || name === 'atom:entry';
