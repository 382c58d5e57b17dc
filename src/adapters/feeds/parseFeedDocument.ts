import { decodeDocument } from './decodeDocument.ts';
import { readJsonFeed } from './jsonFeed.ts';
import { notAFeed, type ParsedDocument } from './parsedDocument.ts';
import { readXmlFeed } from './xmlFeed.ts';

export interface DocumentSource {
  /** Where the document came from: relative links count from there. Null: nowhere. */
  readonly url: string | null;
  /** The Content-Type it came with; its charset is believed. */
  readonly contentType: string | null;
}

/** Reads RSS, RDF, Atom and JSON Feed from bytes. Never throws: what is no feed says so in a sentence. */
export async function parseFeedDocument(bytes: Uint8Array, source: DocumentSource): Promise<ParsedDocument> {
  const text = decodeDocument(bytes, source.contentType).trimStart();
  if (text === '') return notAFeed('the document is empty');
  if (text.startsWith('{')) return readJsonFeed(text, source.url);
  if (!text.startsWith('<') && !text.includes('<?xml')) return notAFeed('this is neither XML nor JSON');
  if (/^<!doctype html|^<html/i.test(text)) return notAFeed(htmlPage(text, source.url));
  return readXmlFeed(text.slice(text.indexOf('<')), source.url);
}

/** A page often names the feed that was meant. */
function htmlPage(text: string, url: string | null): string {
  const links = [...text.matchAll(/<link\b[^<>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /application\/(rss|atom|feed)/i.test(tag));
  const feeds = links
    .map((tag) => /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1])
    .filter((href) => href !== undefined);
  if (feeds.length === 0) return "this is an HTML page, not a feed; look for the site's RSS address";
  const absolute = feeds.map((href) => (url !== null && URL.canParse(href, url) ? new URL(href, url).href : href));
  return `this is an HTML page, not a feed; the page names ${[...new Set(absolute)].slice(0, 3).join(', ')}`;
}
