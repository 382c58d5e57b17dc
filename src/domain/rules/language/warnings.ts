import type { Concepts } from '../rule.ts';
import { type QueryFinding, warning } from './finding.ts';
import { childrenOf, type Node } from './syntax.ts';

/** What is allowed but likely a mistake. */
export function warningsOf(root: Node, concepts: Concepts): readonly QueryFinding[] {
  const found: QueryFinding[] = [];
  const visit = (node: Node): void => {
    if (node.kind === 'word' && ['and', 'or', 'not', 'near'].includes(node.text)) {
      const operator = node.text.toUpperCase();
      found.push(warning(node.at.from, `"${node.text}" is looked for as a word; operators are upper case`, operator));
    }
    if (node.kind === 'concept') found.push(...languageWarning(node, concepts[node.name] ?? []));
    else for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return found;
}

function languageWarning({ name, at }: Extract<Node, { kind: 'concept' }>, terms: readonly string[]): QueryFinding[] {
  const ownTerms = terms.filter((term) => !term.startsWith('@'));
  if (ownTerms.length === 0 || ownTerms.length < terms.length) return [];
  const isLatin = ownTerms.some((term) => /\p{Script=Latin}/u.test(term));
  const isCyrillic = ownTerms.some((term) => /\p{Script=Cyrillic}/u.test(term));
  if (isLatin && isCyrillic) return [];
  const missing = isLatin ? 'Russian and Kazakh' : 'English';
  return [
    warning(at.from, `the concept @${name} has terms in one script only: it finds nothing in ${missing} articles`),
  ];
}
