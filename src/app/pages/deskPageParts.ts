import { createAttentionStore } from '../../adapters/store/desk/storyAttention.ts';
import { createSeenStore } from '../../adapters/store/desk/storySeen.ts';
import { createStoryEdits } from '../../adapters/store/story/storyEdits.ts';
import { createDeskReadings } from '../../adapters/store/views/deskViews.ts';
import { createStoryReadings } from '../../adapters/store/views/storyReadings.ts';
import type { DeskPagesDeps } from '../../web/console/desk/deskPages.tsx';
import type { StoryPagesDeps } from '../../web/console/stories/storyPages.tsx';
import type { AppContext } from '../context.ts';

/** What the first page and the pages of stories need. */
export function deskPageParts({ db, clock }: AppContext): {
  readonly desk: DeskPagesDeps;
  readonly stories: StoryPagesDeps;
} {
  const [stories, seen] = [createStoryReadings(db), createSeenStore(db)];
  return {
    desk: { desk: createDeskReadings(db), seenUpTo: seen.seenUpTo, readHandover: stories.handover, clock },
    stories: {
      ...{ stories, clock, seenStory: seen.seenStory },
      attention: createAttentionStore(db),
      edits: createStoryEdits(db),
    },
  };
}
