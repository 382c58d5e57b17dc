import { z } from '@hono/zod-openapi';
import { closed } from './apiShapes.ts';
import type { Problem } from './problem.ts';

const mostAPage = 200;
const usualPage = 50;

export const pageQuery = {
  cursor: z
    .string()
    .max(500)
    .optional()
    .openapi({ description: 'Where to go on: `next` of the page before. Opaque; do not make one.' }),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `Take a number from 1 to ${mostAPage}.`)
    .transform(Number)
    .pipe(z.int().min(1).max(mostAPage))
    .optional()
    .openapi({ type: 'integer', minimum: 1, maximum: mostAPage, default: usualPage }),
};

export const limitOf = ({ limit }: { readonly limit?: number | undefined }): number => limit ?? usualPage;

/** A page of a list, and where it goes on: null after the last one. */
export const pageOf = <T extends z.ZodType>(item: T) => closed({ items: z.array(item), next: z.string().nullable() });

export type Place = readonly (string | number)[];

/** Opaque to whoever gets it: the values of the last row by which the list is sorted. */
const cursorFor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place that a cursor stands for, null for the first page; refused where nobody gave it out. */
export function cursorOrRefusal<T extends z.ZodType>(
  cursor: string | undefined,
  place: T,
): { readonly place: z.output<T> | null } | { readonly problem: Problem } {
  if (cursor === undefined) return { place: null };
  try {
    const text = Buffer.from(cursor, 'base64url').toString();
    return text.includes('\\u0000') ? { problem: strangeCursor } : { place: place.parse(JSON.parse(text)) };
  } catch {
    return { problem: strangeCursor };
  }
}

const strangeCursor: Problem = {
  kind: 'malformed-request',
  detail: 'The cursor is none of ours. Take `next` of the page before as it is, or leave it out.',
  errors: [{ parameter: 'cursor', detail: 'It cannot be read.' }],
};

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A page out of one row more than it holds: that one says whether there is another page. */
export function pageFrom<T>(rows: readonly T[], limit: number, placeOf: (last: T) => Place): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorFor(placeOf(last)) : null };
}
