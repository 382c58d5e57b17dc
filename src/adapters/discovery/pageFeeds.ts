import { Parser } from 'htmlparser2';
import { hasUserinfo, webUrl } from '../../domain/basics/webUrl.ts';
import { isCalledFeed, isDrawnAsFeed } from './feedWords.ts';

/** What a page says of feeds; addresses in the page's order, each once in a list. */
export interface PageFeeds {
  /** Named as feeds by their type. */
  readonly named: readonly string[];
  /** Links whose address looks like a feed's. */
  readonly linked: readonly string[];
  /** Links that a reader sees as a feed's, by their words or their picture; some of them are linked, too. */
  readonly called: readonly string[];
  /** The program that made the page, as it says. */
  readonly generator: string | null;
  /** The page's YouTube channel. */
  readonly channelId: string | null;
}

export const feedTypes =
  /^(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|application\/xml|text\/xml|application\/x-rss\+xml)$/;

/** `rss`, `atom`, `feed` or `rdf` as a word of the path or the query. A plain JSON link is mostly a site's own interface. */
const looksLikeFeed = /(?:^|[/._?&=-])(?:rss2?|atom|feeds?|rdf)(?:[/._?&=-]|$)/i;

const mostOfEach = 100;
/** No browser nests deeper; a page that does is made to hurt. */
const deepest = 5000;
const mostWords = 100;

type Attributes = Readonly<Record<string, string>>;

/** Reads HTML or XHTML; `url` is where the page stood. */
export function feedsOfPage(html: string, url: string): PageFeeds {
  const reading = new PageReading(url);
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (!reading.open(name, attributes)) parser.pause();
    },
    ontext: (text) => reading.text(text),
    onclosetag: (name) => reading.close(name),
  });
  parser.end(html);
  return reading.result();
}

/** A link whose end has not come yet. */
interface OpenLink {
  readonly href: string | undefined;
  words: string;
  isDrawn: boolean;
}

class PageReading {
  readonly #url: string;
  readonly #named = new Set<string>();
  readonly #linked = new Set<string>();
  readonly #called = new Set<string>();
  #base: string;
  #isBaseSet = false;
  #depth = 0;
  #link: OpenLink | null = null;
  #generator: string | null = null;
  #channelId: string | null = null;

  constructor(url: string) {
    this.#url = url;
    this.#base = url;
  }

  /** False: read no further. */
  open(name: string, attributes: Attributes): boolean {
    if (++this.#depth > deepest) return false;
    if (name === 'base') this.#setBase(attributes.href);
    else if (name === 'link') this.#nameAlternate(attributes, true);
    else if (name === 'meta') this.#noteMeta(attributes);
    else if (name === 'a') this.#openLink(attributes);
    else if (this.#link !== null) this.#drawLink(this.#link, attributes);
    return true;
  }

  text(text: string): void {
    if (this.#link !== null && this.#link.words.length < mostWords) this.#link.words += text.slice(0, mostWords);
  }

  close(name: string): void {
    this.#depth--;
    if (name === 'a') this.#closeLink();
  }

  result(): PageFeeds {
    this.#closeLink();
    return {
      named: [...this.#named],
      linked: [...this.#linked].filter((each) => !this.#named.has(each)),
      called: [...this.#called].filter((each) => !this.#named.has(each)),
      generator: this.#generator,
      channelId: this.#channelId,
    };
  }

  #setBase(href: string | undefined): void {
    if (this.#isBaseSet || href === undefined) return;
    this.#base = webAddress(href, this.#url)?.href ?? this.#url;
    this.#isBaseSet = true;
  }

  #nameAlternate({ rel = '', type = '', href }: Attributes, isUntypedTaken: boolean): void {
    if (!/(?:^|\s)(?:alternate|feed)(?:\s|$)/i.test(rel)) return;
    const kind = type.split(';')[0]?.trim().toLowerCase() ?? '';
    if (feedTypes.test(kind)) this.#take(this.#named, href);
    else if (isUntypedTaken && (kind === 'application/json' || kind === ''))
      this.#take(this.#named, href, ({ pathname, search }) => looksLikeFeed.test(pathname + search));
  }

  #noteMeta({ name = '', itemprop = '', content }: Attributes): void {
    if (content === undefined) return;
    if (name.toLowerCase() === 'generator') this.#generator ??= content.slice(0, mostWords);
    if (/^(?:channelId|identifier)$/i.test(itemprop) && /^UC[\w-]{22}$/.test(content)) this.#channelId ??= content;
  }

  #openLink(attributes: Attributes): void {
    this.#closeLink();
    this.#nameAlternate(attributes, false);
    const { href, title = '' } = attributes;
    this.#take(this.#linked, href, ({ pathname, search }) => looksLikeFeed.test(pathname + search));
    this.#link = { href, words: '', isDrawn: isCalledFeed(title) };
    this.#drawLink(this.#link, attributes);
  }

  #drawLink(link: OpenLink, { class: classes = '', alt = '', src = '', 'aria-label': label = '' }: Attributes): void {
    link.isDrawn ||= isDrawnAsFeed(classes, src) || isCalledFeed(alt) || isCalledFeed(label);
  }

  #closeLink(): void {
    const link = this.#link;
    this.#link = null;
    if (link === null) return;
    const isWordless = link.words.trim() === '';
    if (isWordless ? link.isDrawn : isCalledFeed(link.words)) this.#take(this.#called, link.href);
  }

  #take(into: Set<string>, href: string | undefined, isWanted: (address: URL) => boolean = () => true): void {
    const found = webAddress(href, this.#base);
    if (found !== null && into.size < mostOfEach && isWanted(found)) into.add(found.href);
  }
}

/** Without a fragment. Null for what is no address of the web. */
function webAddress(href: string | undefined, base: string): URL | null {
  const text =
    href
      ?.trim()
      .replace(/^feed:(?=https?:)/i, '')
      .replace(/^feed:\/\//i, 'https://') ?? '';
  const address = text === '' || text.startsWith('#') ? null : webUrl(text, base);
  if (address === null || hasUserinfo(address)) return null;
  address.hash = '';
  return address;
}
