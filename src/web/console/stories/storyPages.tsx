import { Hono } from 'hono';
import { type AcknowledgeStoryStore, acknowledgeStory } from '../../../desk/stories/acknowledgeStory.ts';
import { type EditStoryStore, editStory } from '../../../desk/stories/editStory.ts';
import { type MuteStoryStore, muteStory, unmuteStory } from '../../../desk/stories/muteStory.ts';
import { type NoteOnStoryStore, noteOnStory } from '../../../desk/stories/noteOnStory.ts';
import { releaseStory, type TakeStoryStore, takeStory } from '../../../desk/stories/takeStory.ts';
import type { StoryEdit } from '../../../domain/stories/storyEdit.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { StoryPlace, StoryReadings } from '../../../ports/storyPageReadings.ts';
import { doneAt } from '../../access/flash.ts';
import { returnPath } from '../../access/returnPath.ts';
import { type ConsoleContext, deedOf, type SignedIn } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import type { Refused } from './storyActions.tsx';
import { storyCsv } from './storyCsv.ts';
import { articlesIn, correctionIn, type Fields, figureIn, muteEndIn, wholeNumber } from './storyForms.ts';
import { StoryListPage } from './storyListPage.tsx';
import { StoryPage } from './storyPage.tsx';

export interface StoryPagesDeps {
  readonly stories: StoryReadings;
  readonly attention: TakeStoryStore & AcknowledgeStoryStore & NoteOnStoryStore & MuteStoryStore;
  readonly edits: EditStoryStore;
  /** Marks one story as seen by a person, up to that change. */
  readonly seenStory: (personId: number, storyId: number, change: number) => Promise<void>;
  readonly clock: Clock;
}

const longestSearch = 200;

/** What became of a form: done, with what is said on the next page, or refused, in the words of its fault. */
type Answer =
  | { readonly kind: 'done'; readonly says: string }
  | { readonly kind: 'refused'; readonly says: string; readonly status: 409 | 422 };

/** The list of stories, the page of one, and what an editor does with it. */
export function storyPages(deps: StoryPagesDeps): Hono<SignedIn> {
  const { stories, clock } = deps;
  const pages = new Hono<SignedIn>();
  pages.get('/stories', async (context) => {
    const [now, query] = [clock.now(), context.req.query()];
    const words = enteredText(query.q).slice(0, longestSearch);
    const filter = { words, figure: figureIn(query.figure), before: placeIn(query.before) };
    const list = await stories.list(filter, now);
    return context.html(<StoryListPage viewer={context.var.viewer} {...{ filter, list, now }} />);
  });
  pages.get('/stories/:file{\\d{1,15}\\.csv}', async (context) => {
    const storyId = Number.parseInt(context.req.param('file'), 10);
    const story = await stories.story(storyId, clock.now());
    if (story === null) return context.notFound();
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="story-${storyId}.csv"`,
    };
    return context.body(storyCsv(story), 200, headers);
  });
  pages.get('/stories/:id{\\d{1,15}}', (context) => shown(deps, context, Number(context.req.param('id')), null));
  pages.post('/stories/:id{\\d{1,15}}/:deed', async (context) => {
    const [storyId, name] = [Number(context.req.param('id')), context.req.param('deed')];
    const deed = deeds[name];
    if (deed === undefined) return context.notFound();
    const fields = await fieldsOf(context);
    const answer = await deed(deps, context, { storyId, fields });
    if (answer.kind === 'done') return doneAt(context, returnPath(fields.to ?? `/stories/${storyId}`), answer.says);
    const form = isForm(name) ? name : 'story';
    return shown(deps, context, storyId, { form, says: answer.says, fields }, answer.status);
  });
  return pages;
}

async function shown(
  { stories, seenStory, clock }: StoryPagesDeps,
  context: ConsoleContext,
  storyId: number,
  refused: Refused | null,
  status: 200 | 409 | 422 = 200,
) {
  const [now, { viewer }] = [clock.now(), context.var];
  const story = await stories.story(storyId, now);
  if (story === null) return context.notFound();
  if (story.change !== null && context.req.method === 'GET') await seenStory(viewer.person.id, storyId, story.change);
  return context.html(<StoryPage {...{ viewer, story, refused, now }} />, status);
}

interface Posted {
  readonly storyId: number;
  readonly fields: Fields;
}

type StoryDeed = (deps: StoryPagesDeps, context: ConsoleContext, posted: Posted) => Promise<Answer>;

const deeds: Readonly<Record<string, StoryDeed>> = {
  take: async ({ attention, clock }, context, posted) =>
    answerTo(context, await takeStory(attention, deedOf(context, clock.now()), attended(posted)), 'taken'),
  release: async ({ attention, clock }, context, posted) =>
    answerTo(context, await releaseStory(attention, deedOf(context, clock.now()), attended(posted)), 'released'),
  acknowledge: async ({ attention, clock }, context, posted) => {
    const story = { ...attended(posted), change: wholeNumber(posted.fields.change ?? '') ?? 0 };
    return answerTo(context, await acknowledgeStory(attention, deedOf(context, clock.now()), story), 'acknowledged');
  },
  note: async ({ attention, clock }, context, { storyId, fields }) => {
    const note = { storyId, text: fields.text ?? '' };
    const { kind } = await noteOnStory(attention, deedOf(context, clock.now()), note);
    return kind === 'noted' ? done(context, 'noted') : refusal(context, kind);
  },
  mute: async ({ attention, clock }, context, posted) => {
    const now = clock.now();
    const end = muteEndIn(posted.fields, context.var.viewer.person.timezone, now);
    if ('fault' in end) return refusal(context, end.fault);
    const deed = deedOf(context, now, posted.fields.why);
    return answerTo(context, await muteStory(attention, deed, { ...attended(posted), end }), 'muted');
  },
  unmute: async ({ attention, clock }, context, posted) =>
    answerTo(context, await unmuteStory(attention, deedOf(context, clock.now()), attended(posted)), 'unmuted'),
  merge: async (deps, context, { storyId: otherId, fields }) => {
    const storyId = wholeNumber(fields.into ?? '');
    if (storyId === null) return refusal(context, 'wrong number');
    return edited(deps, context, { kind: 'merge', storyId, otherId }, fields);
  },
  split: async (deps, context, { storyId, fields }) =>
    edited(deps, context, { kind: 'split', storyId, articles: articlesIn(fields) }, fields),
  correct: async (deps, context, { storyId, fields }) => {
    const story = await deps.stories.story(storyId, deps.clock.now());
    if (story === null) return refusal(context, 'no story');
    const correction = correctionIn(fields, story);
    if ('fault' in correction) return refusal(context, correction.fault);
    return edited(deps, context, { kind: 'correct', storyId, correction }, fields);
  },
};

async function edited(
  { edits, clock }: StoryPagesDeps,
  context: ConsoleContext,
  edit: StoryEdit,
  fields: Fields,
): Promise<Answer> {
  const outcome = await editStory(edits, deedOf(context, clock.now(), fields.why), edit);
  if (outcome.kind === 'requested') return done(context, 'edited');
  const says = `${outcome.reason.charAt(0).toUpperCase()}${outcome.reason.slice(1)}.`;
  return { kind: 'refused', says, status: 422 };
}

type Words = ConsoleContext['var']['viewer']['words']['stories'];

const done = (context: ConsoleContext, what: keyof Words['done']): Answer => ({
  ...{ kind: 'done', says: context.var.viewer.words.stories.done[what] },
});

const refusal = (context: ConsoleContext, fault: keyof Words['faults']): Answer => ({
  ...{ kind: 'refused', says: context.var.viewer.words.stories.faults[fault] },
  status: fault === 'conflict' ? 409 : 422,
});

type Outcome =
  | { readonly kind: 'done' | 'conflict' | 'no story' | 'not muted' }
  | { readonly kind: 'refused'; readonly fault: keyof Words['faults'] };

function answerTo(context: ConsoleContext, outcome: Outcome, what: keyof Words['done']): Answer {
  if (outcome.kind === 'done') return done(context, what);
  return refusal(context, outcome.kind === 'refused' ? outcome.fault : outcome.kind);
}

const attended = ({ storyId, fields }: Posted) => ({ storyId, basedOn: wholeNumber(fields.basedOn ?? '') });

const forms: readonly Refused['form'][] = ['note', 'mute', 'merge', 'split', 'correct'];

const isForm = (name: string): name is Refused['form'] => forms.some((form) => form === name);

async function fieldsOf(context: ConsoleContext): Promise<Fields> {
  const body = await context.req.parseBody();
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, enteredText(value)]));
}

function placeIn(text: string | undefined): StoryPlace | null {
  const [, at = '', id] = /^(\d{4}-[\d:T.Z-]{10,30})_(\d{1,15})$/.exec(text ?? '') ?? [];
  const time = new Date(at);
  return id === undefined || Number.isNaN(time.getTime()) ? null : { at: time, storyId: Number(id) };
}
