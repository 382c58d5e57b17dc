import type { RuleFault, RuleField } from '../../domain/rules/checkRule.ts';
import type { CaseResult } from '../../domain/rules/ruleCase.ts';
import type { PartFault, Problem } from './problem.ts';

const pointers: Readonly<Record<RuleField, string>> = {
  ...{ id: '/id', name: '/name', query: '/query', owner: '/owner', why: '/why', blindBelow: '/blindBelow' },
  ...{ when: '/alert/when', cooldown: '/alert/cooldownSeconds' },
};

export const refusedRule = (faults: readonly RuleFault[]): Problem => ({
  kind: 'invalid',
  detail: 'The rule is refused; `errors` says where and why.',
  errors: faults.map(({ field, column, message, suggestion }): PartFault => {
    const place = field === 'query' || field === 'when' ? `column ${column}: ` : '';
    const advice = suggestion === null ? '' : `; did you mean ${suggestion}?`;
    return { pointer: pointers[field], detail: `${place}${message}${advice}` };
  }),
});

export const failingCases = (results: readonly CaseResult[]): Problem => ({
  kind: 'conflict',
  detail: `${results.filter(({ passes }) => !passes).length} of the rule's own test cases would fail. Send savesAnyway to save it all the same.`,
});
