import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { lineOf } from '../adapters/channels/mail/hostileText.ts';
import { createStoryEdits, type EditState, type StoryEdits } from '../adapters/store/story/storyEdits.ts';
import { systemClock } from '../app/systemPorts.ts';
import { editStory } from '../desk/stories/editStory.ts';
import type { EditedStory, StoryEdit } from '../domain/stories/storyEdit.ts';
import { idArgument } from './arguments.ts';
import { onStore, refuse } from './onStore.ts';

interface Options {
  readonly why: string;
  readonly by?: string;
}

export const storiesMergeCommand = (): Command =>
  editCommand('merge')
    .description('Merges two stories: the articles and claims of the second go into the first. Nobody is notified.')
    .argument('<into>', 'the story that stays', idArgument)
    .argument('<from>', 'the story that is merged into it', idArgument)
    .action((storyId: number, otherId: number, options: Options, command: Command) =>
      edit({ kind: 'merge', storyId, otherId }, options, command),
    );

export const storiesSplitCommand = (): Command =>
  editCommand('split')
    .description('Moves articles about another event, with their claims, to a new story. Nobody is notified.')
    .argument('<story>', 'the story that they leave', idArgument)
    .argument('<article...>', 'their numbers; `stories show` lists them. Copies of a text go with it', readArticles)
    .action((storyId: number, articles: readonly number[], options: Options, command: Command) =>
      edit({ kind: 'split', storyId, articles }, options, command),
    );

const editCommand = (name: string): Command =>
  new Command(name)
    .requiredOption('--why <text>', 'the reason, kept with the story')
    .option('--by <name>', 'who makes the edit (default: your login name)');

const readArticles = (text: string, before: readonly number[] = []): readonly number[] => [
  ...new Set([...before, idArgument(text)]),
];

const edit = (named: StoryEdit, { why, by }: Options, command: Command): Promise<void> =>
  onStore(async (db) => {
    const edits = createStoryEdits(db);
    const actor = { kind: 'command', id: null, name: by ?? userInfo().username } as const;
    const outcome = await editStory(edits, { by: actor, why: why.trim(), at: systemClock.now() }, named);
    if (outcome.kind === 'refused') return command.error(`error: ${outcome.reason}`);
    process.stdout.write(`${shownPlan(outcome.edit, outcome.stories)}\n`);
    show(await settled(edits, outcome.editId), outcome.edit, outcome.editId);
  });

function shownPlan(wanted: StoryEdit, stories: readonly EditedStory[]): string {
  const shown = (id: number) => {
    const story = stories.find((each) => each.id === id);
    return `story ${id} (${counted(story?.articles.length ?? 0)}: ${lineOf(story?.title ?? '')})`;
  };
  if (wanted.kind === 'merge')
    return `${shown(wanted.otherId)} is merged into ${shown(wanted.storyId)}. Its ledger counts the claims of both, and further articles of either join it.`;
  if (wanted.kind === 'correct') return `The ledger of ${shown(wanted.storyId)} is corrected.`;
  const { storyId, articles } = wanted;
  return `A new story takes ${counted(articles.length)} (${articles.join(', ')}) of ${shown(storyId)}, with their claims.`;
}

const counted = (articles: number): string => `${articles} ${articles === 1 ? 'article' : 'articles'}`;

const lookEveryMs = 200;
const waitForWriterMs = 3000;
const waitMs = 10_000;

/** A service that runs takes edits up within a second or two; the first of them makes it the story writer. */
async function settled(edits: StoryEdits, id: number): Promise<EditState> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const state = await edits.state(id);
    const isInVain = state.kind === 'waiting' && !state.hasLeader && waitedMs >= waitForWriterMs;
    if (state.kind !== 'waiting' || isInVain || waitedMs >= waitMs) return state;
    await sleep(lookEveryMs);
  }
}

function show(state: EditState, { kind, storyId }: StoryEdit, id: number): void {
  if (state.kind === 'refused') refuse(`The service refused the edit: ${state.reason}. Nothing was changed.`);
  else process.stdout.write(`${state.kind === 'waiting' ? waits(state, id, storyId) : applied(state, kind)}\n`);
}

const applied = ({ otherId }: Extract<EditState, { kind: 'applied' }>, kind: StoryEdit['kind']): string =>
  otherId === null || kind === 'merge' ? 'Applied.' : `Applied: opened story ${otherId}.`;

const waits = ({ hasLeader }: Extract<EditState, { kind: 'waiting' }>, id: number, storyId: number): string =>
  hasLeader
    ? `The service is still working and will apply it as edit ${id}; \`stories show ${storyId}\` shows when it has.`
    : `Saved as edit ${id}. No service is running; it will be applied when one starts.`;
