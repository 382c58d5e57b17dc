import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from './loopback.ts';

export type Serve = (response: ServerResponse, request: IncomingMessage) => void;

/** A site on loopback: what it serves by path, and what it was asked for. */
export interface PageServer {
  readonly origin: string;
  readonly requested: readonly IncomingMessage[];
  /** Paths, without the query, in the order in which they were asked for. */
  paths(): readonly string[];
  /** HTML, or whatever the function answers. */
  serve(path: string, page: string | Serve): void;
  /** Forgets what it serves and was asked. */
  clear(): void;
  close(): Promise<void>;
}

/** What is not served is answered with 404. */
export async function startPageServer(): Promise<PageServer> {
  const pages = new Map<string, string | Serve>();
  const requested: IncomingMessage[] = [];
  const pathOf = (request: IncomingMessage) => (request.url ?? '').split('?', 1)[0] ?? '';
  const server = createServer((request, response) => {
    requested.push(request);
    const page = pages.get(pathOf(request));
    if (page === undefined) return void response.writeHead(404).end('not here');
    if (typeof page === 'function') return page(response, request);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  const { origin, close } = await listenOnLoopback(server);
  return {
    origin,
    requested,
    paths: () => requested.map(pathOf),
    serve: (path, page) => void pages.set(path, page),
    clear: () => {
      pages.clear();
      requested.length = 0;
    },
    close,
  };
}

/** An article of some paragraphs between a menu and a list of other news. */
export const articlePage = (title: string, ...paragraphs: readonly string[]): string => `<!doctype html>
<html lang="en"><head><title>${title} | Wire</title><script>var menu = "${title}";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</article></main>
<aside class="related"><h3>Read next</h3><ul><li><a href="/1">Flood kills 900 in another country</a></li></ul></aside>
<footer>© Wire. All rights reserved.</footer></body></html>`;
