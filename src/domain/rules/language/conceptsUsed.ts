import type { Concepts } from '../rule.ts';
import { childrenOf, type Node } from './syntax.ts';

/** The concepts that a query uses, with those that these name: what a rule revision keeps of them. */
export function conceptsUsed(node: Node, concepts: Concepts): Concepts {
  const names = new Set<string>();
  const visit = (each: Node): void => {
    if (each.kind === 'concept' && names.has(each.name)) return;
    if (each.kind === 'concept') names.add(each.name);
    for (const child of childrenOf(each)) visit(child);
  };
  visit(node);
  return Object.fromEntries([...names].sort().map((name) => [name, concepts[name] ?? []]));
}
