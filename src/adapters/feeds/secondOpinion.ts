import Parser from 'rss-parser';
import { emptyHeader } from '../../domain/feeds/feed.ts';
import { offsetField, readDate } from './feedDate.ts';
import { itemFinisher } from './finishItem.ts';
import type { ItemDraft } from './itemDraft.ts';
import { authorName, bodyText, titleText } from './itemTexts.ts';
import type { ParsedDocument } from './parsedDocument.ts';
import { repairXml } from './repairXml.ts';

/** It builds the whole tree in memory; and what is larger and unreadable to our own reader is hardly a feed. */
const longest = 5_000_000;

/**
 * What rss-parser makes of a document in which our own reader found no items, though it seems to have some. Null where it
 * finds none either. Its result is read by its own fields: dates and links go through our rules.
 */
export async function secondOpinion(xml: string, url: string | null): Promise<ParsedDocument | null> {
  if (xml.length > longest || !/<(?:\w{1,20}:)?(?:item|entry)[\s>]/i.test(xml)) return null;
  const feed = await parsed(xml).catch(() => null);
  if (feed === null || feed.items.length === 0) return null;
  const title = titleText(text(feed.title)) || null;
  const site = text(feed.link) || null;
  const format = /<(?:\w{1,20}:)?feed[\s>]/i.test(xml) ? 'atom' : 'rss';
  return {
    kind: 'feed',
    header: { ...emptyHeader, format, title: title ?? site, link: site },
    items: feed.items.map(draftOf).map(itemFinisher({ site, url, title, lang: null })),
  };
}

type Item = Readonly<Record<string, unknown>>;
type Parsed = Parser.Output<Item> & Readonly<Record<string, unknown>>;

/**
 * A parser for each document: one that met broken XML keeps its state. On some broken documents rss-parser never answers;
 * since it parses at once, whatever it has not said by the next turn of the event loop it never will. Null then.
 */
function parsed(xml: string): Promise<Parsed | null> {
  const nothing = new Promise<null>((resolve) => setImmediate(resolve, null));
  const parsed = new Parser<Record<string, unknown>, Item>({ defaultRSS: 2 } as never).parseString(repairXml(xml));
  return Promise.race([parsed, nothing]);
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function draftOf(item: Item): ItemDraft {
  const link = text(item.link);
  const date = readDate(text(item.pubDate) || text(item.date));
  return {
    guid: text(item.guid) || text(item.id) || null,
    link: link === '' ? null : { text: link, base: null },
    title: titleText(text(item.title)),
    summary: bodyText(text(item.summary) || text(item.content)) || null,
    contentText: bodyText(text(item['content:encoded'])) || null,
    author: authorName(text(item.creator) || text(item.author)),
    source: null,
    publishedAt: date?.at ?? null,
    ...offsetField(date),
    updatedAt: null,
    lang: null,
    enclosures: [],
  };
}
