import { type Figure, type StatedFigure, statedOf } from '../figures/figure.ts';
import { type LedgerFigure, viewOf } from '../ledger/view.ts';
import type { Advanced, Fact } from './advanceStory.ts';

/** What an article brings to its story, as plain data: planning tells by it. */
export interface StoryNews {
  /** Rules that have matched the story, with this article or before it. */
  readonly ruleIds: readonly string[];
  readonly facts: readonly Fact[];
  /** What the ledger says now. */
  readonly ledger: readonly LedgerFigure[];
  /** What the article itself states. */
  readonly stated: readonly StatedFigure[];
}

export const storyNewsOf = ({ state, facts }: Advanced, figures: readonly Figure[]): StoryNews => ({
  ruleIds: [...state.shown.keys()],
  facts,
  ledger: viewOf(state.ledger),
  stated: statedOf(figures).map(({ kind, min, span }) => ({ kind, min, span })),
});
