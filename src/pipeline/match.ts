import { type Article, bodyOf } from '../domain/articles/article.ts';
import { readPlainFigures } from '../domain/figures/plainFigures.ts';
import type { CompiledRuleSet } from '../domain/rules/matcher/compile.ts';
import { compileRuleSet } from '../domain/rules/matcher/compile.ts';
import type { MatchInput } from '../domain/rules/rule.ts';
import type { StepLog } from '../ports/log.ts';
import type { Step } from '../ports/queue.ts';
import { keepLeases } from './keepLeases.ts';
import type { MatchStore } from './matchStore.ts';

export interface MatchDeps {
  readonly store: MatchStore;
  readonly ruleSets: RuleSetCache;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

/** Compiled rule sets by number; the last one is kept. */
export interface RuleSetCache {
  compiled(number: number): Promise<CompiledRuleSet>;
}

/** Compiles a set when it first comes up, and says which of its rules are refused. */
export function createRuleSetCache(store: Pick<MatchStore, 'loadRuleSet'>, log: StepLog): RuleSetCache {
  let last: CompiledRuleSet | null = null;
  return {
    async compiled(number) {
      if (last?.number === number) return last;
      last = compileRuleSet(await store.loadRuleSet(number));
      for (const { ruleId, message } of last.refused)
        log.error({ ruleId }, `the rule ${ruleId} is refused: ${message}`);
      return last;
    },
  };
}

const articlesAtOnce = 50;

/** Of the places where a rule matched, these many are kept: messages quote three, and a hostile text can have a million. */
const keptSpans = 200;

/** Matches every waiting article, each against one numbered rule set, and hands them to the story step. */
export async function matchWaiting(deps: MatchDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await deps.store.claimForMatch(articlesAtOnce);
    if (claimed.length === 0) return;
    const leases = keepLeases(
      deps.store,
      claimed.map(({ lease }) => lease),
    );
    try {
      const rules = await deps.ruleSets.compiled(await deps.store.currentRuleSet());
      const matched = claimed.map(({ lease, article }) => ({
        lease,
        ruleSet: rules.number,
        matches: rules.match(inputOf(article)).map((match) => ({ ...match, spans: match.spans.slice(0, keptSpans) })),
      }));
      await deps.store.settleMatched(matched);
      deps.wake('story');
    } finally {
      leases.stop();
    }
  }
}

const inputOf = (article: Article): MatchInput => ({
  title: article.title,
  body: bodyOf(article),
  lang: article.lang,
  outlet: article.outlet,
  figures: readPlainFigures(article.title, bodyOf(article)),
});
