import type { Field, Fields } from './xmlFields.ts';

/** Fields of a name that are kept of one item or head: a gallery of pictures does not cost it its title. */
const mostAlike = 500;

/** Names that are kept; only parts of elements have names that we do not know. */
const mostNames = 200;

export interface OpenFields {
  readonly byName: Fields;
  /** Whether one more of this name would not be kept. */
  isFull(name: string): boolean;
  add(field: Field): void;
}

/** The fields of an item or head that is still being read. */
export function openFields(): OpenFields {
  const byName = new Map<string, Field[]>();
  const isFull = (name: string): boolean => {
    const alike = byName.get(name);
    return alike === undefined ? name.includes('>') && byName.size >= mostNames : alike.length >= mostAlike;
  };
  return {
    byName,
    isFull,
    add(field) {
      if (isFull(field.name)) return;
      const alike = byName.get(field.name);
      if (alike === undefined) byName.set(field.name, [field]);
      else alike.push(field);
    },
  };
}
