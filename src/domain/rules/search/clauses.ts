import type { Node, Place } from '../language/syntax.ts';

/** An operand of the uppermost AND or OR of a query. */
export interface QueryClause {
  /** Where it stands in the query. */
  readonly at: Place;
  /** How it stands beside the others; `only`: it is the whole query. */
  readonly role: 'and' | 'or' | 'not' | 'only';
  /** What it asks for by itself; of a NOT, what it excludes. */
  readonly alone: Node;
  /** The query without it; null: nothing would be left that finds anything. */
  readonly rest: Node | null;
}

/** The clauses of a query, in the order in which they stand. A field that scopes a group scopes each of them. */
export function clausesOf(query: Node): readonly QueryClause[] {
  const { joint, operands } = operandsOf(query);
  if (joint === null) return [{ at: query.at, role: 'only', alone: query, rest: null }];
  return operands.map((operand, place) => {
    const others = operands.filter((_, other) => other !== place);
    const isExcluded = joint === 'and' && operand.kind === 'not';
    return {
      at: operand.at,
      role: isExcluded ? 'not' : joint,
      alone: isExcluded ? operand.child : operand,
      rest: others.some((other) => other.kind !== 'not') ? joined(joint, others, query.at) : null,
    };
  });
}

type Joint = 'and' | 'or';

function operandsOf(node: Node): { readonly joint: Joint | null; readonly operands: readonly Node[] } {
  if (node.kind === 'and' || node.kind === 'or') return { joint: node.kind, operands: node.children };
  if (node.kind !== 'field') return { joint: null, operands: [node] };
  const { joint, operands } = operandsOf(node.child);
  return { joint, operands: operands.map((operand) => scoped(operand, node)) };
}

/** `title:(a AND NOT b)` excludes what has b in its title: the NOT stays outside. */
function scoped(operand: Node, field: Extract<Node, { kind: 'field' }>): Node {
  if (operand.kind === 'not') return { ...operand, child: { ...field, child: operand.child, at: operand.child.at } };
  return { ...field, child: operand, at: operand.at };
}

function joined(joint: Joint, operands: readonly Node[], at: Place): Node {
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { kind: joint, children: operands, at };
}
