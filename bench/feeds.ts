import Parser from 'rss-parser';
import { parseFeedDocument } from '../src/adapters/feeds/parseFeedDocument.ts';

/**
 * Reads made-up feeds: megabytes a second on 5 MB, beside rss-parser alone on the same document, and what a document of 50 MB
 * takes. Processor time of one thread, the best of several rounds.
 *
 *     node dist/bench/feeds.js
 */
const rounds = 9;
const megabyte = 1_000_000;

const paragraph = (at: number) =>
  `<p>The ministry said on day ${at} that &ldquo;order&rdquo; had been <a href="https://example.org/${at}">restored</a> in the city &amp; its suburbs.</p>`;
const russian = (at: number) =>
  `<p>По словам властей, на ${at}-й день в городе &laquo;восстановлен&raquo; порядок; сообщений о погибших нет.</p>`;
const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** An item with a summary and one to nine paragraphs, every other text escaped, every other in a CDATA section. */
function item(at: number, write: (at: number) => string): string {
  const body = Array.from({ length: 1 + (at % 9) }, (_, part) => write(at * 10 + part)).join('\n');
  return `<item><title>Headline ${at} &amp; more</title><link>https://example.org/news/${at}?a=1&amp;b=2</link>
    <guid isPermaLink="false">id-${at}</guid><pubDate>Thu, 06 Jan 2022 14:30:00 +0600</pubDate><dc:creator>Reporter ${at % 7}</dc:creator>
    <description>${escaped(write(at))}</description>
    <content:encoded>${at % 2 === 0 ? escaped(body) : `<![CDATA[${body}]]>`}</content:encoded></item>`;
}

function feedOf(megabytes: number, write: (at: number) => string): Buffer {
  const items: Buffer[] = [];
  for (let at = 0, size = 0; size < megabytes * megabyte; at++) {
    const written = Buffer.from(item(at, write));
    size += written.length;
    items.push(written);
  }
  const head = Buffer.from(
    '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>W</title><link>https://example.org/</link>',
  );
  return Buffer.concat([head, ...items, Buffer.from('</channel></rss>')]);
}

/** Seconds of processor time, the best of all rounds. */
async function bestOf(times: number, run: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

const ours = (bytes: Buffer) => parseFeedDocument(bytes, { url: null, contentType: null });
const theirs = (bytes: Buffer) => new Parser().parseString(bytes.toString('utf8'));

for (const [language, write] of [
  ['English', paragraph],
  ['Russian', russian],
] as const) {
  const feed = feedOf(5, write);
  const own = await bestOf(rounds, () => ours(feed));
  const other = await bestOf(3, () => theirs(feed));
  const speed = (seconds: number) => `${(feed.length / megabyte / seconds).toFixed(1)} MB/s`;
  console.log(`${language}, 5 MB: ${speed(own)}; rss-parser alone ${speed(other)}; ratio ${(other / own).toFixed(1)}`);
}
const large = feedOf(50, paragraph);
const seconds = await bestOf(1, () => ours(large));
const mostMegabytes = Math.round((process.resourceUsage().maxRSS * 1024) / megabyte);
console.log(`50 MB: ${seconds.toFixed(1)} s; the process at most ${mostMegabytes} MB`);
