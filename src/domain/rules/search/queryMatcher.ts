import { childrenOf, type Node } from '../language/syntax.ts';
import { type Matched, RuleIndex } from '../matcher/ruleIndex.ts';
import { spansAt } from '../matcher/spansAt.ts';
import { isDecidedBy, type KindChange } from '../residue.ts';
import type { MatchInput } from '../rule.ts';
import type { Span } from '../span.ts';

/** What a query found in an article. */
export interface Caught {
  readonly spans: readonly Span[];
  /** As in `RuleMatch`. */
  readonly score: number;
}

/**
 * Runs some queries over articles with the matcher of the rules: for each query, in the order given, what it caught, or null.
 * `changes`: what the article moved in the ledger of its story, which decides `changed`, `rise` and `fall`.
 */
export function createQueryMatcher(
  nodes: readonly Node[],
): (input: MatchInput, changes: readonly KindChange[]) => readonly (Caught | null)[] {
  const index = new RuleIndex();
  const slots = nodes.map((node) => index.add(node));
  return (input, changes) => {
    const caught = caughtBySlot(index.match(input), changes);
    return slots.map((slot) => caught.get(slot) ?? null);
  };
}

function caughtBySlot(matched: Matched, changes: readonly KindChange[]): ReadonlyMap<number, Caught> {
  const caught = new Map<number, Caught>();
  for (let place = 0; place < matched.count; place++) {
    const slot = matched.rules.at(place);
    const residue = matched.residues.get(slot);
    if (residue === undefined || isDecidedBy(residue, changes))
      caught.set(slot, { spans: spansAt(place, matched), score: matched.scores[place] ?? 0 });
  }
  return caught;
}

/** Whether a query asks for figures that the article states: else none have to be read. */
export const asksForFigures = (node: Node): boolean =>
  node.kind === 'figure' || (node.kind !== 'concept' && childrenOf(node).some(asksForFigures));
