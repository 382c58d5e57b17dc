import { childrenOf, type Node, type Term } from '../language/syntax.ts';
import { isDecidedBy, type KindChange } from '../residue.ts';
import type { MatchInput } from '../rule.ts';
import type { Span, TextField } from '../span.ts';
import { type ArticleWords, articleWords } from './articleWords.ts';
import { fieldMask } from './features.ts';
import { type Matched, RuleIndex } from './ruleIndex.ts';
import { spansAt } from './spansAt.ts';

/** What was found of one node in one article. */
export interface Finding {
  readonly holds: boolean;
  readonly spans: readonly Span[];
}

export interface Probe {
  of(node: Node): Finding;
  /** The words of a phrase, each by itself. */
  wordsOf(phrase: Extract<Term, { kind: 'phrase' }>): readonly Node[];
  /** The only field that the node is looked for in; null: both. */
  fieldOf(node: Node): TextField | null;
  /** The node in both fields, whatever field it is asked for in. */
  anywhere(node: Node): Finding;
  readonly words: ArticleWords;
  readonly input: MatchInput;
  /** What the article moved in the ledger of its story. */
  readonly changes: readonly KindChange[];
}

const absent: Finding = { holds: false, spans: [] };

/**
 * Asks one index for every node of some queries at once, as if each were a rule of its own: an explanation can't differ from
 * a match. A concept is asked for as one.
 */
export function createProbes(roots: readonly Node[]): (input: MatchInput, changes: readonly KindChange[]) => Probe {
  const index = new RuleIndex();
  const slots = new Map<Node, number>();
  const anywhere = new Map<Node, number>();
  const fields = new Map<Node, TextField | null>();
  const words = new Map<Node, readonly Node[]>();
  const visit = (node: Node, field: TextField | null): void => {
    slots.set(node, index.add(node, field === null ? fieldMask.both : fieldMask[field]));
    anywhere.set(node, field === null ? (slots.get(node) ?? -1) : index.add(node));
    fields.set(node, field);
    if (node.kind === 'phrase') words.set(node, wordNodes(node));
    const inside = node.kind === 'field' ? node.field : field;
    if (node.kind === 'concept') return;
    for (const child of [...childrenOf(node), ...(words.get(node) ?? [])]) visit(child, inside);
  };
  for (const root of roots) visit(root, null);
  return (input, changes) => {
    const findings = findingsBySlot(index.match(input), changes);
    return {
      of: (node) => findings.get(slots.get(node) ?? -1) ?? absent,
      anywhere: (node) => findings.get(anywhere.get(node) ?? -1) ?? absent,
      wordsOf: (phrase) => words.get(phrase) ?? [],
      fieldOf: (node) => fields.get(node) ?? null,
      words: articleWords(input),
      ...{ input, changes },
    };
  };
}

const wordNodes = ({ words, mode, at }: Extract<Term, { kind: 'phrase' }>): readonly Node[] =>
  words.map((text) => ({ kind: 'word', text, mode, at }));

/** Of the nodes that hold, those that the ledger has decided included. */
function findingsBySlot(matched: Matched, changes: readonly KindChange[]): ReadonlyMap<number, Finding> {
  const places = Array.from({ length: matched.count }, (_, place) => place);
  const holding = places.filter((place) => {
    const residue = matched.residues.get(matched.rules.at(place));
    return residue === undefined || isDecidedBy(residue, changes);
  });
  return new Map(holding.map((place) => [matched.rules.at(place), { holds: true, spans: spansAt(place, matched) }]));
}
