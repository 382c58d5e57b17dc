import { literalText, plainText } from '../documents/plainText.ts';

/** Letters of the text that stand in for a title. */
const longestStandIn = 100;

const reference = /&(?:[a-z][a-z\d]{1,30}|#\d{1,7}|#x[\da-f]{1,6});/i;
const markup = /<[/!]?[a-z][^<>]*>/i;

/** Of a longer title only this much is read. */
const longestTitle = 4000;

/** A title on one line, without markup. Some are escaped twice, some three times. */
export function titleText(written: string): string {
  let title = written.slice(0, longestTitle);
  for (let round = 0; round < 3; round++) {
    title = markup.test(title) ? plainText(title) : literalText(title);
    if (!reference.test(title)) break;
  }
  return title.replace(/\s+/g, ' ').trim();
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
