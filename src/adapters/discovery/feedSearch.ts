import type { FeedHeader } from '../../domain/feeds/feed.ts';
import type { ParseDocument } from '../feeds/threadedParser.ts';
import { type Candidate, isOfComments, isOfSite, kindOf } from './candidates.ts';
import { type Document, type GetOptions, type Got, getDocument } from './getDocument.ts';

/** A feed that was asked for and read. */
export interface DiscoveredFeed {
  readonly url: string;
  readonly title: string | null;
  readonly format: FeedHeader['format'];
  readonly items: number;
  /** Of the newest dated item. */
  readonly newest: Date | null;
  /** How it was found: it is the address itself, the page names it, links to it, it was guessed, robots.txt names it. */
  readonly via: 'itself' | Candidate['via'];
}

export interface SearchOptions extends GetOptions {
  readonly parse: ParseDocument;
  readonly maxRequests: number;
  /** For the whole search; what was found until then is told. */
  readonly totalMs?: number;
}

const defaultTotalMs = 60_000;
/** What is only a guess is not waited for as long as the page itself. */
const candidateMs = 5000;
export const requestsAtOnce = 4;
/** So many dead links of one kind, and the others of it come last. */
const mostDeadOfKind = 5;
/** Another host that did not respond so often is asked no more. */
const mostUnreachable = 2;

/** Requests candidates a few at a time, within the limits of the whole search, and keeps the feeds among them. */
export class FeedSearch {
  readonly #options: SearchOptions;
  readonly #site: string;
  readonly #deadline: number;
  readonly #requested = new Set<string>();
  readonly #deadKinds = new Map<string, number>();
  readonly #unreachable = new Map<string, number>();
  /** By what they say, so that a feed with two addresses is told once. */
  readonly #found = new Map<string, DiscoveredFeed>();
  requests = 0;

  /** `site`: an address of the site whose feeds are sought. */
  constructor(site: string, options: SearchOptions) {
    this.#site = site;
    this.#options = options;
    this.#deadline = performance.now() + (options.totalMs ?? defaultTotalMs);
  }

  /** A page of the site, also one that refuses us. Null when it was asked for already, or the search has made all its requests. */
  getPage(url: string): Promise<Got | null> {
    return this.#get(url, this.#options.timeoutMs, true);
  }

  /** As `getPage`, of what is of use only where it is given. */
  get(url: string, mostMs = this.#options.timeoutMs): Promise<Got | null> {
    return this.#get(url, mostMs, false);
  }

  async #get(url: string, mostMs: number, isPage: boolean): Promise<Got | null> {
    const leftMs = this.#deadline - performance.now();
    if (this.#requested.has(url) || this.requests >= this.#options.maxRequests || leftMs <= 0) return null;
    this.#requested.add(url);
    this.requests++;
    const timeoutMs = Math.min(this.#options.timeoutMs, mostMs, leftMs);
    const got = await getDocument(url, { ...this.#options, timeoutMs, isPage }, new AbortController().signal);
    if (got.kind === 'document') this.#requested.add(got.url);
    if (got.kind === 'unreachable') add(this.#unreachable, new URL(url).host);
    return got;
  }

  /**
   * Requests candidates in their order until so many requests stay for others; those of a kind that proved dead come last. Returns
   * what was no feed but a document.
   */
  async request(candidates: readonly Candidate[], keep = 0): Promise<readonly Document[]> {
    const others: Document[] = [];
    const waiting = [...new Map(candidates.map((each) => [each.url, each])).values()];
    const postponed: Candidate[] = [];
    while (waiting.length > 0 || postponed.length > 0) {
      const mostNow = this.#options.maxRequests - this.requests - (this.hasNews() ? 0 : keep);
      const batch: Candidate[] = [];
      while (batch.length < Math.min(requestsAtOnce, mostNow) && (waiting.length > 0 || postponed.length > 0)) {
        const next = waiting.shift() ?? postponed.shift();
        if (next === undefined || this.#isOver(next)) continue;
        if (waiting.length > 0 && this.#isOfDeadKind(next)) postponed.push(next);
        else batch.push(next);
      }
      if (batch.length === 0) break;
      const got = await Promise.all(batch.map(({ url }) => this.get(url, candidateMs)));
      for (const [place, candidate] of batch.entries()) {
        const document = got[place];
        if (document?.kind === 'document' && (await this.read(document, candidate))) continue;
        add(this.#deadKinds, kindOf(candidate.url));
        if (document?.kind === 'document') others.push(document);
      }
    }
    return others;
  }

  /** Whether it is a feed. One of another site that says nothing of this one is somebody else's. */
  async read(document: Document, { via, isForeign }: Pick<DiscoveredFeed, 'via'> & Pick<Candidate, 'isForeign'>) {
    const { url, bytes, contentType } = document;
    const parsed = await this.#options.parse(bytes, { url, contentType }, new AbortController().signal);
    if (parsed.kind === 'failed') return false;
    const { header, items } = parsed;
    const links = [header.link, ...items.slice(0, 20).map(({ link }) => link)];
    if (isForeign && !links.some((link) => link !== null && isOfSite(link, this.#site))) return true;
    const newest = Math.max(...items.map(({ publishedAt }) => publishedAt?.getTime() ?? Number.NEGATIVE_INFINITY));
    const says = [
      header.format,
      header.title,
      ...items.slice(0, 20).map(({ guid, link, title }) => guid ?? link ?? title),
    ];
    const feed = {
      ...{ url, title: header.title, format: header.format, items: items.length, via },
      newest: Number.isFinite(newest) ? new Date(newest) : null,
    };
    const key = items.length === 0 ? url : JSON.stringify(says);
    if (!this.#found.has(key)) this.#found.set(key, feed);
    return true;
  }

  hasNews(): boolean {
    return [...this.#found.values()].some((feed) => rankOf(feed) === 0);
  }

  bestFirst(): readonly DiscoveredFeed[] {
    return [...this.#found.values()].sort((a, b) => rankOf(a) - rankOf(b));
  }

  #isOver({ url }: Candidate): boolean {
    const { host } = new URL(url);
    if (this.#requested.has(url)) return true;
    return host !== new URL(this.#site).host && (this.#unreachable.get(host) ?? 0) >= mostUnreachable;
  }

  #isOfDeadKind({ url }: Candidate): boolean {
    return (this.#deadKinds.get(kindOf(url)) ?? 0) >= mostDeadOfKind;
  }
}

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

/** News before what has none, and that before comments; the order in which they were found does the rest. */
function rankOf({ url, title, items }: DiscoveredFeed): number {
  if (isOfComments(`${url} ${title ?? ''}`)) return 2;
  return items > 0 ? 0 : 1;
}
