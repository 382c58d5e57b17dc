import type { Attributes } from './xmlTokens.ts';

/** An element of an item or of a feed's head, as it was read. */
export interface Field {
  /** What it is (`dc:date`); of an element that has parts, also the part (`atom:author>name`). */
  readonly name: string;
  readonly attributes: Attributes;
  /** What relative addresses in it count from; null where the document does not say. */
  readonly base: string | null;
  readonly lang: string | null;
  /** Its text with XML's references resolved, its child elements as tags without attributes. */
  readonly text: string;
}

/** The fields of one item or head by name, each name's in the document's order. */
export type Fields = ReadonlyMap<string, readonly Field[]>;

export const fieldsNamed = (fields: Fields, name: string): readonly Field[] => fields.get(name) ?? [];

/** The first of these names that has a text, in the order of the names. */
export const firstText = (fields: Fields, names: readonly string[]): string =>
  firstRead(fields, names, ({ text }) => text.trim() || null) ?? '';

/** The first of these names that `read` makes something of. */
export function firstRead<T>(fields: Fields, names: readonly string[], read: (field: Field) => T | null): T | null {
  for (const name of names) {
    for (const field of fields.get(name) ?? []) {
      const value = read(field);
      if (value !== null) return value;
    }
  }
  return null;
}

/** What browsers are told about a link; it says nothing of what the link is. */
const hints = new Set(['noopener', 'noreferrer', 'nofollow', 'external', 'ugc', 'sponsored']);

/**
 * Whether a link is this to its document; without a word it is the page itself. Some write it as IANA's address (RFC 4287
 * §4.2.7.2), some several words as HTML does.
 */
export function hasRelation({ rel = '' }: Attributes, wanted: string): boolean {
  const words = rel.trim().toLowerCase().replace('http://www.iana.org/assignments/relation/', '').split(/\s+/);
  const named = words.filter((word) => word !== '' && !hints.has(word));
  return named.length === 0 ? wanted === 'alternate' : named.includes(wanted);
}
