import { afterEach, describe, expect, it } from 'vitest';
import { figureWords } from '../../src/adapters/channels/mail/figureWords.ts';
import { createReplayStore } from '../../src/adapters/store/history/articlesToReplay.ts';
import { createSearchStore } from '../../src/adapters/store/history/searchedArticles.ts';
import { createRuleStore } from '../../src/adapters/store/rules/ruleStore.ts';
import { createStoryViews } from '../../src/adapters/store/views/storyViews.ts';
import { shownStory } from '../../src/cli/storyOutput.ts';
import type { FeedItem } from '../../src/domain/articles/article.ts';
import { isMoved, storyGroups } from '../../src/domain/digests/storyGroups.ts';
import type { AlertPolicy } from '../../src/domain/rules/rule.ts';
import { previewRule } from '../../src/pipeline/history/previewRule.ts';
import { replay } from '../../src/pipeline/history/replayArticles.ts';
import { createQuietWorld, type QuietWorld, type Sent } from '../support/quietWorld.ts';

let world: QuietWorld;
afterEach(() => world.close());

const onChange: AlertPolicy = { on: 'change' };

/** Subscription 1 hears at once, 2 in a digest an hour. */
async function open(alert: AlertPolicy, query = 'ferry'): Promise<void> {
  world = await createQuietWorld({
    start: '2024-05-08T06:00:00Z',
    feeds: ['wire', 'courier', 'radio'],
    rules: { ferry: { query, alert } },
    subscriptions: [{ rules: ['ferry'] }, { rules: ['ferry'], schedule: { every: 'hour' } }],
  });
  await world.runUntil(1);
}

const sentTo = (subscription: number): readonly Sent[] =>
  world.sent.filter((sent) => sent.subscription === subscription);

/** Each message of a subscription, by the figures that moved in it. */
const movesSent = (subscription: number): readonly (readonly string[])[] =>
  sentTo(subscription).map(({ message }) =>
    storyGroups(message.entries).flatMap(({ figures }) => figures.filter(isMoved).map(figureWords)),
  );

async function publish(feed: string, minute: number, item: Partial<FeedItem>): Promise<void> {
  await world.runUntil(minute);
  world.publish(feed, item);
  await world.runUntil(minute + 2);
}

const sinking = (id: string, toll: string): Partial<FeedItem> => ({
  guid: id,
  title: `Ferry Santa Orela sinks off Marindu, ${toll}`,
  contentText: `The ferry Santa Orela sank in a storm off the island of Marindu on Tuesday. ${toll}, the coast guard said. The ferry had left Port Caldis overloaded, survivors told Radio Caldis.`,
});
const inOtherWords: Partial<FeedItem> = {
  guid: 'b',
  title: 'Rescuers search for survivors of the ferry Santa Orela near Marindu',
  contentText:
    'Helicopters were looking for passengers of the Santa Orela, which went down near Marindu. The ferry had set out from Port Caldis in heavy weather, the coast guard said, and all flags there fly at half mast.',
};
const silentOnTheWord: Partial<FeedItem> = {
  guid: 'c',
  title: 'Toll of Santa Orela rises to 31 off Marindu',
  contentText:
    'In all 31 people were killed when the Santa Orela sank off the island of Marindu, the coast guard said on Wednesday. Port Caldis is in mourning, and Radio Caldis plays solemn music.',
};

describe('a rule that speaks of changes', () => {
  it('sends each change of the story’s ledger once, up and down, whichever article brings it', async () => {
    await open(onChange);
    await publish('wire', 2, sinking('a', '17 people were killed'));
    await publish('courier', 10, inOtherWords);
    await publish('radio', 20, silentOnTheWord);
    await publish('courier', 30, {
      ...sinking('d', '28 people were killed'),
      title: 'Coast guard corrects toll of ferry Santa Orela to 28',
      contentText:
        'The coast guard has corrected its toll of the Santa Orela, which sank off Marindu. The coast guard said that 28 people were killed, as some had been counted twice. The ferry had left Port Caldis overloaded.',
    });
    expect(movesSent(1)).toEqual([['killed 17'], ['killed 17 → 31'], ['killed 31 → 28']]);
    expect(sentTo(1).map(({ message }) => message.entries[0]?.reasons.map(({ ruleId }) => ruleId))).toEqual(
      Array.from({ length: 3 }, () => ['ferry']),
    );
  });

  it('lists in the digest every article that matched, and what moved', async () => {
    await open(onChange);
    await publish('wire', 2, sinking('a', '17 people were killed'));
    await publish('courier', 10, inOtherWords);
    await publish('radio', 20, silentOnTheWord);
    await world.runUntil(61);
    expect(movesSent(2)).toEqual([['killed 17 → 31']]);
    expect(sentTo(2)[0]?.message.entries).toHaveLength(3);
  });

  it('sends a rise as of a day that has begun where the outlet is, but not by UTC, with that day as the article states it', async () => {
    world = await createQuietWorld({
      start: '2024-05-10T18:00:00Z',
      feeds: ['wire', 'courier', 'radio'],
      rules: { ferry: { query: 'ferry', alert: onChange } },
      subscriptions: [{ rules: ['ferry'] }],
    });
    await world.runUntil(1);
    await publish('wire', 2, sinking('a', '17 people were killed'));
    world.sleepUntil(59);
    await publish('courier', 60, {
      ...sinking('s', 'As of Saturday morning, 31 people had been killed'),
      title: silentOnTheWord.title ?? '',
    });
    await world.changeWriter();
    world.sleepUntil(599);
    await publish('radio', 600, sinking('t', '32 people were killed'));
    expect(movesSent(1)).toEqual([['killed 17'], ['killed 17 → 31'], ['killed 31 → 32']]);
    const [, rise] = sentTo(1);
    expect(rise?.message.entries[0]?.story?.ledger.map(({ asOf }) => asOf)).toEqual(['2024-05-11']);
    expect(await world.db.query('SELECT as_of_day::text AS day FROM moves WHERE to_min = 31')).toEqual([
      { day: '2024-05-11' },
    ]);
    const story = await createStoryViews(world.db).story(1);
    expect(story?.moves.map(({ asOf }) => asOf?.length)).toEqual([24, 10, 24]);
    if (story === null) throw new Error('the story is gone');
    expect(
      shownStory({ ...story, ledger: story.ledger.map((figure) => ({ ...figure, asOf: '2024-05-11' })) }),
    ).toContain('since 2024-05-11\n');
  });

  it('is sent the same by a writer that has taken over', async () => {
    await open(onChange);
    await publish('wire', 2, sinking('a', '17 people were killed'));
    await world.changeWriter();
    await publish('courier', 10, inOtherWords);
    await world.changeWriter();
    await publish('radio', 20, silentOnTheWord);
    expect(movesSent(1)).toEqual([['killed 17'], ['killed 17 → 31']]);
    expect(await world.db.query('SELECT count(*) AS stories FROM stories')).toEqual([{ stories: 1 }]);
  });

  it('says that a figure was withdrawn, when its article no longer says it', async () => {
    await open(onChange);
    await publish('wire', 2, sinking('a', '17 people were killed'));
    await publish('wire', 10, sinking('a', 'Nothing is known of the passengers'));
    expect(movesSent(1)).toEqual([['killed 17'], ['killed 17 → withdrawn']]);
    const claims = await world.db.query('SELECT min, withdrawn_at IS NOT NULL AS gone FROM claims');
    expect(claims).toEqual([{ min: 17, gone: true }]);
  });

  it('sends a term of the rule that the story shows for the first time', async () => {
    await open(onChange, 'ferry OR helicopter');
    await publish('wire', 2, sinking('a', '17 people were killed'));
    await publish('courier', 10, inOtherWords);
    expect(sentTo(1).map(({ message }) => message.entries[0]?.story?.facts.map(({ kind }) => kind))).toEqual([
      ['move'],
      ['term'],
    ]);
  });
});

it('a rule that speaks of stories speaks once of each', async () => {
  await open({ on: 'story' });
  await publish('wire', 2, sinking('a', '17 people were killed'));
  await publish('courier', 10, inOtherWords);
  await publish('radio', 20, silentOnTheWord);
  await publish('wire', 30, {
    guid: 'x',
    title: 'Ferry prices rise in Velmora',
    contentText: 'A ferry costs more there.',
  });
  expect(sentTo(1)).toHaveLength(2);
});
it('a condition on the ledger holds for the article that moves it, and for no other', async () => {
  await open({ on: 'article' }, 'santa AND rise(killed) >= 50%');
  await publish('wire', 2, sinking('a', '17 people were killed'));
  await publish('courier', 10, inOtherWords);
  await publish('radio', 20, silentOnTheWord);
  expect(sentTo(1).map(({ message }) => message.entries[0]?.title.text)).toEqual([silentOnTheWord.title]);
});

describe('alert.when', () => {
  it('compares with what the subscription was last sent, not with the last change', async () => {
    await open({ on: 'change', when: 'rise(killed) >= 50%' });
    for (const [place, toll] of [16, 20, 26].entries())
      await publish('wire', 10 * (place + 1), sinking(`t${place}`, `${toll} people were killed`));
    expect(movesSent(1)).toEqual([]);
    await publish('wire', 50, sinking('t9', '40 people were killed'));
    await publish('wire', 60, sinking('t10', '50 people were killed'));
    await publish('wire', 70, sinking('t11', '61 people were killed'));
    expect(movesSent(1)).toEqual([['killed 26 → 40'], ['killed 40 → 61']]);
  });

  it('narrows no digest', async () => {
    await open({ on: 'change', when: 'killed >= 1000' });
    await publish('wire', 2, sinking('a', '17 people were killed'));
    await world.runUntil(61);
    expect([sentTo(1).length, movesSent(2)]).toEqual([0, [['killed 17']]]);
  });
});

it('a cooldown holds what is new of a story and sends it together at its end; other stories are not held', async () => {
  await open({ on: 'change', cooldownSeconds: 1800 });
  await publish('wire', 2, sinking('a', '17 people were killed'));
  await publish('wire', 6, sinking('b', '20 people were killed'));
  await publish('wire', 10, sinking('c', '26 people were killed'));
  await publish('radio', 14, {
    ...{ guid: 'x', title: 'Ferry strike begins in Velmora' },
    contentText: 'Crews of every ferry in Velmora walked out over pay.',
  });
  expect(movesSent(1)).toEqual([['killed 17'], []]);
  await world.runUntil(40);
  expect(movesSent(1)).toEqual([['killed 17'], [], ['killed 17 → 20 → 26']]);
  const [first, , gathered] = sentTo(1);
  expect([(gathered?.minute ?? 0) - (first?.minute ?? 0), gathered?.message]).toMatchObject([
    30,
    { gatheredBecause: 'cooldown' },
  ]);
});

it('a weekday is that of the outlet’s own clock', async () => {
  await open(onChange);
  await publish('wire', 2, {
    ...sinking('a', '17 people were killed on Wednesday'),
    ...{ publishedAt: new Date('2024-05-07T20:00:00Z'), publishedOffsetMinutes: 360 },
  });
  expect(await world.db.query("SELECT to_char(as_of, 'YYYY-MM-DD HH24:MI') AS at FROM claims")).toEqual([
    { at: '2024-05-07 20:00' },
  ]);
});

it('preview and replay decide conditions on the ledger by how it moved then, and nobody hears twice', async () => {
  await open(onChange);
  await publish('wire', 2, sinking('a', '17 people were killed'));
  await publish('courier', 10, inOtherWords);
  await publish('radio', 20, silentOnTheWord);
  await world.runUntil(61);
  const rule = { id: 'ferry', name: 'ferry', query: 'santa AND rise(killed) >= 50%', owner: null, alert: onChange };
  const caught: string[] = [];
  await previewRule(
    {
      ...{ store: createSearchStore(world.db), onProgress: () => undefined },
      onArticle: async ({ article }) => void caught.push(article.title),
    },
    {
      ...{ range: { since: world.at(0), until: world.at(61) }, saved: null },
      candidate: { ...rule, id: 0, ruleId: 'ferry', revision: 2, concepts: {} },
    },
  );
  expect(caught).toEqual([silentOnTheWord.title]);

  await createRuleStore(world.db).replace(
    [{ ...rule, concepts: {} }],
    {},
    { by: 'test', why: 'test', at: world.at(61) },
  );
  const sentBefore = world.sent.length;
  const report = await replay(
    { store: createReplayStore(world.db), clock: { now: () => world.at(61) }, onProgress: () => undefined },
    { since: world.at(0), ruleIds: null, notifies: true, isDryRun: false },
    new AbortController().signal,
  );
  expect(report).toMatchObject({ rules: [{ ruleId: 'ferry', matched: 1, gained: 1 }], notified: 0 });
  await world.runUntil(130);
  expect(world.sent).toHaveLength(sentBefore);
});
