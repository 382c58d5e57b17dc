import type { Enclosure, FeedItem, Outlet } from '../../domain/articles/article.ts';
import { feedDate, writtenOffset } from './feedDate.ts';
import { plainText } from './plainText.ts';
import { attributeOf, textOf } from './xmlValues.ts';

/** An item as rss-parser gives it, with the raw fields beside. */
export type RawItem = Readonly<Record<string, unknown>>;

export interface FeedContext {
  /** What relative links count from. */
  readonly base: string | null;
  /** Where the feed was fetched. */
  readonly url: string | null;
  readonly feedTitle: string | null;
  readonly lang: string | null;
}

/** One item in Tocsin's shape: plain text, absolute links, real dates. */
export function normaliseItem(raw: RawItem, context: FeedContext): FeedItem {
  const field = (...names: readonly string[]): string =>
    names.map((name) => textOf(raw[name])).find((text) => text !== '') ?? '';
  const guid = field('raw:guid', 'raw:id', 'guid', 'id', 'rdf:about');
  const link = absolute(field('link', 'raw:feedburner:origLink') || linkFrom(raw, guid), context);
  const content = field('raw:content:encoded', 'raw:content', 'content:encoded');
  const summary = field('raw:description', 'raw:summary', 'summary', 'content');
  const published = field('pubDate', 'raw:published', 'raw:issued', 'raw:dc:date', 'date');
  return {
    guid: guid || null,
    link,
    title: plainText(field('raw:title', 'title')),
    summary: plainText(summary) || null,
    contentText: plainText(content) || null,
    author: plainText(field('raw:dc:creator', 'creator', 'author', 'raw:author')) || null,
    outlet: outletOf(raw, link, context),
    publishedAt: feedDate(published),
    ...writtenOffset(published),
    updatedAt: feedDate(field('raw:updated', 'raw:modified')),
    lang: languageOf(textOf(raw['raw:xml:lang']) || context.lang),
    enclosures: enclosuresOf(raw, context),
  };
}

/** A permalink guid is a link (RSS 2.0); an Atom id that is a web address is taken as one too. */
function linkFrom(raw: RawItem, guid: string): string {
  const isPermalink = attributeOf([raw['raw:guid']].flat()[0], 'isPermaLink') !== 'false';
  return isPermalink && /^https?:\/\//i.test(guid) ? guid : '';
}

function absolute(link: string, { base, url }: FeedContext): string | null {
  if (link === '') return null;
  for (const from of [undefined, base, url]) {
    if (from !== null && URL.canParse(link, from)) return new URL(link, from ?? undefined).href;
  }
  return null;
}

/** The publisher: the item's own source (aggregators name it), else the feed. */
function outletOf(raw: RawItem, link: string | null, { feedTitle, base, url }: FeedContext): Outlet {
  const source = [raw['raw:source']].flat()[0];
  const sourceUrl = attributeOf(source, 'url');
  const name = plainText(textOf(source)) || feedTitle || hostOf(link) || hostOf(url) || 'unknown';
  return { name, domain: hostOf(sourceUrl) ?? hostOf(link) ?? hostOf(base) ?? hostOf(url) };
}

function hostOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/^www\./, '') || null;
}

/** `en-GB` → `en`. */
const languageOf = (name: string | null): string | null => /^[a-z]{2,3}\b/.exec(name?.toLowerCase() ?? '')?.[0] ?? null;

function enclosuresOf(raw: RawItem, context: FeedContext): readonly Enclosure[] {
  const links = [raw['all:link']].flat().filter((link) => attributeOf(link, 'rel') === 'enclosure');
  return [raw['all:enclosure'], links].flat().flatMap((element) => {
    const url = absolute(attributeOf(element, 'url') ?? attributeOf(element, 'href') ?? '', context);
    const length = Number(attributeOf(element, 'length'));
    if (url === null) return [];
    return [{ url, type: attributeOf(element, 'type'), lengthBytes: length > 0 ? length : null }];
  });
}
