import type { RuleRevision } from './rule.ts';

type Wanted = Pick<RuleRevision, 'ruleId' | 'query' | 'concepts'> & Partial<RuleRevision>;

/** A rule as the matcher wants it that no store has: its numbers mean nothing outside of one run. */
export const unsavedRule = (rule: Wanted): RuleRevision => ({
  ...{ id: 0, revision: 0, name: rule.ruleId, alert: { on: 'article' }, owner: null },
  ...rule,
});
