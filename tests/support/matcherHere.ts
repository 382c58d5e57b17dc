import { compileRuleSet } from '../../src/domain/rules/matcher/compile.ts';
import type { Matcher, RuleSource } from '../../src/pipeline/match/matcher.ts';

/** What a matching thread does, in this process: to start one takes longer than most tests have for it to do. */
export function createMatcherHere(rules: RuleSource): Matcher {
  const held = compileRuleSet({ number: 0, rules: [] });
  return {
    batchesAtOnce: 1,
    close: async () => undefined,
    async matchAll(inputs) {
      const [from, to] = [held.number, await rules.currentRuleSet()];
      if (from !== to) for await (const change of rules.changes(from, to)) held.change(change);
      return { kind: 'matched', ruleSet: held.number, matches: inputs.map((input) => held.match(input)) };
    },
  };
}
