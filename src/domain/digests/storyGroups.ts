import type { FromPage } from '../articles/article.ts';
import { grouped } from '../basics/grouped.ts';
import { type FigureKind, figureKinds } from '../figures/figure.ts';
import type { Bounds } from '../ledger/claim.ts';
import type { Said } from '../ledger/view.ts';
import { type DenialFact, isMove, type MoveFact } from '../stories/advanceStory.ts';
import type { Entry, EntryStory } from './entry.ts';

/** The entries of one story in a message, with what they say of it together. */
export interface StoryGroup {
  /** Null: an article whose story is not known. */
  readonly story: Pick<EntryStory, 'id' | 'title'> | null;
  readonly entries: readonly Entry[];
  readonly figures: readonly ShownFigure[];
  readonly denials: readonly DenialFact[];
  /** Terms and concepts of the rules that the story shows for the first time. */
  readonly terms: readonly string[];
}

/** What a ledger says of a kind, and how it came there over the entries. */
export interface ShownFigure extends FromPage {
  readonly kind: FigureKind;
  /** From what was said before to what is said now; one step where it did not move. Null: nothing was, or is, claimed. */
  readonly steps: readonly [Bounds | null, ...(Bounds | null)[]];
  readonly attribution: string | null;
  readonly outlet: string | null;
  /** A calendar date where the article states the day, else an instant, ISO 8601. */
  readonly asOf: string | null;
  readonly quote: string | null;
  readonly isComputed: boolean;
  readonly others: readonly Said[];
}

/** Entries in groups of a story, each where its first entry stands. */
export const storyGroups = (entries: readonly Entry[]): readonly StoryGroup[] =>
  [...grouped(entries.entries(), ([index, { story }]) => story?.id ?? `entry ${index}`).values()].map((group) =>
    groupOf(group.map(([, entry]) => entry)),
  );

function groupOf(entries: readonly Entry[]): StoryGroup {
  const stories = entries.flatMap(({ story }) => story ?? []);
  const facts = stories.flatMap((story) => story.facts);
  const last = stories.at(-1);
  return {
    story: last === undefined ? null : { id: last.id, title: last.title },
    entries,
    figures: figureKinds.flatMap(
      (kind) =>
        figureOf(
          kind,
          facts.filter(isMove).filter(({ figure }) => figure === kind),
          last,
        ) ?? [],
    ),
    denials: facts.flatMap((fact) => (fact.kind === 'denial' ? [fact] : [])),
    terms: [...new Set(facts.flatMap((fact) => (fact.kind === 'term' ? [fact.term] : [])))],
  };
}

function figureOf(kind: FigureKind, moves: readonly MoveFact[], story: EntryStory | undefined): ShownFigure | null {
  const now = story?.ledger.find((figure) => figure.kind === kind);
  const move = moves.at(-1);
  const { attribution = null, outlet = null, asOf = null, quote = null, textFrom } = now ?? move ?? {};
  const about = {
    kind,
    attribution,
    outlet,
    asOf,
    quote,
    ...(textFrom && { textFrom }),
    isComputed: now?.isComputed ?? false,
    others: now?.others ?? [],
  };
  if (move === undefined) return now === undefined ? null : { ...about, steps: [{ min: now.min, max: now.max }] };
  return { ...about, steps: [moves[0]?.from ?? null, ...moves.map(({ to }) => to)] };
}

/** Whether it moved with the entries. */
export const isMoved = ({ steps }: ShownFigure): boolean => steps.length > 1;
