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

export type StoryEdit = StoryMerge | StorySplit;

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
  return edit.kind === 'merge' ? refusedMerge(edit) : refusedSplit(edit, found(edit.storyId)?.articles ?? []);
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
