import { QueryError } from './finding.ts';
import { formatQuery } from './formatQuery.ts';
import { languages } from './queryFields.ts';
import { childrenOf, type Node } from './syntax.ts';

/** Refuses what would match (nearly) every article, and what can match none. Throws `QueryError`. */
export function refuseUnmatchable(root: Node): void {
  if (holdsOnNothing(root, null) || languages.every((lang) => holdsOnNothing(root, lang))) {
    throw new QueryError(
      firstNot(root) ?? root.at.from,
      'this matches nearly every article: combine NOT with something that must be present',
      'kazakhstan AND NOT football',
    );
  }
  refuseImpossible(root);
}

/** Refuses what says yes and no to one thing, and what counts one thing twice. Throws `QueryError`. */
export function refuseImpossible(root: Node): void {
  everyNode(root, (node) => {
    if (node.kind === 'and') refuseContradiction(node.children);
    if (node.kind === 'of') refuseRepeated(node.children);
    if (node.kind === 'score') refuseRepeated(node.terms.map((term) => term.node));
  });
}

function everyNode(node: Node, check: (node: Node) => void): void {
  check(node);
  if (node.kind !== 'concept') for (const child of childrenOf(node)) everyNode(child, check);
}

/** `a AND NOT a`, `lang:en AND lang:ru`. */
function refuseContradiction(children: readonly Node[]): void {
  const denied = children.filter((child) => child.kind === 'not');
  const required = denied.length === 0 ? none : new Set(children.map(formatQuery));
  for (const child of denied) {
    const twice = formatQuery(child.child);
    if (!required.has(twice)) continue;
    throw new QueryError(
      child.at.from,
      `this can never hold: ${twice} is both required and excluded`,
      'take one of them out',
    );
  }
  const [first, second] = children.filter((child) => child.kind === 'lang');
  if (first?.kind !== 'lang' || second?.kind !== 'lang' || first.value === second.value) return;
  throw new QueryError(
    second.at.from,
    'this can never hold: an article has only one language',
    `(lang:${first.value} OR lang:${second.value})`,
  );
}

const none: ReadonlySet<string> = new Set();

/** Different ones are counted: what stands twice would count twice. */
function refuseRepeated(items: readonly Node[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const key = formatQuery(item);
    if (seen.has(key)) throw new QueryError(item.at.from, `${key} is already in this list`, 'take one of them out');
    seen.add(key);
  }
}

/** Whether it holds of an article in that language without a word that is asked for. */
export function holdsOnNothing(node: Node, lang: string | null): boolean {
  const holds = (each: Node): boolean => holdsOnNothing(each, lang);
  switch (node.kind) {
    case 'not':
      return !holds(node.child);
    case 'and':
      return node.children.every(holds);
    case 'or':
      return node.children.some(holds);
    case 'of':
      return node.children.filter(holds).length >= node.least;
    case 'score':
      return node.terms.reduce((sum, { node: term, weight }) => sum + (holds(term) ? weight : 0), 0) >= node.least;
    case 'field':
      return holds(node.child);
    case 'lang':
      return node.value === lang;
    default:
      return false;
  }
}

/** Where the first NOT stands that lets everything through. */
function firstNot(node: Node): number | null {
  if (node.kind === 'not') return node.at.from;
  if (node.kind === 'concept') return null;
  for (const child of childrenOf(node)) {
    const found = firstNot(child);
    if (found !== null) return found;
  }
  return null;
}
