import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';

/** A server of feeds in a thread of its own: each of `/0` to `/9` shows the newest fifty items, of which five are new each second. */
const newASecond = 5;
const shown = 50;
const startedAt = Date.now();

const server = createServer((request, response) => {
  const feed = (request.url ?? '/').slice(1);
  const newest = Math.floor((Date.now() - startedAt) / 1000) * newASecond;
  const items = Array.from({ length: shown }, (_, place) => itemOf(feed, newest - place)).join('');
  response.setHeader('content-type', 'application/rss+xml');
  response.end(
    `<rss version="2.0"><channel><title>Live ${feed}</title><link>http://live.example/</link>${items}</channel></rss>`,
  );
});

const itemOf = (feed: string, number: number): string =>
  `<item><guid>${feed}-${number}</guid><title>Riot ${number} in Aktau, wire ${feed}</title><description>At least ${
    Math.abs(number) % 40
  } people were injured in street ${number} of Aktau, the police said.</description><pubDate>${new Date().toUTCString()}</pubDate></item>`;

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' ? address?.port : null);
});
