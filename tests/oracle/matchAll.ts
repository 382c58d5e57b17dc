import { parseQuery } from '../../src/domain/rules/language/parser.ts';
import type { LedgerCondition, Node } from '../../src/domain/rules/language/syntax.ts';
import { type MatchInput, mostShown, mostSpans, type RuleSet } from '../../src/domain/rules/rule.ts';
import type { Span } from '../../src/domain/rules/span.ts';
import { evaluate, type Hit, type Subject, subjectOf } from './evaluate.ts';
import { termsShown } from './termsShown.ts';

/** What the oracle says of a rule that an article satisfies; `isOpen`: the ledger has still to decide. */
export interface OracleMatch {
  readonly ruleRevisionId: number;
  readonly spans: readonly Span[];
  readonly score: number;
  readonly shown: readonly string[];
  readonly isOpen: boolean;
}

/** Every rule of a set against an article, one after the other. */
export function createOracle({ rules }: RuleSet): (input: MatchInput) => readonly OracleMatch[] {
  const nodes = rules.flatMap(({ id, query, concepts }) => {
    const parsed = parseQuery(query, { concepts });
    return parsed.kind === 'query' ? [{ id, node: parsed.node }] : [];
  });
  return (input) => {
    const subject = subjectOf(input);
    return nodes.flatMap(({ id, node }) => matchOf(id, node, subject));
  };
}

/** Whether a query holds once the ledger has said what it says. */
export const holdsWith = (node: Node, input: MatchInput, ledger: (condition: LedgerCondition) => boolean): boolean =>
  evaluate(node, subjectOf(input, ledger)).holds === true;

function matchOf(ruleRevisionId: number, node: Node, subject: Subject): readonly OracleMatch[] {
  const { holds, hits, sum } = evaluate(node, subject);
  if (holds === false) return [];
  const spans = spansOf(hits, subject).slice(0, mostSpans);
  const shown = [...new Set(termsShown(node, subject))].sort().slice(0, mostShown);
  return [{ ruleRevisionId, spans, score: sum ?? spans.length, shown, isOpen: holds === null }];
}

/** Spans in UTF-16 code units of their field, in order, each once. */
function spansOf(hits: readonly Hit[], { fields }: Subject): readonly Span[] {
  const spans = new Map<string, Span>();
  for (const { field, first, last } of hits) {
    const { words } = fields[field];
    const start = words[first]?.start ?? 0;
    const end = words[last]?.end ?? start;
    spans.set(`${field} ${start} ${end}`, [field, start, end]);
  }
  return [...spans.values()].sort(inReadingOrder);
}

const inReadingOrder = (a: Span, b: Span): number =>
  (a[0] === b[0] ? 0 : a[0] === 'title' ? -1 : 1) || a[1] - b[1] || a[2] - b[2];
