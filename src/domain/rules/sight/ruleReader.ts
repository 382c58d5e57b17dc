import { reasonIn } from '../language/finding.ts';
import { parseQuery } from '../language/parser.ts';
import type { Concepts } from '../rule.ts';
import { needsOf, type RuleNeeds } from './ruleNeeds.ts';

export interface ReadableRule {
  readonly revisionId: number;
  readonly query: string;
  readonly concepts: Concepts;
}

export type RuleReading =
  | { readonly kind: 'needs'; readonly needs: RuleNeeds }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads what rules need. A revision never changes, so each is read once; those that are no longer asked for are forgotten. */
export function createRuleReader(): (rules: readonly ReadableRule[]) => ReadonlyMap<number, RuleReading> {
  let known: ReadonlyMap<number, RuleReading> = new Map();
  return (rules) => {
    known = new Map(rules.map((rule) => [rule.revisionId, known.get(rule.revisionId) ?? read(rule)]));
    return known;
  };
}

function read({ query, concepts }: ReadableRule): RuleReading {
  const parsed = parseQuery(query, { concepts });
  if (parsed.kind === 'query') return { kind: 'needs', needs: needsOf(parsed.node) };
  return { kind: 'refused', message: reasonIn(parsed.findings) };
}
