import { z } from '@hono/zod-openapi';
import { type EditStoryStore, editStory } from '../../desk/stories/editStory.ts';
import { figureKinds } from '../../domain/figures/figure.ts';
import type { Correction, StoryEdit } from '../../domain/stories/storyEdit.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import { type Caller, deedBy } from './apiCaller.ts';
import { closed, numberParameter, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation, type Reply } from './operation.ts';
import type { Problem } from './problem.ts';

export interface StoryRegroupDeps {
  readonly views: Pick<ApiViews, 'story'>;
  readonly storyEdits: EditStoryStore;
}

const bounds = { min: z.int().min(0), max: z.int().min(0).nullable() };

const editShape = closed({
  editId: z.int().openapi({ description: 'In `edits` of the story, with what became of it.' }),
}).openapi('StoryEditRequested');

const params = z.object({ id: numberParameter });
const edit = {
  method: 'post',
  tag: 'Stories',
  scope: 'write',
  params,
  makesSomething: true,
  status: 202,
  reply: editShape,
} as const;

const correctionShape = z
  .strictObject({
    figure: z.enum(figureKinds),
    strike: z
      .strictObject({ authority: z.string(), ...bounds })
      .optional()
      .openapi({ description: 'A claim of the story that is struck out, by its authority and its figure.' }),
    state: z
      .strictObject({
        ...bounds,
        attribution: z.string().trim().min(1).max(200).openapi({ description: 'Who says so.' }),
        source: z
          .string()
          .trim()
          .min(1)
          .max(1000)
          .openapi({ description: 'Where that stands: an address, a call, a paper.' }),
      })
      .optional()
      .openapi({ description: 'What the desk states in its place.' }),
    why: reason,
  })
  .refine(({ strike, state }) => strike !== undefined || state !== undefined, 'give strike or state, or both')
  .refine(({ state }) => state === undefined || state.max === null || state.max >= state.min, 'max is below min');

/** The story writer applies these within seconds, one after the other; nobody is notified of them. */
export const storyRegroupOperations = ({ views, storyEdits }: StoryRegroupDeps): readonly ApiRoute[] => {
  const asked = async (wanted: StoryEdit, { caller, at, why }: { caller: Caller; at: Date; why: string }) =>
    replyOf(await editStory(storyEdits, deedBy(caller, at, why), wanted));
  return [
    operation({
      ...{ ...edit, id: 'mergeStories', path: '/stories/{id}/merge' },
      summary: 'Merges another story into this one',
      body: z.strictObject({ from: z.int().min(1), why: reason }),
      run: ({ params: { id: storyId }, body: { from, why }, caller, at }) =>
        asked({ kind: 'merge', storyId, otherId: from }, { caller, at, why }),
    }),
    operation({
      ...{ ...edit, id: 'splitStory', path: '/stories/{id}/split' },
      summary: 'Moves articles about another event, with their claims and copies, to a new story',
      body: z.strictObject({ articles: z.array(z.int().min(1)).min(1).max(1000), why: reason }),
      run: ({ params: { id: storyId }, body: { articles, why }, caller, at }) =>
        asked({ kind: 'split', storyId, articles: [...new Set(articles)] }, { caller, at, why }),
    }),
    operation({
      ...{ ...edit, id: 'correctStory', path: '/stories/{id}/correct' },
      summary:
        'Strikes out a claim, states a figure on the word of the desk, or both; no later article overwrites it silently',
      body: correctionShape,
      async run({ params: { id: storyId }, body: { figure, strike, state, why }, caller, at }) {
        const struck = strike === undefined ? null : await claimOf(views, storyId, { figure, ...strike });
        if (struck === 'unknown') return { problem: noSuchClaim };
        const correction = { figure, strike: struck, state: state ?? null };
        return asked({ kind: 'correct', storyId, correction }, { caller, at, why });
      },
    }),
  ];
};

interface NamedClaim {
  readonly figure: string;
  readonly authority: string;
  readonly min: number;
  readonly max: number | null;
}

async function claimOf(
  views: StoryRegroupDeps['views'],
  storyId: number,
  { figure, authority, min, max }: NamedClaim,
): Promise<Correction['strike'] | 'unknown'> {
  const claim = (await views.story(storyId))?.claims.findLast(
    (each) => each.kind === figure && each.authority.key === authority && each.min === min && each.max === max,
  );
  return claim === undefined ? 'unknown' : { min, max, authority: claim.authority, attribution: claim.attribution };
}

type Outcome = Awaited<ReturnType<typeof editStory>>;

function replyOf(outcome: Outcome): Reply<z.input<typeof editShape>> {
  if (outcome.kind === 'requested') return { value: { editId: outcome.editId } };
  if (outcome.reason.startsWith('there is no story')) return { problem: notFound };
  return { problem: { kind: 'invalid', detail: outcome.reason } };
}

const noSuchClaim: Problem = {
  kind: 'invalid',
  detail: 'The story has no such claim.',
  errors: [{ pointer: '/strike', detail: 'No claim of this figure, authority, min and max is in its ledger.' }],
};
