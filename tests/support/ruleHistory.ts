import type { RuleRevision } from '../../src/domain/rules/rule.ts';
import type { RuleSource } from '../../src/pipeline/match/matcher.ts';

/** Numbered rule sets in memory. The first one's rules are `rule-1`, `rule-2`, … */
export interface RuleHistory extends RuleSource {
  /** What was asked for, in order: from, to. */
  readonly requested: readonly (readonly [from: number, to: number])[];
  /** Makes the next set. */
  edit(edit: RuleEdit): void;
  inForce(number: number): readonly RuleRevision[];
}

export interface RuleEdit {
  /** Queries of new rules. */
  readonly add?: readonly string[];
  /** Ids of rules that end. */
  readonly end?: readonly string[];
  /** New queries by rule id. */
  readonly revise?: Readonly<Record<string, string>>;
}

interface Kept {
  readonly rule: RuleRevision;
  readonly from: number;
  to: number | null;
}

const partSize = 10;

export function createRuleHistory(queries: readonly string[]): RuleHistory {
  const kept: Kept[] = [];
  const requested: (readonly [number, number])[] = [];
  let [number, rules] = [1, 0];
  const begin = (ruleId: string, query: string) => {
    const own = { id: kept.length + 1, ruleId, revision: 1, name: ruleId, query, owner: null };
    kept.push({ rule: { ...own, alert: { on: 'article' }, concepts: {} }, from: number, to: null });
  };
  const end = (ruleId: string) => {
    for (const each of kept) if (each.rule.ruleId === ruleId && each.to === null) each.to = number;
  };
  const isIn = ({ from, to }: Kept, set: number) => from <= set && (to === null || to > set);
  for (const query of queries) begin(`rule-${++rules}`, query);
  return {
    requested,
    edit({ add = [], end: ended = [], revise = {} }) {
      number++;
      for (const ruleId of [...ended, ...Object.keys(revise)]) end(ruleId);
      for (const [ruleId, query] of Object.entries(revise)) begin(ruleId, query);
      for (const query of add) begin(`rule-${++rules}`, query);
    },
    inForce: (set) => kept.filter((each) => isIn(each, set)).map(({ rule }) => rule),
    currentRuleSet: async () => number,
    async *changes(from, to) {
      requested.push([from, to]);
      const removed = kept.filter((each) => isIn(each, from) && !isIn(each, to)).map(({ rule }) => rule.id);
      yield { number: to, added: [], removed };
      const added = kept.filter((each) => !isIn(each, from) && isIn(each, to)).map(({ rule }) => rule);
      for (let at = 0; at < added.length; at += partSize)
        yield { number: to, added: added.slice(at, at + partSize), removed: [] };
    },
  };
}
