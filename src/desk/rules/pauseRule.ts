import type { RulePause } from '../../domain/rules/rulePause.ts';
import { audited, type Deed } from '../deed.ts';
import { inForceOf, type LockedRules, type LockedRulesStore } from './lockedRules.ts';

export interface PausableRules extends LockedRules {
  /** One that is paused already ends when this one says. */
  pause(pause: RulePause): Promise<void>;
  /** False: it was not paused. */
  endPause(ruleId: string): Promise<boolean>;
}

interface Deps {
  readonly store: LockedRulesStore<PausableRules>;
}

export type PauseRuleOutcome =
  | { readonly kind: 'paused'; readonly pause: RulePause }
  | { readonly kind: 'no such rule' }
  | { readonly kind: 'no reason' }
  /** It would have ended already. */
  | { readonly kind: 'past' };

/** Holds off what a rule would tell, until then or until it is resumed. It goes on matching. */
export const pauseRule = (
  { store }: Deps,
  deed: Deed,
  { ruleId, endsAt }: Pick<RulePause, 'ruleId' | 'endsAt'>,
): Promise<PauseRuleOutcome> =>
  store.changeRules(async (rules) => {
    if (inForceOf(await rules.revisions(ruleId)) === null) return { kind: 'no such rule' };
    if (deed.why === '') return { kind: 'no reason' };
    if (endsAt !== null && endsAt <= deed.at) return { kind: 'past' };
    const pause = { ruleId, pausedAt: deed.at, by: deed.by.name, endsAt, why: deed.why };
    await rules.pause(pause);
    await rules.record(
      audited(deed, { action: 'rule.paused', subject: { kind: 'rule', id: ruleId }, after: { endsAt } }),
    );
    return { kind: 'paused', pause };
  });

export type ResumeRuleOutcome = { readonly kind: 'resumed' } | { readonly kind: 'not paused' };

/** From now on what the rule finds is told again. */
export const resumeRule = ({ store }: Deps, deed: Deed, ruleId: string): Promise<ResumeRuleOutcome> =>
  store.changeRules(async (rules) => {
    if (!(await rules.endPause(ruleId))) return { kind: 'not paused' };
    await rules.record(audited(deed, { action: 'rule.resumed', subject: { kind: 'rule', id: ruleId } }));
    return { kind: 'resumed' };
  });
