import { z } from 'zod';
import { emptyHeader } from '../../domain/feeds/feed.ts';
import { offsetField, readDate } from './feedDate.ts';
import { itemFinisher } from './finishItem.ts';
import type { ItemDraft } from './itemDraft.ts';
import { bodyText, standInTitle, titleText } from './itemTexts.ts';
import { isJsonBomb } from './jsonBomb.ts';
import { type LenientJson, lenientJson } from './lenientJson.ts';
import { malformed, mostItems, notAFeed, type ParsedDocument } from './parsedDocument.ts';

const text = z.string().nullish().catch(null);
/** An object as the specification has it, or only a name. */
const author = z
  .union([z.object({ name: text }), z.string().transform((name) => ({ name }))])
  .nullish()
  .catch(null);
const authors = z
  .union([z.array(author), author.transform((one) => [one])])
  .nullish()
  .catch(null);
/** A text, or a number that is meant as one. */
const textOrNumber = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);

const attachment = z.object({ url: z.string(), mime_type: text, size_in_bytes: z.number().nullish().catch(null) });

const itemShape = z.object({
  id: textOrNumber,
  url: text,
  external_url: text,
  title: textOrNumber,
  summary: text,
  content_html: text,
  content_text: text,
  date_published: textOrNumber,
  date_modified: textOrNumber,
  language: text,
  author,
  authors,
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
  const { value, isWhole } = parsed(document);
  const feed = feedShape.safeParse(value);
  const items = feed.success ? itemsIn(feed.data).filter((item) => isWhole || saysSomething(item)) : [];
  if (!isWhole && items.length === 0) return malformed('the JSON is broken');
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

/** Of a document that is cut off, an item may have no more than its id. */
const saysSomething = ({ title, summary, content_html: html, content_text: plain }: JsonItem): boolean =>
  [title, summary, html, plain].some(Boolean);

function parsed(document: string): LenientJson {
  try {
    return { value: JSON.parse(document), isWhole: true };
  } catch {
    return lenientJson(document);
  }
}

function draftOf(item: JsonItem): ItemDraft {
  const address = item.url || item.external_url || null;
  const contentText = bodyText(item.content_html ?? '') || (item.content_text ?? '').trim() || null;
  const summary = bodyText(item.summary ?? '') || null;
  const modified = readDate(item.date_modified);
  const published = readDate(item.date_published) ?? modified;
  const names = [item.authors?.[0]?.name, item.author?.name];
  return {
    guid: item.id ?? null,
    link: address === null ? null : { text: address, base: null },
    title: titleText(item.title ?? '') || standInTitle(summary ?? contentText),
    summary,
    contentText,
    author: names.find(Boolean) ?? null,
    source: null,
    publishedAt: published?.at ?? null,
    ...offsetField(published),
    updatedAt: modified?.at ?? null,
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
