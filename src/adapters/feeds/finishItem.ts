import type { Enclosure, FeedItem, Outlet } from '../../domain/articles/article.ts';
import { siteHostOf } from '../../domain/basics/webUrl.ts';
import type { FeedContext, ItemDraft, WrittenLink } from './itemDraft.ts';
import { standInTitle } from './itemTexts.ts';
import { plainAddress, withScheme } from './writtenAddress.ts';

/** Makes items of drafts, once the document is known: absolute links, a publisher, a title. */
export function itemFinisher(context: FeedContext): (draft: ItemDraft) => FeedItem {
  const feedHosts = { site: siteHostOf(context.site), url: siteHostOf(context.url) };
  const feedLanguage = primaryLanguage(context.lang);
  return (draft) => {
    const link = draft.link === null ? null : absoluteLink(draft.link, context);
    const { guid, summary, contentText, author, publishedAt, publishedOffsetMinutes: offset, updatedAt } = draft;
    return {
      guid,
      link,
      title: draft.title || standInTitle(contentText ?? summary) || link || '',
      summary,
      contentText,
      author,
      outlet: outletOf(draft, siteHostOf(link), context.title, feedHosts),
      publishedAt,
      ...(offset === undefined ? {} : { publishedOffsetMinutes: offset }),
      updatedAt,
      lang: primaryLanguage(draft.lang) ?? feedLanguage,
      enclosures: draft.enclosures.flatMap((each) => enclosureOf(each, context)),
    };
  };
}

/** Schemes that run something where a link is followed. */
const unsafe = /^(?:javascript|data|vbscript|file|blob):/i;

/** Such an address stays as it is written. */
const clean = /^https?:\/\/[\w.~:/?#[\]@!$&()*+,;=%-]+$/i;

/**
 * Absolute where anything says from where: the document's own base, its site, its address. A relative link that counts from
 * nowhere stays as it is written.
 */
export function absoluteLink(
  { text, base }: WrittenLink,
  { site, url }: Pick<FeedContext, 'site' | 'url'>,
): string | null {
  const address = withScheme(plainAddress(text), [site, url]);
  if (address === '') return null;
  if (clean.test(address) && URL.canParse(address)) return address;
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
function outletOf(
  { source, title }: Pick<ItemDraft, 'source' | 'title'>,
  host: string | null,
  feed: string | null,
  hosts: { readonly site: string | null; readonly url: string | null },
): Outlet {
  const suffix = aggregators.has(host ?? '') ? (title.split(' - ').slice(1).at(-1)?.trim() ?? '') : '';
  const name = source?.name || suffix || feed || host || hosts.url || 'unknown';
  if (source === null && suffix !== '') return { name, domain: null };
  return { name, domain: siteHostOf(source?.url ?? null) ?? host ?? hosts.site ?? hosts.url };
}

/** `en-GB` → `en`. */
const primaryLanguage = (tag: string | null): string | null =>
  /^[a-z]{2,3}(?![a-z\d])/.exec(tag?.trim().toLowerCase() ?? '')?.[0] ?? null;
