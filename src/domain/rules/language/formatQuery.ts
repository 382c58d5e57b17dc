import type { Node, Term, Weighted } from './syntax.ts';

/**
 * The query of a node, written canonically: operators spelt out, brackets wherever two operators meet, words as they are
 * looked for. Parsing it gives the same tree.
 */
export function formatQuery(node: Node): string {
  switch (node.kind) {
    case 'word':
      return formatWord(node);
    case 'phrase':
      return `${node.mode === 'exact' ? '=' : ''}"${node.words.join(' ')}"`;
    case 'concept':
      return `@${node.name}`;
    case 'and':
    case 'or':
      return node.children.map(bracketed).join(` ${node.kind.toUpperCase()} `);
    case 'not':
      return `NOT ${bracketed(node.child)}`;
    case 'near':
      return `${bracketed(node.left)} ${node.ordered ? 'BEFORE' : 'NEAR'}/${node.distance} ${bracketed(node.right)}`;
    case 'of':
      return `${node.least} OF (${node.children.map(formatQuery).join(', ')})`;
    case 'score':
      return `SCORE ${node.least} (${node.terms.map(formatWeighted).join(', ')})`;
    case 'field':
      return `${node.field}:${isTerm(node.child) ? formatQuery(node.child) : `(${formatQuery(node.child)})`}`;
    case 'lang':
    case 'source':
      return `${node.kind}:${node.value.includes(' ') ? `"${node.value}"` : node.value}`;
    case 'figure':
      return `${node.figure} ${node.comparison} ${node.value}`;
    case 'ledger':
      return `${node.operator}(${node.figure})${node.least === null ? '' : ` >= ${amount(node.least)}`}`;
  }
}

const amount = ({ value, unit }: { readonly value: number; readonly unit: 'count' | 'percent' }): string =>
  `${value}${unit === 'percent' ? '%' : ''}`;

function formatWord({ text, mode }: Extract<Term, { kind: 'word' }>): string {
  if (mode === 'exact') return `=${text}`;
  return mode === 'prefix' ? `${text}*` : mode === 'stem' ? `${text}~` : text;
}

const isTerm = ({ kind }: Node): boolean => kind === 'word' || kind === 'phrase' || kind === 'concept';

/** What needs no brackets beside an operator. */
const isWhole = (node: Node): boolean =>
  isTerm(node) || ['not', 'of', 'score', 'field', 'lang', 'source', 'figure', 'ledger'].includes(node.kind);

const bracketed = (node: Node): string => (isWhole(node) ? formatQuery(node) : `(${formatQuery(node)})`);

const formatWeighted = ({ node, weight }: Weighted): string =>
  weight === 1 ? formatQuery(node) : `${bracketed(node)}^${decimal(weight)}`;

/** Without an exponent, which the language does not read. */
const decimal = (value: number): string => {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
};
