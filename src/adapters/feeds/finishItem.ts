import type { Enclosure, FeedItem, Outlet } from '../../domain/articles/article.ts';
import type { FeedContext, ItemDraft, WrittenLink } from './itemDraft.ts';
import { standInTitle } from './itemTexts.ts';

/** One item in Tocsin's shape: absolute links, a publisher, a title. */
export function finishItem(draft: ItemDraft, context: FeedContext): FeedItem {
  const { link: written, source: _source, lang, enclosures, ...item } = draft;
  const link = written === null ? null : absoluteLink(written, context);
  const outlet = outletOf(draft, link, context);
  return {
    ...item,
    link,
    title: item.title || standInTitle(item.contentText ?? item.summary) || link || '',
    outlet,
    lang: primaryLanguage(lang) ?? primaryLanguage(context.lang),
    enclosures: enclosures.flatMap((each) => enclosureOf(each, context)),
  };
}

/** Schemes that run something where a link is followed. */
const unsafe = /^(?:javascript|data|vbscript|file|blob):/i;

/**
 * Absolute where anything says from where: the document's own base, its site, its address. A relative link that counts from
 * nowhere stays as it is written.
 */
export function absoluteLink(
  { text, base }: WrittenLink,
  { site, url }: Pick<FeedContext, 'site' | 'url'>,
): string | null {
  const address = text.trim().replaceAll('&amp;', '&');
  if (address === '') return null;
  const from = [undefined, base, site, url].find((each) => each !== null && URL.canParse(address, each));
  const link = from !== null && URL.canParse(address, from) ? new URL(address, from).href : address;
  return unsafe.test(link) ? null : link;
}

function enclosureOf({ link, ...rest }: ItemDraft['enclosures'][number], context: FeedContext): readonly Enclosure[] {
  const url = absoluteLink(link, context);
  return url === null ? [] : [{ url, ...rest }];
}

/** Sites whose feeds carry other outlets' articles, and name them behind the title. */
const aggregators = new Set(['news.google.com']);

/** The publisher: the item's own source (aggregators name it), the name behind an aggregator's title, else the feed. */
function outletOf({ source, title }: ItemDraft, link: string | null, { site, url, title: feed }: FeedContext): Outlet {
  const host = hostOf(link);
  const suffix = aggregators.has(host ?? '') ? (title.split(' - ').slice(1).at(-1)?.trim() ?? '') : '';
  const name = source?.name || suffix || feed || host || hostOf(url) || 'unknown';
  if (source === null && suffix !== '') return { name, domain: null };
  return { name, domain: hostOf(source?.url ?? null) ?? host ?? hostOf(site) ?? hostOf(url) };
}

function hostOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/^www\./, '') || null;
}

/** `en-GB` → `en`. */
const primaryLanguage = (tag: string | null): string | null =>
  /^[a-z]{2,3}(?![a-z\d])/.exec(tag?.trim().toLowerCase() ?? '')?.[0] ?? null;
