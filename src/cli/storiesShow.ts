import { Command } from 'commander';
import { createStoryViews } from '../adapters/store/views/storyViews.ts';
import { idArgument } from './arguments.ts';
import { writeLine } from './jsonLines.ts';
import { onStore } from './onStore.ts';
import { shownStory, wholeStoryLine } from './storyOutput.ts';

export const storiesShowCommand = (): Command =>
  new Command('show')
    .description(
      'Shows one story: what its ledger states and who says so, how it changed, its articles, rules and edits.',
    )
    .argument('<story>', 'its number; `stories list` shows it', idArgument)
    .option('--json', 'write one JSON line', false)
    .action(show);

const show = (id: number, { json }: { readonly json: boolean }, command: Command): Promise<void> =>
  onStore(async (db) => {
    const story = await createStoryViews(db).story(id);
    if (story === null) return command.error(`error: there is no story ${id}`);
    if (json) await writeLine(wholeStoryLine(story));
    else process.stdout.write(shownStory(story));
  });
