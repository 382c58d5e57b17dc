import { createServer } from 'node:http';
import { listenOnLoopback } from './loopback.ts';

export interface NewsItem {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Now, without more said. */
  readonly publishedAt?: Date;
}

/** A loopback server of RSS feeds whose items a test adds while it runs; it answers 304 as long as nothing was added. */
export interface NewsServer {
  feedUrl(name: string): string;
  publish(feed: string, item: NewsItem): void;
  close(): Promise<void>;
}

export async function startNewsServer(): Promise<NewsServer> {
  const feeds = new Map<string, string[]>();
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    const items = feeds.get(name) ?? [];
    const headers = { 'content-type': 'application/rss+xml; charset=utf-8', etag: `"${items.length}"` };
    if (request.headers['if-none-match'] === headers.etag) response.writeHead(304, headers).end();
    else response.writeHead(200, headers).end(rss(name, items));
  });
  const { origin, close } = await listenOnLoopback(server);
  return {
    feedUrl: (name) => `${origin}/${name}`,
    publish(feed, item) {
      const items = feeds.get(feed) ?? [];
      items.push(asRss(feed, item));
      feeds.set(feed, items);
    },
    close,
  };
}

const rss = (name: string, items: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${name} News</title>` +
  `<link>https://${name}.example/</link><language>en</language>${items.join('')}</channel></rss>`;

const asRss = (feed: string, { id, title, text, publishedAt = new Date() }: NewsItem): string =>
  `<item><guid isPermaLink="false">${feed}:${id}</guid><link>https://${feed}.example/${id}</link>` +
  `<pubDate>${publishedAt.toUTCString()}</pubDate><title>${title}</title><description>${text}</description></item>`;
