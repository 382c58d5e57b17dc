import { parseQuery } from '../src/domain/rules/language/parser.ts';
import { RuleIndex } from '../src/domain/rules/matcher/ruleIndex.ts';
import type { RuleRevision } from '../src/domain/rules/rule.ts';

/** An index of the rules, each under the slot of its place in the list. */
export function indexOf(rules: readonly RuleRevision[]): RuleIndex {
  const index = new RuleIndex();
  for (const { query, concepts } of rules) {
    const parsed = parseQuery(query, { concepts });
    if (parsed.kind === 'refused') throw new Error(`the made-up query ${query} is refused`);
    index.add(parsed.node);
  }
  return index;
}
