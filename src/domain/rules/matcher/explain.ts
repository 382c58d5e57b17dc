import { childrenOf, type Node } from '../language/syntax.ts';
import type { KindChange } from '../residue.ts';
import type { MatchInput } from '../rule.ts';
import type { Span } from '../span.ts';
import { nearestMiss } from './nearestMiss.ts';
import { createProbes, type Probe } from './probe.ts';

/** One clause of a query against one article. */
export interface ExplainedClause {
  /** Its text in the query. */
  readonly clause: string;
  readonly holds: boolean;
  readonly spans: readonly Span[];
  /** Why it failed, by what comes nearest to it; null where it holds, or its clauses tell. */
  readonly miss: string | null;
  readonly clauses: readonly ExplainedClause[];
}

export interface ReadQuery {
  readonly query: string;
  readonly node: Node;
}

/**
 * Says for every clause of some queries, query by query, whether it held and where, or what it missed by. A concept is one
 * clause. `moves`: what the article moved in the ledger of its story.
 */
export function createExplainer(
  queries: readonly ReadQuery[],
): (input: MatchInput, changes: readonly KindChange[]) => readonly ExplainedClause[] {
  const probeOf = createProbes(queries.map(({ node }) => node));
  return (input, changes) => {
    const found = probeOf(input, changes);
    return queries.map(({ query, node }) => explained(query, node, found));
  };
}

function explained(query: string, node: Node, found: Probe): ExplainedClause {
  const { holds, spans } = found.of(node);
  const below = node.kind === 'concept' || node.kind === 'near' ? [] : childrenOf(node);
  return {
    clause: query.slice(node.at.from, node.at.to),
    holds,
    spans,
    miss: holds ? null : nearestMiss(node, found),
    clauses: below.map((child) => explained(query, child, found)),
  };
}
