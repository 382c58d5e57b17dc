import { QueryError } from './finding.ts';
import { childrenOf, type Node } from './syntax.ts';

/** Refuses what would match (nearly) every article: a query that an empty text satisfies. */
export function refuseUnmatchable(node: Node): void {
  if (!holdsOnNothing(node)) return;
  const at = firstNot(node) ?? node.at.from;
  throw new QueryError(
    at,
    'this matches nearly every article: NOT needs something beside it that must be there',
    'kazakhstan AND NOT football',
  );
}

function holdsOnNothing(node: Node): boolean {
  switch (node.kind) {
    case 'not':
      return !holdsOnNothing(node.child);
    case 'and':
      return node.children.every(holdsOnNothing);
    case 'or':
      return node.children.some(holdsOnNothing);
    case 'of':
      return node.children.filter(holdsOnNothing).length >= node.least;
    case 'score':
      return (
        node.terms.reduce((sum, { node: term, weight }) => sum + (holdsOnNothing(term) ? weight : 0), 0) >= node.least
      );
    case 'field':
      return holdsOnNothing(node.child);
    default:
      return false;
  }
}

/** Where the first NOT stands that lets everything through. */
function firstNot(node: Node): number | null {
  if (node.kind === 'not') return node.at.from;
  for (const child of childrenOf(node)) {
    const found = firstNot(child);
    if (found !== null) return found;
  }
  return null;
}
