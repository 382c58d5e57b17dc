import { childrenOf, type Node } from '../language/syntax.ts';
import type { MatchInput, Span, TextField } from '../rule.ts';
import { spansOf } from './compile.ts';
import { evaluate, type Subject, subjectOf } from './evaluate.ts';

/** One clause of a query against one article: its text, whether it holds, and where. */
export interface ExplainedClause {
  readonly clause: string;
  readonly holds: boolean;
  readonly spans: readonly Span[];
  readonly clauses: readonly ExplainedClause[];
}

/** Says for every clause of a query whether it held and where. A concept is one clause; its terms are not listed. */
export const explain = (query: string, node: Node, input: MatchInput): ExplainedClause =>
  explained(query, node, subjectOf(input), ['title', 'body']);

function explained(query: string, node: Node, subject: Subject, fields: readonly TextField[]): ExplainedClause {
  const { holds, spots } = evaluate(node, subject, fields);
  const inside = node.kind === 'field' ? [node.field] : fields;
  const below = node.kind === 'concept' || node.kind === 'near' ? [] : childrenOf(node);
  return {
    clause: query.slice(node.at.from, node.at.to),
    holds,
    spans: spansOf(spots, subject),
    clauses: below.map((child) => explained(query, child, subject, inside)),
  };
}
