import { joinSurrogates } from '../../documents/surrogates.ts';
import { itemFinisher } from '../finishItem.ts';
import type { ItemDraft } from '../itemDraft.ts';
import { malformed, notAFeed, type ParsedDocument } from '../parsedDocument.ts';
import { expandDeclared } from './declaredEntities.ts';
import { feedElements } from './feedElements.ts';
import { headOf } from './headOf.ts';
import { itemOf } from './itemOf.ts';
import type { Fields } from './xmlFields.ts';
import { readTokens } from './xmlTokens.ts';

/**
 * Reads RSS, RDF, Atom or a news sitemap, however broken, in one pass: every item that can be made out is read. A document
 * that breaks off has the items before that.
 */
export function readXmlFeed(xml: string, url: string | null): ParsedDocument {
  const drafts: ItemDraft[] = [];
  const elements = feedElements(url, (fields) => {
    if (!isPlainAddress(fields)) drafts.push(itemOf(fields, url));
  });
  readTokens(joinSurrogates(expandDeclared(xml)), elements);
  const { root, firstElement, head, isWhole } = elements.end();
  if (root === null) return notAFeed(otherKind(firstElement, xml, url));
  if (root.format === 'sitemap' && drafts.length === 0) {
    return notAFeed('this is a sitemap, but not one of news: it has addresses without titles');
  }
  if (!isWhole && drafts.length === 0 && head.size === 0)
    return malformed('the XML is broken: it ends before its first item');
  const header = headOf(head, root.format, url);
  const context = { site: header.link, url, title: header.title, lang: header.lang };
  return {
    kind: 'feed',
    header: { ...header, title: header.title ?? header.link },
    items: drafts.map(itemFinisher(context)),
  };
}

/** Of a sitemap, an address without news. */
const isPlainAddress = (fields: Fields): boolean => fields.has('loc') && !fields.has('news:title');

/** What a document is that is no feed. */
function otherKind(firstElement: string | null, xml: string, url: string | null): string {
  if (firstElement === 'html' || /^<!doctype html/i.test(xml)) return htmlPage(xml, url);
  if (firstElement === null) return 'this is neither XML nor JSON';
  if (firstElement === 'sitemapindex') return sitemapIndex(xml);
  return 'this is XML, but neither RSS nor RDF nor Atom nor a news sitemap';
}

/** A page often names the feed that was meant. */
function htmlPage(text: string, url: string | null): string {
  const links = [...text.matchAll(/<link\b[^<>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /application\/(?:rss|atom|feed)/i.test(tag));
  const feeds = links
    .map((tag) => /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1]?.replaceAll('&amp;', '&'))
    .filter((href) => href !== undefined);
  if (feeds.length === 0) return "this is an HTML page, not a feed; look for the site's RSS address";
  const absolute = feeds.map((href) => (url !== null && URL.canParse(href, url) ? new URL(href, url).href : href));
  return `this is an HTML page, not a feed; the page names ${[...new Set(absolute)].slice(0, 3).join(', ')}`;
}

/** A list of sitemaps has no articles itself. */
function sitemapIndex(text: string): string {
  const found = [...text.slice(0, 20_000).matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/gi)].map(([, address]) => address);
  const names = found.length === 0 ? '' : `; it names ${found.slice(0, 3).join(', ')}`;
  return `this is a list of sitemaps, not a feed: poll one of its news sitemaps${names}`;
}
