import type { FigureKind } from '../figures/figure.ts';
import type { Authority } from '../ledger/authority.ts';
import type { Bounds } from '../ledger/claim.ts';

/** Two stories that are one: everything of the other is of this one from now on. */
export interface StoryMerge {
  readonly kind: 'merge';
  readonly storyId: number;
  readonly otherId: number;
}

/** Articles that are of another event: they open a story of their own, with all their revisions. */
export interface StorySplit {
  readonly kind: 'split';
  readonly storyId: number;
  readonly articles: readonly number[];
}

/** A count of an authority that is struck out, a count that the desk states in its place, or both. */
export interface StoryCorrection {
  readonly kind: 'correct';
  readonly storyId: number;
  readonly correction: Correction;
}

export interface Correction {
  readonly figure: FigureKind;
  readonly strike: (Bounds & { readonly authority: Authority; readonly attribution: string | null }) | null;
  readonly state: StatedByDesk | null;
}

export interface StatedByDesk extends Bounds {
  /** Who says so. */
  readonly attribution: string;
  /** Where that stands: an address, a call, a paper. */
  readonly source: string;
}

export type StoryEdit = StoryMerge | StorySplit | StoryCorrection;

/** An edit as it was asked for. */
export type KeptEdit = StoryEdit & { readonly id: number };

/** As much of a story as an edit asks of it. */
export interface EditedStory {
  readonly id: number;
  readonly title: string;
  readonly mergedInto: number | null;
  /** Its articles, in the order in which they came. */
  readonly articles: readonly number[];
}

export const storiesOf = (edit: StoryEdit): readonly number[] =>
  edit.kind === 'merge' ? [edit.storyId, edit.otherId] : [edit.storyId];

/** Why an edit cannot be applied to the stories as they are; null: it can. */
export function refusalOf(edit: StoryEdit, stories: readonly EditedStory[]): string | null {
  const found = (id: number) => stories.find((story) => story.id === id);
  const unknown = storiesOf(edit).filter((id) => found(id) === undefined);
  if (unknown.length > 0) return `there is no story ${unknown.join(', ')}`;
  const gone = stories.find(({ mergedInto }) => mergedInto !== null);
  if (gone !== undefined) return `story ${gone.id} was merged into ${gone.mergedInto}`;
  if (edit.kind === 'correct') return refusedCorrection(edit);
  return edit.kind === 'merge' ? refusedMerge(edit) : refusedSplit(edit, found(edit.storyId)?.articles ?? []);
}

function refusedCorrection({ correction: { strike, state } }: StoryCorrection): string | null {
  if (strike === null && state === null) return 'nothing is struck out, and nothing is stated';
  if (state === null) return null;
  if (!Number.isSafeInteger(state.min) || state.min < 0) return 'the count is no whole number';
  return state.max !== null && state.max < state.min ? 'the highest count is below the lowest' : null;
}

const refusedMerge = ({ storyId, otherId }: StoryMerge): string | null =>
  storyId === otherId ? `story ${storyId} cannot be merged into itself` : null;

function refusedSplit({ storyId, articles }: StorySplit, all: readonly number[]): string | null {
  if (articles.length === 0) return 'no article is named';
  const strange = articles.filter((id) => !all.includes(id));
  if (strange.length > 0) return `story ${storyId} has no article ${strange.join(', ')}`;
  const isWhole = all.every((id) => articles.includes(id));
  return isWhole ? `these are all the articles of story ${storyId}: at least one must stay` : null;
}
