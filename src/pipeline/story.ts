import { type Article, bodyOf } from '../domain/articles/article.ts';
import { createFoldIndex, type FoldIndex } from '../domain/stories/foldIndex.ts';
import { numbersIn } from '../domain/stories/numbers.ts';
import { signatureOf } from '../domain/stories/signature.ts';
import type { Clock } from '../ports/clock.ts';
import type { StepLog } from '../ports/log.ts';
import type { Step } from '../ports/queue.ts';
import type { StoryStore, WaitingArticle, WriterTerm } from './storyStore.ts';

export interface StoryDeps {
  readonly store: StoryStore;
  readonly clock: Clock;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

/** The one that gives articles their place. Holds its term, and what it knows of the last days, from run to run. */
export interface StoryWriter {
  /** Takes every waiting article in order. Does nothing while another process is the writer. */
  run(signal: AbortSignal): Promise<void>;
  /** Gives the term up, so that another process takes over at once. */
  close(): Promise<void>;
}

interface Office {
  readonly term: WriterTerm;
  readonly index: FoldIndex;
}

const foldedDays = 7;
const dayMs = 86_400_000;

export function createStoryWriter(deps: StoryDeps): StoryWriter {
  let office: Office | null = null;

  const resign = async () => {
    const left = office;
    office = null;
    await left?.term.resign();
  };

  return {
    async run(signal) {
      if (office?.term.lost.aborted) await resign();
      office ??= await takeOffice(deps);
      if (office === null) return;
      // After a refused settlement or an error the memory may differ from the store: it is rebuilt.
      const isSound = await assignStories(deps, office, signal).catch(async (error: unknown) => {
        await resign();
        throw error;
      });
      if (!isSound) await resign();
    },
    close: resign,
  };
}

const memoryStart = (clock: Clock): Date => new Date(clock.now().getTime() - foldedDays * dayMs);

async function takeOffice({ store, clock, log }: StoryDeps): Promise<Office | null> {
  const term = await store.becomeWriter();
  if (term === null) return null;
  try {
    const index = createFoldIndex();
    for (const member of await store.loadFoldMembers(memoryStart(clock))) index.add(member);
    log.info({ epoch: term.epoch, articles: index.size }, 'this process is the story writer');
    return { term, index };
  } catch (error) {
    await term.resign();
    throw error;
  }
}

/** False when a settlement was refused: another process is the writer, or took the article. */
async function assignStories(deps: StoryDeps, office: Office, signal: AbortSignal): Promise<boolean> {
  office.index.forgetBefore(memoryStart(deps.clock));
  while (!signal.aborted && !office.term.lost.aborted) {
    const waiting = await deps.store.nextForStory(office.term);
    if (waiting === null) return true;
    if (!(await assignStory(deps, office, waiting))) return false;
    deps.wake('plan');
  }
  return !office.term.lost.aborted;
}

async function assignStory(
  { store, clock }: StoryDeps,
  { term, index }: Office,
  { lease, article }: WaitingArticle,
): Promise<boolean> {
  const text = textOf(article);
  const shape = { articleId: article.articleId, signature: signatureOf(text), numbers: numbersIn(text) };
  const foldGroupId = await store.settleStory(
    term,
    { ...shape, lease, article, foldGroupId: index.find(shape) },
    clock.now(),
  );
  if (foldGroupId === null) return false;
  index.add({ ...shape, foldGroupId, seenAt: article.seenAt });
  return true;
}

/** The body where there is enough of one: outlets give the same agency text headlines of their own. */
function textOf(article: Article): string {
  const body = bodyOf(article);
  return body.length >= 100 ? body : `${article.title} ${body}`;
}
