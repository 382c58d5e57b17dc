import { Command } from 'commander';
import { createStoryViews } from '../adapters/store/views/storyViews.ts';
import { systemClock } from '../app/systemPorts.ts';
import { dayMs } from '../domain/basics/time.ts';
import { countArgument } from './arguments.ts';
import { writeLine } from './jsonLines.ts';
import { onStore } from './onStore.ts';
import { shownHead, storyLine } from './storyOutput.ts';

interface Options {
  readonly days: number;
  readonly json: boolean;
}

export const storiesListCommand = (): Command =>
  new Command('list')
    .description(
      'Lists the stories with recent articles, newest first: their articles, outlets and what the ledger states.',
    )
    .option('--days <n>', 'only stories with an article in this many days', countArgument, 7)
    .option('--json', 'write one JSON line per story', false)
    .action(list);

const list = ({ days, json }: Options): Promise<void> =>
  onStore(async (db) => {
    const since = new Date(systemClock.now().getTime() - days * dayMs);
    let count = 0;
    for await (const story of createStoryViews(db).recent(since)) {
      count++;
      if (json) await writeLine(storyLine(story));
      else process.stdout.write(shownHead(story));
    }
    if (count === 0 && !json)
      process.stdout.write(`No story had an article in the last ${days === 1 ? 'day' : `${days} days`}.\n`);
  });
