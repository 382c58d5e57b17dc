import type { StoryWriter } from '../src/pipeline/story/storyWriter.ts';
import type { Queue, QueueWorker } from '../src/ports/queue.ts';

/** Takes the wake-ups of `story`. The writer holds its term from one to the next. */
export const workStory = (queue: Queue, writer: StoryWriter): Promise<QueueWorker> => queue.work('story', writer.run);
