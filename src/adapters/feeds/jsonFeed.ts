import { z } from 'zod';
import type { FeedItem } from '../../domain/articles/article.ts';
import { feedDate, writtenOffset } from './feedDate.ts';
import { malformed, notAFeed, type ParsedDocument } from './parsedDocument.ts';
import { plainText } from './plainText.ts';

const text = z.string().nullish().catch(null);
const author = z.object({ name: text }).nullish().catch(null);

/** JSON Feed 1.0 and 1.1, lenient: a field of a wrong type counts as absent. */
const feedShape = z.object({
  version: z.string().regex(/jsonfeed\.org/),
  title: text,
  home_page_url: text,
  feed_url: text,
  language: text,
  hubs: z
    .array(z.object({ url: z.string() }))
    .nullish()
    .catch(null),
  items: z.array(
    z.object({
      id: z
        .union([z.string(), z.number().transform(String)])
        .nullish()
        .catch(null),
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
      attachments: z
        .array(z.object({ url: z.string(), mime_type: text, size_in_bytes: z.number().nullish().catch(null) }))
        .nullish()
        .catch(null),
    }),
  ),
});

type JsonFeed = z.infer<typeof feedShape>;

export function readJsonFeed(document: string, url: string | null): ParsedDocument {
  const json = parsed(document);
  if (json === undefined) return malformed('the JSON is broken');
  const feed = feedShape.safeParse(json);
  if (!feed.success)
    return notAFeed('this is JSON, but no JSON Feed (its version must name jsonfeed.org, and it needs items)');
  const { title, home_page_url: home, language } = feed.data;
  return {
    kind: 'feed',
    header: {
      format: 'json',
      title: title ?? null,
      link: home ?? null,
      lang: language ?? null,
      ttlMinutes: null,
      hub: feed.data.hubs?.[0]?.url ?? null,
      self: feed.data.feed_url ?? null,
      updateSeconds: null,
      skipHours: [],
      skipDays: [],
    },
    items: feed.data.items.map((item) => feedItem(item, feed.data, url)),
  };
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

function feedItem(item: JsonFeed['items'][number], feed: JsonFeed, url: string | null): FeedItem {
  const base = feed.home_page_url ?? url ?? undefined;
  const address = item.url ?? item.external_url ?? null;
  const link = address !== null && URL.canParse(address, base) ? new URL(address, base).href : null;
  const content = item.content_html ?? null;
  const domain = [link, base].map((each) => (each && URL.canParse(each) ? new URL(each).hostname : null)).find(Boolean);
  return {
    guid: item.id ?? null,
    link,
    title: plainText(item.title ?? ''),
    summary: plainText(item.summary ?? '') || null,
    contentText: (content === null ? (item.content_text ?? '') : plainText(content)) || null,
    author: item.authors?.[0]?.name ?? item.author?.name ?? null,
    outlet: { name: feed.title ?? domain ?? 'unknown', domain: domain?.replace(/^www\./, '') ?? null },
    publishedAt: feedDate(item.date_published),
    ...writtenOffset(item.date_published),
    updatedAt: feedDate(item.date_modified),
    lang: /^[a-z]{2,3}\b/.exec((item.language ?? feed.language ?? '').toLowerCase())?.[0] ?? null,
    enclosures: (item.attachments ?? []).map(({ url: attached, mime_type, size_in_bytes }) => ({
      url: attached,
      type: mime_type ?? null,
      lengthBytes: size_in_bytes ?? null,
    })),
  };
}
