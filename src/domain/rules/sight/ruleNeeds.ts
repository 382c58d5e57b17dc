import type { Node, Weighted } from '../language/syntax.ts';

/** What an article must be of for a rule to match it; null: of any. Values are as `source:` and `lang:` compare them. */
export interface RuleNeeds {
  readonly sources: readonly string[] | null;
  readonly langs: readonly string[] | null;
}

/** Every way to match goes through one of these values of the field, or null where one way goes through none. */
export const needsOf = (node: Node): RuleNeeds => ({
  sources: valuesOf(node, 'source'),
  langs: valuesOf(node, 'lang'),
});

type Values = readonly string[] | null;

function valuesOf(node: Node, field: 'source' | 'lang'): Values {
  switch (node.kind) {
    case 'source':
    case 'lang':
      return node.kind === field ? [node.value] : null;
    case 'and':
      return narrowest(node.children.map((child) => valuesOf(child, field)));
    case 'or':
      return anyOf(node.children.map((child) => valuesOf(child, field)));
    case 'of':
      return atLeast(
        node.children.map((child) => [valuesOf(child, field), 1]),
        node.least,
      );
    case 'score':
      return atLeast(
        node.terms.map(({ node: term, weight }: Weighted) => [valuesOf(term, field), weight]),
        node.least,
      );
    case 'near':
      return narrowest([valuesOf(node.left, field), valuesOf(node.right, field)]);
    case 'field':
      return valuesOf(node.child, field);
    default:
      return null;
  }
}

/** All hold: what any of them asks for is asked for. Two that ask leave what both allow, or nothing. */
function narrowest(parts: readonly Values[]): Values {
  const limiting = parts.filter((values) => values !== null);
  const [first, ...others] = limiting;
  if (first === undefined) return null;
  const common = first.filter((value) => others.every((values) => values.includes(value)));
  return common.length > 0 || others.length === 0
    ? common
    : ([...limiting].sort((a, b) => a.length - b.length)[0] ?? null);
}

const anyOf = (parts: readonly Values[]): Values =>
  parts.some((values) => values === null) ? null : [...new Set(parts.flatMap((values) => values ?? []))];

/** Where what asks for nothing cannot reach `least` by itself, one that asks must hold. */
function atLeast(parts: readonly (readonly [Values, number])[], least: number): Values {
  const free = parts.reduce((sum, [values, weight]) => sum + (values === null ? Math.max(0, weight) : 0), 0);
  if (free >= least) return null;
  return anyOf(parts.filter(([values, weight]) => values !== null && weight > 0).map(([values]) => values));
}
