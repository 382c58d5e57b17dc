import { Command } from 'commander';
import { profileOf } from '../domain/stories/profile.ts';
import { StoryIndex } from '../domain/stories/storyIndex.ts';
import { readArticles } from './articleLines.ts';
import { writeLine } from './jsonLines.ts';

export const storiesCommand = (): Command =>
  new Command('stories')
    .description('Groups articles (JSON Lines, in time order) into stories; each is answered before the next is read.')
    .option('--articles <file>', 'the articles; - is standard input', '-')
    .action(stories);

async function stories({ articles }: { readonly articles: string }): Promise<void> {
  const index = new StoryIndex();
  let opened = 0;
  for await (const { id, words, publishedAt } of readArticles(articles)) {
    const profile = profileOf(words);
    const story = index.find(profile, publishedAt) ?? ++opened;
    index.add(story, profile, publishedAt);
    await writeLine({ id, story });
  }
}
