import { Parser } from 'htmlparser2';

const ofXml = new Set(['&amp;', '&lt;', '&gt;', '&quot;', '&apos;']);

/** The entities of HTML as numbers, which XML knows without a declaration; those of XML, and unknown ones, as they are. */
export const namedEntitiesResolved = (xml: string): string =>
  xml.replace(/&[a-z][a-z0-9]{1,31};/gi, (entity) => (ofXml.has(entity) ? entity : asNumbers(entity)));

function asNumbers(entity: string): string {
  const parts: string[] = [];
  const parser = new Parser({ ontext: (part) => parts.push(part) }, { decodeEntities: true });
  parser.end(entity);
  const text = parts.join('');
  return text === entity ? entity : [...text].map((char) => `&#${char.codePointAt(0)};`).join('');
}
