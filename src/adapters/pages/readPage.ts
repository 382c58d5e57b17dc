import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { plainText } from '../feeds/plainText.ts';
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
  // Structured data is read for titles only, and costs a JSON.parse of whatever stands there.
  const article = new Readability(document, { disableJSONLD: true }).parse();
  const text = plainText(article?.content ?? '');
  return text === '' ? noArticle : { kind: 'text', text: text.length <= mostChars ? text : upToLine(text) };
}

const noArticle: PageReading = { kind: 'none', reason: 'it has no article' };

/** linkedom makes of a text without `<html>` no document. */
const asDocument = (html: string): string => (/<html[ >]/.test(html) ? html : `<html><body>${html}</body></html>`);

/** Cut at the end of a line, or where there is none near, anywhere. */
function upToLine(text: string): string {
  const end = text.lastIndexOf('\n', mostChars);
  return text.slice(0, end > mostChars / 2 ? end : mostChars);
}
