import { formatQuery } from '../../src/domain/rules/language/formatQuery.ts';
import { childrenOf, type Node } from '../../src/domain/rules/language/syntax.ts';
import type { TextField } from '../../src/domain/rules/span.ts';
import { evaluate, type Subject } from './evaluate.ts';

/** The terms of a query that stand in the text, by themselves: what is under NOT, or lowers a SCORE, is none of them. */
export function termsShown(node: Node, subject: Subject, fields?: readonly TextField[]): readonly string[] {
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'concept':
      return evaluate(node, subject, fields).holds === true ? [formatQuery(node)] : [];
    case 'not':
      return [];
    case 'field':
      return termsShown(node.child, subject, [node.field]);
    case 'score':
      return node.terms.filter(({ weight }) => weight >= 0).flatMap((term) => termsShown(term.node, subject, fields));
    default:
      return childrenOf(node).flatMap((child) => termsShown(child, subject, fields));
  }
}
