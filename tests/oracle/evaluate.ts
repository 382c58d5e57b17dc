import type { StatedFigure } from '../../src/domain/figures/figure.ts';
import type { FigureCondition, LedgerCondition, Node } from '../../src/domain/rules/language/syntax.ts';
import type { MatchInput } from '../../src/domain/rules/rule.ts';
import type { TextField } from '../../src/domain/rules/span.ts';
import { findNear } from './near.ts';
import { isSource } from './source.ts';
import { findTerm, inOrder, type Stretch } from './terms.ts';
import { indexText, type TextIndex } from './textIndex.ts';

/** An article, ready to be asked. */
export interface Subject {
  readonly input: MatchInput;
  readonly fields: Readonly<Record<TextField, TextIndex>>;
  /** What the story's ledger says; null where it is not asked yet. */
  readonly ledger: (condition: LedgerCondition) => boolean | null;
}

export const subjectOf = (input: MatchInput, ledger: Subject['ledger'] = () => null): Subject => ({
  input,
  fields: { title: indexText(input.title), body: indexText(input.body) },
  ledger,
});

export interface Hit extends Stretch {
  readonly field: TextField;
}

/** Whether a node holds (null: the ledger decides), where its words stand, and the most that a SCORE of it reaches. */
export interface Verdict {
  readonly holds: boolean | null;
  readonly hits: readonly Hit[];
  readonly sum: number | null;
}

const bothFields: readonly TextField[] = ['title', 'body'];
const failed: Verdict = { holds: false, hits: [], sum: null };

/** Walks the tree over the words: slow, obvious, and what every faster matcher is measured by. */
export function evaluate(node: Node, subject: Subject, fields: readonly TextField[] = bothFields): Verdict {
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'concept':
      return found(fields.flatMap((field) => hitsIn(field, findTerm(node, subject.fields[field]))));
    case 'near':
      return found(fields.flatMap((field) => hitsIn(field, nearIn(node, subject.fields[field]))));
    case 'and':
      return atLeast(node.children.length, verdictsOf(node.children, subject, fields));
    case 'or':
      return atLeast(1, verdictsOf(node.children, subject, fields));
    case 'of':
      return atLeast(node.least, verdictsOf(node.children, subject, fields));
    case 'not':
      return { ...failed, holds: opposite(evaluate(node.child, subject, fields).holds) };
    case 'score':
      return weighted(node, subject, fields);
    case 'field':
      return evaluate(node.child, subject, [node.field]);
    case 'lang':
      return { ...failed, holds: subject.input.lang === node.value };
    case 'source':
      return { ...failed, holds: isSource(node.value, subject.input) };
    case 'figure':
      return stated(node, subject, fields);
    case 'ledger':
      return { ...failed, holds: subject.ledger(node) };
  }
}

const verdictsOf = (nodes: readonly Node[], subject: Subject, fields: readonly TextField[]): readonly Verdict[] =>
  nodes.map((node) => evaluate(node, subject, fields));

const hitsIn = (field: TextField, stretches: readonly Stretch[]): readonly Hit[] =>
  stretches.map((stretch) => ({ field, ...stretch }));

const found = (hits: readonly Hit[]): Verdict => ({ holds: hits.length > 0, hits, sum: null });

const opposite = (holds: boolean | null): boolean | null => (holds === null ? null : !holds);

function atLeast(least: number, verdicts: readonly Verdict[]): Verdict {
  const holding = verdicts.filter(({ holds }) => holds === true);
  const undecided = verdicts.filter(({ holds }) => holds === null);
  if (holding.length + undecided.length < least) return failed;
  return { ...together(holding), holds: holding.length >= least ? true : null };
}

const together = (verdicts: readonly Verdict[]): Verdict => ({
  holds: true,
  hits: verdicts.flatMap(({ hits }) => hits),
  sum: verdicts.reduce<number | null>((most, { sum }) => (sum === null ? most : Math.max(most ?? sum, sum)), null),
});

function weighted(
  { terms, least }: Extract<Node, { kind: 'score' }>,
  subject: Subject,
  fields: readonly TextField[],
): Verdict {
  const verdicts = terms.map(({ node, weight }) => ({ ...evaluate(node, subject, fields), weight }));
  const sumOf = (counts: (verdict: (typeof verdicts)[number]) => boolean): number =>
    verdicts.filter(counts).reduce((total, { weight }) => total + weight, 0);
  const lowest = sumOf(({ holds, weight }) => holds === true || (holds === null && weight < 0));
  const highest = sumOf(({ holds, weight }) => holds === true || (holds === null && weight > 0));
  if (highest < least) return failed;
  const hits = verdicts.filter(({ holds, weight }) => holds === true && weight > 0).flatMap((verdict) => verdict.hits);
  return { holds: lowest >= least ? true : null, hits, sum: sumOf(({ holds }) => holds === true) };
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

function stated(
  { figure, comparison, value }: FigureCondition,
  subject: Subject,
  fields: readonly TextField[],
): Verdict {
  const figures = subject.input.figures.filter(({ kind, span }) => kind === figure && fields.includes(span[0]));
  const tests = { '=': 0, '!=': 0, '<': -1, '<=': -1, '>': 1, '>=': 1 } as const;
  const holding = figures.filter(
    ({ min }) => Math.sign(min - value) === tests[comparison] || (comparison.endsWith('=') && min === value),
  );
  const kept = comparison !== '!=' ? holding : figures.some(({ min }) => min === value) ? [] : figures;
  return { holds: kept.length > 0, hits: kept.flatMap((each) => hitOf(each, subject)), sum: null };
}

/** The words within the figure's place. */
function hitOf({ span: [field, start, end] }: StatedFigure, { fields }: Subject): readonly Hit[] {
  const { words } = fields[field];
  const inside = words.flatMap((word, position) => (word.start >= start && word.start < end ? [position] : []));
  const [first] = inside;
  const last = inside.at(-1);
  return first === undefined || last === undefined ? [] : [{ field, first, last }];
}
