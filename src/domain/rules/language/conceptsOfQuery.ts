import type { Concepts } from '../rule.ts';
import { conceptsUsed } from './conceptsUsed.ts';
import { parseQuery } from './parser.ts';

/** The concepts that a query uses; none of one that is refused. */
export function conceptsOfQuery(query: string, concepts: Concepts): Concepts {
  const parsed = parseQuery(query, { concepts });
  return parsed.kind === 'query' ? conceptsUsed(parsed.node, concepts) : {};
}
