import { afterEach, expect, it } from 'vitest';
import { createStoryStore } from '../../src/adapters/store/story/articlesToPlace.ts';
import { createStoryEdits } from '../../src/adapters/store/story/storyEdits.ts';
import { editStory } from '../../src/desk/stories/editStory.ts';
import type { FeedItem } from '../../src/domain/articles/article.ts';
import { storyGroups } from '../../src/domain/digests/storyGroups.ts';
import { viewOf } from '../../src/domain/ledger/view.ts';
import type { AlertPolicy } from '../../src/domain/rules/rule.ts';
import type { StoryEdit } from '../../src/domain/stories/storyEdit.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

let world: QuietWorld;
afterEach(() => world.close());

interface RuleToWatch {
  readonly query: string;
  readonly alert: AlertPolicy;
}

/** Subscription 1 hears at once, 2 in a digest an hour. */
const onChange = { query: 'ferry OR vessel', alert: { on: 'change' } } as const;

async function open(ships: RuleToWatch = onChange): Promise<void> {
  world = await createQuietWorld({
    start: '2024-05-08T06:00:00Z',
    feeds: ['wire', 'courier', 'radio'],
    rules: { ships },
    subscriptions: [{ rules: ['ships'] }, { rules: ['ships'], schedule: { every: 'hour' } }],
  });
  await world.runUntil(1);
}

async function publish(feed: string, minute: number, item: Partial<FeedItem>): Promise<void> {
  await world.runUntil(minute);
  world.publish(feed, item);
  await world.runUntil(minute + 2);
}

const ferry = (guid: string, toll: number): Partial<FeedItem> => ({
  guid,
  title: `Ferry Santa Orela sinks off Marindu, ${toll} killed`,
  contentText: `The ferry Santa Orela sank in a storm off the island of Marindu on Tuesday. ${toll} people were killed, the coast guard said. The ferry had left Port Caldis overloaded.`,
});
/** Of the same event, in other words: a story of its own. */
const vessel = (guid: string, toll: number): Partial<FeedItem> => ({
  guid,
  title: `Passenger vessel lost in Gulf of Ambara: ${toll} dead`,
  contentText: `A passenger vessel went down in the Gulf of Ambara in heavy seas. ${toll} people were killed, the Navy of Velmora said, whose divers search its hull.`,
});

const dana = { kind: 'command', id: null, name: 'dana' } as const;

const edit = (wanted: StoryEdit) =>
  editStory(createStoryEdits(world.db), { by: dana, why: 'one event', at: world.at(0) }, wanted);

/** Without the look that the deed takes first. */
const askedFor = (wanted: StoryEdit) => {
  const subject = { kind: 'story', id: String(wanted.storyId) } as const;
  return createStoryEdits(world.db).request(wanted, {
    action: 'story.split',
    subject,
    by: dana,
    why: 'test',
    at: world.at(0),
  });
};

interface StoredStory {
  readonly id: number;
  readonly articles: readonly number[];
}
/** That take articles, in order. */
const stories = () =>
  world.db.query<StoredStory>(
    `SELECT id, ARRAY(SELECT article_id FROM story_members WHERE story_id = s.id ORDER BY sequence) AS articles
       FROM stories AS s WHERE merged_into IS NULL ORDER BY id`,
  );
async function bothStories(): Promise<readonly [StoredStory, StoredStory]> {
  const [one, two, ...others] = await stories();
  if (one === undefined || two === undefined || others.length > 0) throw new Error('these are not two stories');
  return [one, two];
}
const ledgerOf = async (id: number) => viewOf((await createStoryStore(world.db).loadStory(id)).ledger);

/** What each message to a subscription shows of figures, from what they were to what they are. */
const figuresSent = (subscription: number) =>
  world.sent
    .filter((sent) => sent.subscription === subscription)
    .map(({ message }) =>
      storyGroups(message.entries).map(({ figures }) => figures.map(({ steps }) => steps.map((each) => each?.min))),
    );

it('after a merge the articles of either story are of the one, which counts the claims of both; nobody is notified again', async () => {
  await open();
  await publish('wire', 2, ferry('a', 17));
  await publish('courier', 6, vessel('b', 21));
  const [one, two] = await bothStories();
  const heard = [[[[undefined, 17]]], [[[undefined, 21]]]];
  expect(figuresSent(1)).toEqual(heard);
  await edit({ kind: 'merge', storyId: one.id, otherId: two.id });
  await world.runUntil(10);
  expect(await stories()).toEqual([{ id: one.id, articles: [...one.articles, ...two.articles] }]);
  const [merged] = await ledgerOf(one.id);
  expect(merged).toMatchObject({ min: 21, sources: 2, others: [{ min: 17 }] });
  expect(figuresSent(1)).toEqual(heard);
  await publish('radio', 12, vessel('c', 26));
  await publish('wire', 16, ferry('d', 31));
  expect((await stories()).map(({ id, articles }) => [id, articles.length])).toEqual([[one.id, 4]]);
  expect(figuresSent(1)).toEqual([...heard, [[[21, 26]]], [[[26, 31]]]]);
  await world.runUntil(61);
  expect(figuresSent(2)).toHaveLength(1);
});

it('a split parts the ledgers and what is sent of them; a merge leaves the ledger as if nothing had been', async () => {
  await open();
  await publish('wire', 2, ferry('a', 17));
  await publish('courier', 6, vessel('b', 21));
  const [one, two] = await bothStories();
  await edit({ kind: 'merge', storyId: one.id, otherId: two.id });
  await world.runUntil(8);
  const before = await ledgerOf(one.id);
  await edit({ kind: 'split', storyId: one.id, articles: two.articles });
  await world.runUntil(10);
  const [old, opened] = await bothStories();
  expect(old.id).toBe(one.id);
  expect([await ledgerOf(old.id), await ledgerOf(opened.id)]).toMatchObject([[{ min: 17 }], [{ min: 21 }]]);
  await publish('radio', 12, vessel('c', 26));
  expect((await bothStories()).map(({ articles }) => articles.length)).toEqual([1, 2]);
  expect(figuresSent(1).at(-1)).toEqual([[[21, 26]]]);
  expect(figuresSent(1)).toHaveLength(3);
  await edit({ kind: 'split', storyId: opened.id, articles: two.articles });
  await world.runUntil(14);
  const last = (await stories()).at(-1);
  await edit({ kind: 'merge', storyId: one.id, otherId: last?.id ?? 0 });
  await world.runUntil(16);
  expect(await ledgerOf(one.id)).toEqual(before);
  expect(figuresSent(1)).toHaveLength(3);
});

it('whoever was notified of a story is not notified that the one which it went into has opened', async () => {
  await open({ query: 'vessel', alert: { on: 'story' } });
  await publish('wire', 2, ferry('a', 17));
  await publish('courier', 6, vessel('b', 21));
  const [one, two] = await bothStories();
  expect(figuresSent(1)).toHaveLength(1);
  await edit({ kind: 'merge', storyId: one.id, otherId: two.id });
  await publish('radio', 10, vessel('c', 26));
  expect(await stories()).toHaveLength(1);
  expect(figuresSent(1)).toHaveLength(1);
});

it('a changed article is of the story that a split gave it', async () => {
  await open();
  await publish('wire', 2, ferry('a', 17));
  await publish('radio', 6, { ...ferry('b', 19), title: 'Santa Orela: coast guard counts 19 dead off Marindu' });
  const [one] = await stories();
  expect(one?.articles).toHaveLength(2);
  await edit({ kind: 'split', storyId: one?.id ?? 0, articles: one?.articles.slice(1) ?? [] });
  await world.runUntil(9);
  await publish('radio', 10, { ...ferry('b', 23), title: 'Santa Orela: coast guard counts 23 dead off Marindu' });
  const [old, opened] = await bothStories();
  expect([await ledgerOf(old.id), await ledgerOf(opened.id)]).toMatchObject([[{ min: 17 }], [{ min: 23 }]]);
});

it('an edit is applied once, by whichever writer comes; what it refuses stops nothing', async () => {
  await open();
  await publish('wire', 2, ferry('a', 17));
  await publish('courier', 6, vessel('b', 21));
  const [one, two] = await bothStories();
  await world.changeWriter();
  // It was right when it was asked for: the writer has the last word.
  await askedFor({ kind: 'split', storyId: one.id, articles: one.articles });
  await edit({ kind: 'merge', storyId: one.id, otherId: two.id });
  await world.runUntil(8);
  await world.changeWriter();
  await publish('radio', 10, vessel('c', 26));
  expect((await stories()).map(({ articles }) => articles.length)).toEqual([3]);
  expect(
    await world.db.query('SELECT kind, applied_at, refused IS NOT NULL AS refused FROM story_edits ORDER BY id'),
  ).toEqual([
    { kind: 'split', applied_at: null, refused: true },
    { kind: 'merge', applied_at: world.at(8), refused: false },
  ]);
  expect(await world.db.query('SELECT FROM moves WHERE edit_id IS NOT NULL')).toHaveLength(1);
  expect(figuresSent(1)).toHaveLength(3);
});
