import { Parser } from 'htmlparser2';
import { hasUserinfo, webUrl } from '../../domain/basics/webUrl.ts';

/** Addresses that a page names as feeds, and those of its links that look like feeds; each in the page's order, once. */
export interface PageFeeds {
  readonly named: readonly string[];
  readonly linked: readonly string[];
}

const feedTypes =
  /^(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|application\/xml|text\/xml|application\/x-rss\+xml)$/;

/** `rss`, `atom`, `feed` or `rdf` as a word of the path or the query. A plain JSON link is mostly a site's own interface. */
const looksLikeFeed = /(?:^|[/._?&=-])(?:rss2?|atom|feeds?|rdf)(?:[/._?&=-]|$)/i;

const mostOfEach = 100;
/** No browser nests deeper; a page that does is made to hurt. */
const deepest = 5000;

/** Reads HTML or XHTML; `url` is where the page stood. */
export function feedsOfPage(html: string, url: string): PageFeeds {
  const named = new Set<string>();
  const linked = new Set<string>();
  let base = url;
  let isBaseSet = false;
  let depth = 0;
  const take = (into: Set<string>, href: string | undefined, isWanted: (path: string) => boolean) => {
    const found = webAddress(href, base);
    if (found !== null && into.size < mostOfEach && isWanted(found.pathname + found.search)) into.add(found.href);
  };
  const parser = new Parser({
    onopentag: (name, { rel = '', type = '', href }) => {
      if (++depth > deepest) return parser.pause();
      if (name === 'base' && !isBaseSet && href !== undefined) {
        base = webAddress(href, url)?.href ?? url;
        isBaseSet = true;
      } else if (name === 'link' && /(?:^|\s)(?:alternate|feed)(?:\s|$)/i.test(rel)) {
        const kind = type.split(';')[0]?.trim().toLowerCase() ?? '';
        if (feedTypes.test(kind)) take(named, href, () => true);
        else if (kind === 'application/json' || kind === '') take(named, href, (path) => looksLikeFeed.test(path));
      } else if (name === 'a') {
        take(linked, href, (path) => looksLikeFeed.test(path));
      }
    },
    onclosetag: () => void depth--,
  });
  parser.end(html);
  return { named: [...named], linked: [...linked].filter((each) => !named.has(each)) };
}

/** Without a fragment. Null for what is no address of the web. */
function webAddress(href: string | undefined, base: string): URL | null {
  const text =
    href
      ?.trim()
      .replace(/^feed:(?=https?:)/i, '')
      .replace(/^feed:\/\//i, 'https://') ?? '';
  const address = text === '' ? null : webUrl(text, base);
  if (address === null || hasUserinfo(address)) return null;
  address.hash = '';
  return address;
}
