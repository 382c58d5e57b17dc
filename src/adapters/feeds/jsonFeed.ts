import { z } from 'zod';
import { emptyHeader } from '../../domain/feeds/feed.ts';
import { feedDate, writtenOffset } from './feedDate.ts';
import { itemFinisher } from './finishItem.ts';
import type { ItemDraft } from './itemDraft.ts';
import { bodyText, standInTitle, titleText } from './itemTexts.ts';
import { malformed, mostItems, notAFeed, type ParsedDocument } from './parsedDocument.ts';

const text = z.string().nullish().catch(null);
const author = z.object({ name: text }).nullish().catch(null);
const identifier = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);

const attachment = z.object({ url: z.string(), mime_type: text, size_in_bytes: z.number().nullish().catch(null) });

const itemShape = z.object({
  id: identifier,
  url: text,
  external_url: text,
  title: text,
  summary: text,
  content_html: text,
  content_text: text,
  date_published: text,
  date_modified: text,
  language: text,
  author,
  authors: z.array(author).nullish().catch(null),
  attachments: z.array(attachment.nullable().catch(null)).nullish().catch(null),
});

/** JSON Feed 1.0 and 1.1, lenient: a field of a wrong type counts as absent. */
const feedShape = z.object({
  version: text,
  title: text,
  home_page_url: text,
  feed_url: text,
  language: text,
  hubs: z
    .array(z.object({ url: z.string() }))
    .nullish()
    .catch(null),
  items: z.array(z.unknown()),
});

type JsonFeed = z.infer<typeof feedShape>;
type JsonItem = z.infer<typeof itemShape>;

/** No feed nests further; a bomb of brackets takes gigabytes to parse. */
const deepest = 64;

export function readJsonFeed(document: string, url: string | null): ParsedDocument {
  if (isJsonBomb(document, deepest))
    return malformed(`the JSON nests more than ${deepest} levels deep, or has millions of parts`);
  const json = parsed(document);
  if (json === undefined) return malformed('the JSON is broken');
  const feed = feedShape.safeParse(json);
  const items = feed.success ? itemsIn(feed.data) : [];
  if (!feed.success || !isJsonFeed(feed.data, items))
    return notAFeed(
      'this is JSON, but no JSON Feed (it needs a version that names jsonfeed.org, or a title, and items)',
    );
  const { title, home_page_url: home, language, feed_url: self } = feed.data;
  const context = { site: home ?? null, url: url ?? self ?? null, title: title ?? null, lang: language ?? null };
  return {
    kind: 'feed',
    header: {
      ...emptyHeader,
      format: 'json',
      title: titleText(title ?? '') || (home ?? null),
      link: home ?? null,
      lang: language ?? null,
      hub: feed.data.hubs?.[0]?.url ?? null,
      self: self ?? null,
    },
    items: items.map(draftOf).map(itemFinisher(context)),
  };
}

/** What is no object is no item. */
const itemsIn = ({ items }: JsonFeed): readonly JsonItem[] =>
  items
    .filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
    .slice(0, mostItems)
    .map((item) => itemShape.parse(item));

/** Many leave out the address of the specification; other JSON has no title, or items that cannot be told apart. */
const isJsonFeed = ({ version, title }: JsonFeed, items: readonly JsonItem[]): boolean =>
  /jsonfeed\.org/.test(version ?? '') ||
  (typeof title === 'string' && items.every((item) => [item.id, item.url, item.content_html].some(Boolean)));

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

function draftOf(item: JsonItem): ItemDraft {
  const address = item.url || item.external_url || null;
  const contentText = (item.content_html ? bodyText(item.content_html) : (item.content_text ?? '').trim()) || null;
  const summary = bodyText(item.summary ?? '') || null;
  const names = [item.authors?.[0]?.name, item.author?.name];
  return {
    guid: item.id ?? null,
    link: address === null ? null : { text: address, base: null },
    title: titleText(item.title ?? '') || standInTitle(summary ?? contentText),
    summary,
    contentText,
    author: names.find(Boolean) ?? null,
    source: null,
    publishedAt: feedDate(item.date_published),
    ...writtenOffset(item.date_published),
    updatedAt: feedDate(item.date_modified),
    lang: item.language ?? null,
    enclosures: (item.attachments ?? []).flatMap((attached) =>
      attached === null
        ? []
        : [
            {
              link: { text: attached.url, base: null },
              type: attached.mime_type ?? null,
              lengthBytes: attached.size_in_bytes ?? null,
            },
          ],
    ),
  };
}

const quote = 0x22;
const backslash = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit only. */
const isOpening = (code: number): boolean => (code | 0x20) === 0x7b;
const isClosing = (code: number): boolean => (code | 0x20) === 0x7d;

/** Brackets of the largest feed are a tenth of this; each costs memory when it is parsed. */
const mostOpenings = 1_000_000;

/** Whether brackets stand in each other more than `levels` deep, outside of strings, or are too many for any feed. */
function isJsonBomb(json: string, levels: number): boolean {
  let depth = 0;
  let openings = 0;
  let isString = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (isString) {
      if (code === backslash) at++;
      else if (code === quote) isString = false;
    } else if (code === quote) isString = true;
    else if (isOpening(code) && (++depth > levels || ++openings > mostOpenings)) return true;
    else if (isClosing(code)) depth--;
  }
  return false;
}
