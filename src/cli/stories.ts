import { Command } from 'commander';
import type { ReadableArticle } from '../domain/figures/figure.ts';
import { statedFigures } from '../domain/figures/reading.ts';
import { ArticleStream } from '../domain/stories/articleStream.ts';
import { figuresLength } from '../domain/stories/profile.ts';
import { shapeOf } from '../domain/stories/storyDesk.ts';
import { copyTextOf, readArticles } from './articleLines.ts';
import { writeLine } from './jsonLines.ts';
import { storiesMergeCommand, storiesSplitCommand } from './storiesEdit.ts';
import { storiesListCommand } from './storiesList.ts';
import { storiesShowCommand } from './storiesShow.ts';

export const storiesCommand = (): Command =>
  new Command('stories')
    .option('--articles <file>', 'the articles; - for standard input', '-')
    .action(stories)
    .addCommand(storiesListCommand())
    .addCommand(storiesShowCommand())
    .addCommand(storiesMergeCommand())
    .addCommand(storiesSplitCommand());

async function stories({ articles }: { readonly articles: string }): Promise<void> {
  const stream = new ArticleStream();
  for await (const { id, words, readable, publishedAt } of readArticles(articles)) {
    const { storyId } = stream.place(shapeOf(words, figuresOf(readable)), publishedAt, copyTextOf({ words }));
    await writeLine({ id, story: storyId });
  }
}

/** No more of a text is read than counts. */
const figuresOf = (readable: ReadableArticle) =>
  statedFigures({ ...readable, body: readable.body.slice(0, figuresLength) });
