import { z } from '@hono/zod-openapi';
import { type AcknowledgeStoryStore, acknowledgeStory } from '../../desk/stories/acknowledgeStory.ts';
import type { AttentionOutcome } from '../../desk/stories/attendToStory.ts';
import { type MuteFault, type MuteStoryStore, muteStory, unmuteStory } from '../../desk/stories/muteStory.ts';
import { longestNote, type NoteOnStoryStore, noteOnStory } from '../../desk/stories/noteOnStory.ts';
import { releaseStory, type TakeStoryStore, takeStory } from '../../desk/stories/takeStory.ts';
import { figureKinds } from '../../domain/figures/figure.ts';
import type { StoryAttention } from '../../domain/stories/attention.ts';
import { longestMuteDays, type MuteEnd } from '../../domain/stories/mute.ts';
import { deedBy } from './apiCaller.ts';
import { closed, instant, instantOrNull, instantParameter, nothing, numberParameter, reason } from './apiShapes.ts';
import { type ApiRoute, type Call, notFound, operation, type Reply } from './operation.ts';
import { editedMeanwhile, etagOf } from './preconditions.ts';
import type { Problem } from './problem.ts';

export interface StoryEditDeps {
  readonly attentionStore: AcknowledgeStoryStore & TakeStoryStore & MuteStoryStore & NoteOnStoryStore;
  /** Null: there is no such story. */
  readonly attention: (storyId: number, now: Date) => Promise<AttentionNow | null>;
}

export interface AttentionNow {
  readonly attention: StoryAttention;
  /** The number of its last change; null: no rule has matched it. */
  readonly changed: number | null;
}

const tag = 'Stories';

const attentionShape = closed({
  version: z.int(),
  owner: closed({ name: z.string(), since: instant }).nullable(),
  acknowledged: closed({ by: z.string(), at: instant, change: z.int() }).nullable(),
  mute: closed({
    until: instantOrNull,
    figure: z.enum(figureKinds).nullable().openapi({ description: 'The figure that ends it by moving.' }),
    byPercent: z.number().nullable(),
    byCount: z.number().nullable(),
    base: z.number().nullable().openapi({ description: 'What the ledger said of the figure then.' }),
    setAt: instant,
    setBy: z.string(),
    reason: z.string(),
  }).nullable(),
}).openapi('StoryAttention');

const muteShape = z
  .strictObject({
    until: instantParameter.optional(),
    figure: z.enum(figureKinds).optional(),
    byPercent: z.int().optional(),
    byCount: z.int().optional(),
    why: reason,
  })
  .refine(({ until, figure }) => until === undefined || figure === undefined, 'give until or figure, not both')
  .refine(
    ({ figure, byPercent, byCount }) =>
      figure === undefined
        ? byPercent === undefined && byCount === undefined
        : (byPercent === undefined) !== (byCount === undefined),
    'figure needs byPercent or byCount',
  );

const params = z.object({ id: numberParameter });
const body = z.strictObject({ why: reason });
const edit = { tag, scope: 'write', isEdit: true, params, reply: attentionShape } as const;

export const storyEditOperations = ({ attentionStore: store, attention }: StoryEditDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'getStoryAttention', method: 'get', path: '/stories/{id}/attention', tag, scope: 'read', params },
    summary: 'Who has a story, up to where it was looked at, and whether it is muted',
    reply: closed({
      attention: attentionShape,
      changed: z.int().nullable().openapi({ description: 'The number of its last change, to be acknowledged.' }),
    }),
    async run({ params: { id }, at }) {
      const now = await attention(id, at);
      if (now === null) return { problem: notFound };
      return { value: { ...now, attention: shown(now.attention) }, etag: etagOf(now.attention.version) };
    },
  }),
  operation({
    ...{ id: 'takeStory', method: 'put', path: '/stories/{id}/owner', ...edit, body },
    summary: 'Gives a story to whoever calls, so that everybody sees who has it',
    run: async (call) => decided(await takeStory(store, deedBy(call.caller, call.at, call.body.why), seen(call)), call),
  }),
  operation({
    ...{ id: 'releaseStory', method: 'delete', path: '/stories/{id}/owner', ...edit },
    summary: 'Gives a story to nobody',
    run: async (call) => decided(await releaseStory(store, deedBy(call.caller, call.at, ''), seen(call)), call),
  }),
  operation({
    ...{ id: 'acknowledgeStory', method: 'put', path: '/stories/{id}/acknowledgement', ...edit },
    summary: 'Notes for everybody that somebody has looked at what had changed by then',
    body: z.strictObject({ change: z.int().min(0), why: reason }),
    async run(call) {
      const { change, why } = call.body;
      const deed = deedBy(call.caller, call.at, why);
      return decided(await acknowledgeStory(store, deed, { ...seen(call), change }), call);
    },
  }),
  operation({
    ...{ id: 'muteStory', method: 'put', path: '/stories/{id}/mute', ...edit, body: muteShape },
    summary:
      'Holds back all notifications of a story: until a time, until a figure moves by so much, or until somebody ends it',
    async run(call) {
      const deed = deedBy(call.caller, call.at, call.body.why);
      const outcome = await muteStory(store, deed, { ...seen(call), end: endOf(call.body) });
      return outcome.kind === 'refused' ? { problem: muteRefused[outcome.fault] } : decided(outcome, call);
    },
  }),
  operation({
    ...{ id: 'unmuteStory', method: 'delete', path: '/stories/{id}/mute', ...edit },
    summary: 'Ends a mute: whoever was not notified because of it is notified now',
    async run(call) {
      const outcome = await unmuteStory(store, deedBy(call.caller, call.at, ''), seen(call));
      return outcome.kind === 'not muted' ? { problem: notMuted } : decided(outcome, call);
    },
  }),
  operation({
    ...{ id: 'noteOnStory', method: 'post', path: '/stories/{id}/notes', tag, scope: 'write', params },
    summary: 'Writes a note that all who look at the story see',
    ...{ makesSomething: true, body: z.strictObject({ text: z.string() }), status: 204, reply: nothing },
    async run({ params: { id: storyId }, body: { text }, caller, at }) {
      const outcome = await noteOnStory(store, deedBy(caller, at, ''), { storyId, text });
      if (outcome.kind === 'noted') return { value: null };
      return { problem: outcome.kind === 'no story' ? notFound : noteRefused };
    },
  }),
];

type EditCall = Pick<Call<{ readonly id: number }, unknown, unknown>, 'params' | 'version' | 'body'>;

/** A version that is no number is none that a story ever had. */
const seen = ({ params: { id }, version }: EditCall) => ({
  storyId: id,
  basedOn: version === null ? null : /^\d{1,9}$/.test(version) ? Number(version) : -1,
});

function decided(outcome: AttentionOutcome, { body: sent }: EditCall): Reply<z.input<typeof attentionShape>> {
  if (outcome.kind === 'no story') return { problem: notFound };
  if (outcome.kind === 'conflict') return { problem: editedMeanwhile(shown(outcome.current), sent ?? null) };
  return { value: shown(outcome.attention), etag: etagOf(outcome.attention.version) };
}

const shown = ({ mute, ...attention }: StoryAttention) => ({
  ...attention,
  mute: mute === null ? null : { ...mute, ...shownEnd(mute.end) },
});

const shownEnd = (end: MuteEnd) => ({
  until: end.kind === 'time' ? end.until : null,
  figure: end.kind === 'move' ? end.figure : null,
  byPercent: end.kind === 'move' && 'percent' in end.by ? end.by.percent : null,
  byCount: end.kind === 'move' && 'count' in end.by ? end.by.count : null,
});

function endOf({ until, figure, byPercent, byCount }: z.output<typeof muteShape>): MuteEnd {
  if (until !== undefined) return { kind: 'time', until };
  if (figure === undefined) return { kind: 'never' };
  return { kind: 'move', figure, by: byPercent === undefined ? { count: byCount ?? 0 } : { percent: byPercent } };
}

const faulty = (pointer: string, detail: string): Problem => ({
  ...{ kind: 'invalid', detail },
  errors: [{ pointer, detail }],
});

const muteRefused: Readonly<Record<MuteFault, Problem>> = {
  'no reason': faulty('/why', 'Say why: everybody sees it.'),
  past: faulty('/until', 'It is past.'),
  'too far': faulty('/until', `A mute lasts at most ${longestMuteDays} days.`),
  'no amount': faulty('/figure', 'Give byPercent or byCount, a whole number above 0.'),
};

const notMuted: Problem = { kind: 'not-found', detail: 'The story is not muted.' };
const noteRefused = faulty('/text', `A note has 1 to ${longestNote} characters.`);
