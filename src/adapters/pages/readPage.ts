import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { leastPageChars } from '../../domain/articles/pageText.ts';
import { plainText } from '../documents/plainText.ts';
import { slimPage } from './slimPage.ts';

export type PageReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none'; readonly reason: string };

/** More than any article; of a live blog the newest entries, which stand first. */
const mostChars = 100_000;

/** The text of the article on a page, as a reader's view shows it: blocks on lines, no menus, links to other news or comments. */
export function readPage(page: string): PageReading {
  const slim = slimPage(page);
  if (slim.kind === 'refused') return { kind: 'none', reason: slim.reason };
  const { document } = parseHTML(asDocument(slim.html));
  const article = new Readability(document, readabilityOptions).parse();
  const text = plainText(withoutPointers(article?.content ?? ''));
  return text === '' ? noArticle : { kind: 'text', text: text.length <= mostChars ? text : upToLine(text) };
}

/**
 * Below the threshold it looks again, less strictly, and finds the headlines beside a short article: by default that is 500.
 * Structured data is read for titles only, and costs a JSON.parse of whatever stands there.
 */
const readabilityOptions = { charThreshold: leastPageChars, disableJSONLD: true };

/** Paragraphs that are a link and little else point to other news: "Read also: Flood kills 900". */
function withoutPointers(content: string): string {
  const { document } = parseHTML(asDocument(content));
  for (const block of document.querySelectorAll('p, h2, h3, h4')) {
    const linked = [...block.querySelectorAll('a')].reduce((chars, link) => chars + lengthOf(link), 0);
    if (linked > 0 && linked >= lengthOf(block) * pointerShare) block.remove();
  }
  return String(document.body.innerHTML);
}

const pointerShare = 0.6;

const lengthOf = ({ textContent }: { readonly textContent: string | null }): number =>
  (textContent ?? '').trim().length;

const noArticle: PageReading = { kind: 'none', reason: 'it contains no article' };

/** linkedom makes of a text without `<html>` no document. */
const asDocument = (html: string): string => (/<html[ >]/.test(html) ? html : `<html><body>${html}</body></html>`);

/** Cut at the end of a line, or where there is none near, anywhere. */
function upToLine(text: string): string {
  const end = text.lastIndexOf('\n', mostChars);
  return text.slice(0, end > mostChars / 2 ? end : mostChars);
}
