import { literalText, plainText } from '../documents/plainText.ts';
import { hasTag, isMarkupThroughout } from './markup.ts';

/** Letters of the text that stand in for a title. */
const longestStandIn = 100;

const reference = /&(?:[a-z][a-z\d]{1,30}|#\d{1,7}|#x[\da-f]{1,6});/i;

/** Of a longer title only this much is read. */
const longestTitle = 4000;

/** A title on one line, without markup. */
export function titleText(written: string): string {
  const title = written.slice(0, longestTitle);
  const read = unescaped(hasTag(title) ? plainText(title) : literalText(title), !hasTag(title));
  return read.replace(/\s+/g, ' ').trim();
}

/** What a body shows, which is HTML. */
export const bodyText = (html: string): string => unescaped(plainText(html), !hasTag(html));

/** Rounds of escaping that are undone behind the first. */
const mostRounds = 2;

/**
 * Some texts are escaped twice, some three times: what still has references is read again. If it had no tag before and has
 * whole elements now, it is HTML.
 */
function unescaped(text: string, hadNoTag: boolean): string {
  let read = text;
  for (let round = 0; round < mostRounds; round++) {
    if (hadNoTag && isMarkupThroughout(read)) read = plainText(read);
    else if (reference.test(read)) read = literalText(read);
    else break;
  }
  return read;
}

/** An item without a title is called by the beginning of its text, as readers do. */
export function standInTitle(text: string | null): string {
  const letters = [...(text ?? '').slice(0, 4 * longestStandIn).replace(/\s+/g, ' ')];
  if (letters.length <= longestStandIn) return letters.join('');
  return `${letters.slice(0, longestStandIn).join('').trim()}…`;
}

/** `desk@example.org (The Desk)` → `The Desk`: RSS wants an address there, readers a name. */
export function authorName(written: string): string | null {
  const text = plainText(written).replace(/\s+/g, ' ');
  const name = /^[^\s@()]+@[^\s@()]+ \(([^()]+)\)$/.exec(text)?.[1];
  return (name ?? text) || null;
}
