import type { DraftRules } from './draftedRules.ts';
import type { LockedRulesStore } from './lockedRules.ts';
import type { PausableRules } from './pauseRule.ts';
import type { RemovableRules } from './removeRule.ts';
import type { CaseRules } from './ruleCases.ts';

/** What the deeds on rules need of the store, all together. */
export type RuleDeedStore = LockedRulesStore<DraftRules & PausableRules & RemovableRules & CaseRules>;
