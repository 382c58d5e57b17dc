import type { LockedRulesStore } from '../../../desk/rules/lockedRules.ts';
import type { RuleDefinitions } from '../../../domain/rules/ruleDefinition.ts';
import type { TermCounter } from '../../../pipeline/history/countTerms.ts';
import type { ConceptPreview, ConceptPreviewRequest } from '../../../pipeline/history/previewConcept.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ConceptViews } from '../../../ports/conceptViews.ts';

export interface ConceptsDeps {
  readonly views: ConceptViews;
  readonly store: LockedRulesStore;
  /** All rules and concepts in force. */
  readonly definitions: () => Promise<RuleDefinitions>;
  readonly counter: TermCounter;
  readonly preview: (request: ConceptPreviewRequest, signal: AbortSignal) => Promise<ConceptPreview>;
  readonly clock: Clock;
}
