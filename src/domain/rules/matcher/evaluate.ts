import type { Node } from '../language/syntax.ts';
import type { MatchInput, TextField } from '../rule.ts';
import { wordsOf } from '../text/words.ts';
import { findNear } from './near.ts';
import { findTerm, inOrder, type Stretch } from './terms.ts';
import { indexText, type TextIndex } from './textIndex.ts';

/** An article, ready to be asked. */
export interface Subject {
  readonly input: MatchInput;
  readonly fields: Readonly<Record<TextField, TextIndex>>;
}

export const subjectOf = (input: MatchInput): Subject => ({
  input,
  fields: { title: indexText(input.title), body: indexText(input.body) },
});

export interface Spot extends Stretch {
  readonly field: TextField;
}

/** Whether a node holds, where its words stand, and the sum that its weights reach. */
export interface Verdict {
  readonly holds: boolean;
  readonly spots: readonly Spot[];
  readonly score: number;
}

const bothFields: readonly TextField[] = ['title', 'body'];
const failed: Verdict = { holds: false, spots: [], score: 0 };

/** Walks the tree over the words: slow, obvious, and what every faster matcher is measured by. */
export function evaluate(node: Node, subject: Subject, fields: readonly TextField[] = bothFields): Verdict {
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'concept':
      return found(fields.flatMap((field) => spotsIn(field, findTerm(node, subject.fields[field]))));
    case 'near':
      return found(fields.flatMap((field) => spotsIn(field, nearIn(node, subject.fields[field]))));
    case 'and':
      return all(node.children.map((child) => evaluate(child, subject, fields)));
    case 'or':
      return atLeast(
        1,
        node.children.map((child) => evaluate(child, subject, fields)),
      );
    case 'of':
      return atLeast(
        node.least,
        node.children.map((child) => evaluate(child, subject, fields)),
      );
    case 'not':
      return { holds: !evaluate(node.child, subject, fields).holds, spots: [], score: 0 };
    case 'score':
      return weighted(node, subject, fields);
    case 'field':
      return evaluate(node.child, subject, [node.field]);
    case 'lang':
      return { ...failed, holds: subject.input.lang === node.value };
    case 'source':
      return { ...failed, holds: isSource(node.value, subject.input) };
    case 'figure':
    case 'ledger':
      return failed;
  }
}

const spotsIn = (field: TextField, stretches: readonly Stretch[]): readonly Spot[] =>
  stretches.map((stretch) => ({ field, ...stretch }));

const found = (spots: readonly Spot[]): Verdict => ({ holds: spots.length > 0, spots, score: spots.length });

const all = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.every(({ holds }) => holds) ? together(verdicts) : failed;

function atLeast(least: number, verdicts: readonly Verdict[]): Verdict {
  const holding = verdicts.filter(({ holds }) => holds);
  return holding.length >= least ? together(holding) : failed;
}

const together = (verdicts: readonly Verdict[]): Verdict => ({
  holds: true,
  spots: verdicts.flatMap(({ spots }) => spots),
  score: verdicts.reduce((sum, { score }) => sum + score, 0),
});

function weighted(node: Extract<Node, { kind: 'score' }>, subject: Subject, fields: readonly TextField[]): Verdict {
  const verdicts = node.terms.map((term) => ({ ...evaluate(term.node, subject, fields), weight: term.weight }));
  const holding = verdicts.filter(({ holds }) => holds);
  const sum = holding.reduce((total, { weight }) => total + weight, 0);
  if (sum < node.least) return failed;
  const spots = holding.filter(({ weight }) => weight > 0).flatMap((verdict) => verdict.spots);
  return { holds: true, spots, score: sum };
}

function nearIn(node: Extract<Node, { kind: 'near' }>, text: TextIndex): readonly Stretch[] {
  return findNear(sideIn(node.left, text), sideIn(node.right, text), node);
}

/** The parser lets only terms, OR groups of terms, and NEAR itself stand here. */
function sideIn(side: Node, text: TextIndex): readonly Stretch[] {
  switch (side.kind) {
    case 'word':
    case 'phrase':
    case 'concept':
      return findTerm(side, text);
    case 'or':
      return inOrder(side.children.flatMap((child) => sideIn(child, text)));
    case 'near':
      return nearIn(side, text);
    default:
      return [];
  }
}

/** The outlet's name, its domain, or a domain that its domain lies below. */
function isSource(value: string, { outlet }: MatchInput): boolean {
  const asWords = (text: string): string =>
    wordsOf(text)
      .map(({ folded }) => folded)
      .join(' ');
  const domain = outlet.domain === null ? '' : asWords(outlet.domain);
  return asWords(outlet.name) === value || domain === value || domain.endsWith(` ${value}`);
}
