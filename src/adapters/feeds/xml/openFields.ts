import type { Field, Fields } from './xmlFields.ts';

/** Fields that are kept of one item or head. */
const mostFields = 500;

export interface OpenFields {
  readonly byName: Fields;
  /** Whether more would not be kept. */
  isFull(): boolean;
  add(field: Field): void;
}

/** The fields of an item or head that is still being read. */
export function openFields(): OpenFields {
  const byName = new Map<string, Field[]>();
  let count = 0;
  return {
    byName,
    isFull: () => count >= mostFields,
    add(field) {
      if (count++ >= mostFields) return;
      const alike = byName.get(field.name);
      if (alike === undefined) byName.set(field.name, [field]);
      else alike.push(field);
    },
  };
}
