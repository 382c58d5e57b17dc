import { type Article, bodyOf } from '../../domain/articles/article.ts';
import { publishedLocally } from '../../domain/articles/publishedLocally.ts';
import { dayMs } from '../../domain/basics/time.ts';
import { statedOf } from '../../domain/figures/figure.ts';
import { claimsOf } from '../../domain/ledger/claimsOf.ts';
import { outletClock } from '../../domain/ledger/outletClock.ts';
import { advanceStory, newStory, type StoryState } from '../../domain/stories/advanceStory.ts';
import { RecentStories } from '../../domain/stories/recentStories.ts';
import { type CopyEvidence, StoryDesk, shapeOf } from '../../domain/stories/storyDesk.ts';
import { mostSilentDays } from '../../domain/stories/storyIndex.ts';
import { storyNewsOf } from '../../domain/stories/storyNews.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import { isPassingFault } from '../../ports/passingFault.ts';
import type { Step } from '../../ports/queue.ts';
import { giveBack } from '../shared/keepLeases.ts';
import type { Leadership, StoryStore, WaitingArticle } from './storyStore.ts';

export interface StoryDeps {
  readonly store: StoryStore;
  readonly clock: Clock;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

/** The one that gives articles their place. Keeps its leadership, and the live stories, from run to run. */
export interface StoryWriter {
  /** Takes every waiting article in order. Does nothing while another process is the writer. */
  run(signal: AbortSignal): Promise<void>;
  /** Steps down, so that another process takes over at once. */
  close(): Promise<void>;
}

interface Leader {
  readonly leadership: Leadership;
  readonly desk: StoryDesk;
  /** The others are read from the store when an article comes. */
  readonly states: RecentStories<StoryState>;
}

/** Copies come within days. */
const foldedDays = 7;

const ledgersInMemory = 2000;

export function createStoryWriter(deps: StoryDeps): StoryWriter {
  let leader: Leader | null = null;

  const release = async () => {
    const left = leader;
    leader = null;
    await left?.leadership.release();
  };

  return {
    async run(signal) {
      if (leader?.leadership.lost.aborted) {
        deps.log.warn({ epoch: leader.leadership.epoch }, 'the connection of the story writer was lost');
        await release();
      }
      let end: EndOfRun;
      do {
        leader ??= await becomeLeader(deps);
        if (leader === null) return;
        // After edits, a refused settlement or an error the memory may differ from the store: it is rebuilt.
        end = await assignStories(deps, leader, signal).catch(async (error: unknown) => {
          await release();
          throw error;
        });
        if (end !== 'done') await release();
      } while (end === 'edits wait' && !signal.aborted);
    },
    close: release,
  };
}

const daysAgo = (clock: Clock, days: number): Date => new Date(clock.now().getTime() - days * dayMs);

/** Edits are applied here and nowhere else: nothing is in memory yet that they would make wrong. */
async function becomeLeader(deps: StoryDeps): Promise<Leader | null> {
  const { store, clock, log } = deps;
  const leadership = await store.becomeLeader();
  if (leadership === null) return null;
  try {
    await applyEdits(deps, leadership);
    const desk = new StoryDesk();
    for await (const { profile, at, ...seat } of store.loadStoryMembers(daysAgo(clock, mostSilentDays)))
      desk.seatInStory(profile, at, seat);
    for (const member of await store.loadFoldMembers(daysAgo(clock, foldedDays))) desk.seatAmongCopies(member);
    log.info({ epoch: leadership.epoch, stories: desk.size }, 'this process is now the story writer');
    return { leadership, desk, states: new RecentStories<StoryState>(ledgersInMemory) };
  } catch (error) {
    await leadership.release();
    throw error;
  }
}

async function applyEdits({ store, clock, log }: StoryDeps, leadership: Leadership): Promise<void> {
  while (!leadership.lost.aborted) {
    const applied = await store.applyNextEdit(leadership, clock.now());
    if (applied === null || applied.kind === 'lost') return;
    if (applied.kind === 'applied') log.info({ edit: applied.edit }, 'applied a story edit');
    else log.warn({ edit: applied.edit, reason: applied.reason }, 'refused a story edit');
  }
}

/** `lost`: another process is the writer, or took the article. */
type EndOfRun = 'done' | 'edits wait' | 'lost';

async function assignStories(deps: StoryDeps, leader: Leader, signal: AbortSignal): Promise<EndOfRun> {
  leader.desk.forgetBefore(daysAgo(deps.clock, foldedDays), daysAgo(deps.clock, mostSilentDays));
  while (!signal.aborted && !leader.leadership.lost.aborted) {
    if (await deps.store.hasWaitingEdits()) return 'edits wait';
    const waiting = await deps.store.nextForStory(leader.leadership);
    if (waiting === null) return 'done';
    const isAssigned = await assignStory(deps, leader, waiting).catch((error: unknown) => {
      if (isPassingFault(error)) giveBack(deps.store, [waiting.lease]);
      throw error;
    });
    if (!isAssigned) return 'lost';
    deps.wake('plan');
  }
  return leader.leadership.lost.aborted ? 'lost' : 'done';
}

async function assignStory({ store, clock }: StoryDeps, leader: Leader, waiting: WaitingArticle): Promise<boolean> {
  const { lease, article, matches, reading, knownStoryId } = waiting;
  const { articleId, seenAt } = article;
  const evidence = evidenceOf(article);
  const read = shapeOf(evidence, statedOf(reading.figures));
  const at = publishedOf(article);
  const placement = leader.desk.placementOf({ articleId, shape: read, evidence, at, knownStoryId });
  const shape = { ...read, profile: placement.headlineProfile ?? read.profile };
  const before = await stateOf(store, leader, placement.storyId);
  const claims = claimsOf(ledgerArticle(article, at), reading.figures, reading.totals);
  const advanced = advanceStory(before, {
    ...{ articleId, matches, claims, figures: reading.figures },
    pageStart: article.fullText?.pageStart,
  });
  const news = storyNewsOf(advanced, reading.figures);
  const decision = { lease, article, shape, placement, at, news, ...advanced };
  const seat = await store.settleStory(leader.leadership, decision, clock.now());
  if (seat === null) return false;
  leader.desk.seat({ articleId, shape, evidence, at }, { ...seat, seenAt });
  leader.states.set(seat.storyId, advanced.state);
  return true;
}

const evidenceOf = (article: Article): CopyEvidence => ({
  ...{ title: article.title, body: bodyOf(article), lang: article.lang },
  ...{ outlet: article.outlet.domain ?? article.outlet.name, publishedAt: article.publishedAt },
  isReissue: article.isReissue === true,
});

/** No article is of the future; one without a date is of when it appeared. */
const publishedOf = ({ publishedAt, savedAt }: Article): Date =>
  publishedAt !== null && publishedAt <= savedAt ? publishedAt : savedAt;

async function stateOf(store: StoryStore, { states }: Leader, storyId: number | null): Promise<StoryState> {
  if (storyId === null) return newStory;
  return states.get(storyId) ?? (await store.loadStory(storyId));
}

/** What a publisher changes is said when it changes; claims that it repeats keep their time (see `advanceStory`). */
const ledgerArticle = (article: Article, publishedAt: Date) => ({
  articleId: String(article.articleId),
  ...{ outlet: article.outlet.name, title: article.title, body: bodyOf(article) },
  ...(article.fullText && { pageStart: article.fullText.pageStart }),
  publishedAt: article.revision === 1 ? publishedAt : article.savedAt,
  ...outletClock(publishedLocally(article), publishedAt),
});
