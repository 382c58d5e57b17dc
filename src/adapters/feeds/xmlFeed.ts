import Parser from 'rss-parser';
import type { FeedHeader } from '../../domain/feeds/feed.ts';
import { normaliseItem, type RawItem } from './normaliseItem.ts';
import { malformed, notAFeed, type ParsedDocument } from './parsedDocument.ts';
import { repairXml } from './repairXml.ts';
import { attributeOf, textOf } from './xmlValues.ts';

const feedFields = ['language', 'ttl', 'dc:language', 'updated', 'id', 'atom:link', 'link'];
const itemFields = [
  'title',
  'link',
  'guid',
  'id',
  'source',
  'author',
  'dc:creator',
  'dc:date',
  'published',
  'updated',
  'issued',
  'modified',
  'description',
  'summary',
  'content',
  'content:encoded',
  'media:content',
  'xml:lang',
  'feedburner:origLink',
];
const keepAll = ['enclosure', 'link'];

/** rss-parser with every field raw besides its own reading: what it flattens wrongly is read again from there. */
const options = {
  defaultRSS: 2,
  customFields: {
    feed: feedFields.map((name) => [name, `raw:${name}`]),
    item: [
      ...itemFields.map((name): [string, string, { keepArray: true }] => [name, `raw:${name}`, { keepArray: true }]),
      ...keepAll.map((name): [string, string, { keepArray: true }] => [name, `all:${name}`, { keepArray: true }]),
    ],
  } as never,
};

const roots = /<(?:\w+:)?(rss|rdf|feed)\b/i;

/** Reads RSS, RDF or Atom. A document type with entities of its own is refused: it is how XML bombs are made. */
export async function readXmlFeed(xml: string, url: string | null): Promise<ParsedDocument> {
  if (/<!ENTITY/i.test(xml.slice(0, 100_000))) return malformed('it declares entities of its own, which no feed needs');
  const root = roots.exec(xml.slice(0, 20_000))?.[1]?.toLowerCase();
  if (root === undefined) return notAFeed('this is XML, but neither RSS nor RDF nor Atom');
  try {
    const feed = await parsed(xml);
    if (feed === null) return malformed('the XML is broken');
    const header = headerOf(feed, root === 'feed' ? 'atom' : root === 'rdf' ? 'rdf' : 'rss');
    const context = { base: header.link ?? url, url, feedTitle: header.title, lang: header.lang };
    return { kind: 'feed', header, items: feed.items.map((item) => normaliseItem(item, context)) };
  } catch (error) {
    return malformed(`the XML is broken: ${String(error instanceof Error ? error.message : error).split('\n')[0]}`);
  }
}

type ParsedXml = Parser.Output<RawItem> & Record<string, unknown>;

/**
 * A parser for each document: one that met broken XML keeps its state. On some broken documents rss-parser never answers;
 * since it parses at once, whatever it has not said by the next turn of the event loop it never will. Null then.
 */
function parsed(xml: string): Promise<ParsedXml | null> {
  const unanswered = new Promise<null>((resolve) => setImmediate(resolve, null));
  return Promise.race([new Parser<Record<string, unknown>, RawItem>(options).parseString(repairXml(xml)), unanswered]);
}

function headerOf(feed: ParsedXml, format: FeedHeader['format']): FeedHeader {
  const ttl = Number(textOf(feed['raw:ttl']));
  const links = [feed['raw:atom:link'], feed['raw:link']].flat();
  return {
    format,
    title: textOf(feed.title) || null,
    link: typeof feed.link === 'string' && feed.link.trim() !== '' ? feed.link.trim() : null,
    lang: textOf(feed['raw:language'] ?? feed['raw:dc:language']) || null,
    ttlMinutes: Number.isInteger(ttl) && ttl > 0 ? ttl : null,
    hub: linkOf(links, 'hub'),
    self: linkOf(links, 'self'),
    updateSeconds: null,
    skipHours: [],
    skipDays: [],
  };
}

const linkOf = (links: readonly unknown[], rel: string): string | null => {
  const found = links.find((link) => attributeOf(link, 'rel') === rel);
  return found === undefined ? null : attributeOf(found, 'href');
};
