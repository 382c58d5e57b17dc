import { childrenOf, type Node } from '../language/syntax.ts';
import type { MatchInput, Span } from '../rule.ts';
import { nearestMiss } from './nearestMiss.ts';
import { type Probe, probe } from './probe.ts';

/** One clause of a query against one article. */
export interface ExplainedClause {
  /** Its text in the query. */
  readonly clause: string;
  /** Null: the text leaves it to the story's ledger. */
  readonly holds: boolean | null;
  readonly spans: readonly Span[];
  /** Why it failed, by what comes nearest to it; null where it holds, or its clauses tell. */
  readonly miss: string | null;
  readonly clauses: readonly ExplainedClause[];
}

/** Says for every clause of a query whether it held and where, or what it missed by. A concept is one clause. */
export const explain = (query: string, node: Node, input: MatchInput): ExplainedClause =>
  explained(query, node, input, probe(node, input));

function explained(query: string, node: Node, input: MatchInput, found: Probe): ExplainedClause {
  const { holds, spans } = found.of(node);
  const below = node.kind === 'concept' || node.kind === 'near' ? [] : childrenOf(node);
  return {
    clause: query.slice(node.at.from, node.at.to),
    holds,
    spans,
    miss: holds === false ? nearestMiss(node, input, found) : null,
    clauses: below.map((child) => explained(query, child, input, found)),
  };
}
