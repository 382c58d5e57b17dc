import { QueryError } from './finding.ts';
import type { Node } from './syntax.ts';

const joined = { and: 'AND', or: 'OR' } as const;
export type Joint = keyof typeof joined;

/** A level of AND and OR, with brackets around the ones or the others. */
export interface Reading {
  readonly kind: Joint;
  readonly children: readonly { readonly kind: Joint; readonly operands: readonly Node[] }[];
}

/** Operands that are joined by `inner` go together. */
export function readingOf(operands: readonly Node[], joints: readonly Joint[], inner: Joint): Reading {
  const groups: Node[][] = [];
  operands.forEach((operand, index) => {
    if (index > 0 && joints[index - 1] === inner) groups.at(-1)?.push(operand);
    else groups.push([operand]);
  });
  const children = groups.map((group) => ({ kind: inner, operands: group }));
  return { kind: inner === 'and' ? 'or' : 'and', children };
}

/** Whether nothing but the brackets was amiss. */
export function isReadable({ kind, children }: Reading, refuse: (node: Node) => void): boolean {
  const at = { from: 0, to: 0 };
  const groups = children.map((group): Node => {
    const [only] = group.operands;
    return only !== undefined && group.operands.length === 1
      ? only
      : { kind: group.kind, children: group.operands, at };
  });
  try {
    refuse({ kind, children: groups, at });
    return true;
  } catch (error) {
    if (error instanceof QueryError) return false;
    throw error;
  }
}

export const mixedError = (from: number, readings: readonly string[]): QueryError =>
  new QueryError(
    from,
    'AND and OR are mixed without brackets',
    readings.length === 0 ? null : readings.join('   or   '),
  );

/** A reading in the words of the query. */
export const written = ({ kind, children }: Reading, query: string): string =>
  children
    .map((group) => {
      const words = group.operands.map(({ at }) => query.slice(at.from, at.to)).join(` ${joined[group.kind]} `);
      return group.operands.length === 1 ? words : `(${words})`;
    })
    .join(` ${joined[kind]} `);
