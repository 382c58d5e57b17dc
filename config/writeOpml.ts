import type { FeedDefinition } from '../src/domain/configuration/definitions.ts';

/** OPML 2.0 that feed readers import. An interval has no place in it. */
export const opmlOf = (feeds: readonly FeedDefinition[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    '  <head><title>Tocsin feeds</title></head>',
    '  <body>',
    ...feeds.map(outline),
    '  </body>',
    '</opml>',
    '',
  ].join('\n');

function outline({ url, name }: FeedDefinition): string {
  const title = attribute(name);
  return `    <outline type="rss" text="${title}" title="${title}" xmlUrl="${attribute(url)}"/>`;
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without what XML forbids, written as a reference or not (XML 1.0 §2.2): one such character would cost the whole file. */
const attribute = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\t\n\r]/g, (char) => named[char] ?? `&#${char.charCodeAt(0)};`);
