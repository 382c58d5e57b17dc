import { parseQuery } from '../language/parser.ts';
import type { Node } from '../language/syntax.ts';
import type { MatchInput, RuleMatch, RuleRevision, RuleSet, Span } from '../rule.ts';
import { evaluate, type Spot, type Subject, subjectOf } from './evaluate.ts';

/** A rule set that is ready to match. It never changes: an edit of any rule makes a new one. */
export interface CompiledRuleSet {
  readonly number: number;
  /** Rules whose stored query this version of the language refuses, with the reason; they match nothing. */
  readonly refused: readonly { readonly ruleId: string; readonly message: string }[];
  match(input: MatchInput): readonly RuleMatch[];
}

interface CompiledRule {
  readonly rule: RuleRevision;
  readonly node: Node;
}

export function compileRuleSet({ number, rules }: RuleSet): CompiledRuleSet {
  const parsed = rules.map((rule) => ({ rule, query: parseQuery(rule.query, { concepts: rule.concepts }) }));
  const compiled = parsed.flatMap(({ rule, query }) => (query.kind === 'query' ? [{ rule, node: query.node }] : []));
  const refused = parsed.flatMap(({ rule, query }) =>
    query.kind === 'refused' ? [{ ruleId: rule.ruleId, message: query.findings[0]?.message ?? 'refused' }] : [],
  );
  return {
    number,
    refused,
    match(input) {
      const subject = subjectOf(input);
      return compiled.flatMap((each) => matchOf(each, subject));
    },
  };
}

function matchOf({ rule, node }: CompiledRule, subject: Subject): readonly RuleMatch[] {
  const { holds, spots, score } = evaluate(node, subject);
  if (!holds) return [];
  return [{ ruleRevisionId: rule.id, ruleId: rule.ruleId, spans: spansOf(spots, subject), score }];
}

/** Spans in UTF-16 code units of their field, in order, each once. */
export function spansOf(spots: readonly Spot[], { fields }: Subject): readonly Span[] {
  const spans = new Map<string, Span>();
  for (const { field, first, last } of spots) {
    const { words } = fields[field];
    const start = words[first]?.start ?? 0;
    const end = words[last]?.end ?? start;
    spans.set(`${field} ${start} ${end}`, [field, start, end]);
  }
  return [...spans.values()].sort(inReadingOrder);
}

const inReadingOrder = (a: Span, b: Span): number =>
  (a[0] === b[0] ? 0 : a[0] === 'title' ? -1 : 1) || a[1] - b[1] || a[2] - b[2];
