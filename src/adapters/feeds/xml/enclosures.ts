import type { ItemDraft } from '../itemDraft.ts';
import { type Field, type Fields, fieldsNamed, hasRelation } from './xmlFields.ts';

type Enclosures = ItemDraft['enclosures'];

/** What is attached: RSS's enclosures, Atom's links of that kind, Media RSS's contents. Each address once. */
export function enclosuresIn(fields: Fields): Enclosures {
  const links = [...fieldsNamed(fields, 'atom:link'), ...fieldsNamed(fields, 'link')].filter(({ attributes }) =>
    hasRelation(attributes, 'enclosure'),
  );
  const all = [...fieldsNamed(fields, 'enclosure'), ...links, ...fieldsNamed(fields, 'media:content')].flatMap(
    enclosure,
  );
  const seen = new Set<string>();
  return all.filter(({ link: { text } }) => !seen.has(text) && seen.add(text));
}

function enclosure({ attributes, text, base }: Field): Enclosures {
  const address = (attributes.url ?? attributes.href ?? text).trim();
  const length = Number(attributes.length ?? attributes.filesize);
  if (address === '') return [];
  const lengthBytes = Number.isSafeInteger(length) && length > 0 ? length : null;
  return [{ link: { text: address, base }, type: attributes.type?.trim() || null, lengthBytes }];
}
