import { afterEach, describe, expect, it } from 'vitest';
import { createConsoleStore } from '../../src/adapters/store/views/consoleViews.ts';
import { createStoryViews } from '../../src/adapters/store/views/storyViews.ts';
import type { AlertPolicy } from '../../src/domain/rules/rule.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

let world: QuietWorld;
afterEach(() => world.close());

async function open(alert: AlertPolicy = { on: 'article' }): Promise<void> {
  world = await createQuietWorld({
    start: '2024-03-04T08:00:00Z',
    feeds: ['herald', 'gazette'],
    rules: { everything: { query: 'title:(a OR the OR over OR in)', alert } },
    subscriptions: [{ rules: ['everything'], maxPerHour: 0 }],
  });
  await world.runUntil(1);
}

let minute = 1;
async function publish(feed: string, title: string, contentText: string, afterMinutes = 1): Promise<void> {
  minute += afterMinutes;
  world.sleepUntil(minute);
  world.publish(feed, { guid: `${feed} ${title} ${minute}`, title, contentText });
  await world.runUntil(minute);
}
const sentTitles = () => world.sent.flatMap(({ message }) => message.entries.map(({ title }) => title.text));

const notice =
  'You have reached your limit of free stories for this month. Choose a subscription that suits you and keep supporting independent local journalism: unlimited access on every device, the weekend supplement, puzzles, and a letter from our editors each evening. Already a subscriber? Sign in to go on. If you believe that you see this message by mistake, write to our service desk, which is open on weekdays from eight to six, or look at the pages of frequently asked questions. Prices include tax, and you can cancel at any time before the next period begins.';
const headlines = [
  'miners walk out over unpaid wages',
  'a bridge closes after cracks are found',
  'hospital runs out of insulin over the holidays',
  'court frees the editor of a weekly',
  'bakers warn of a shortage in spring',
  'the mayor steps down over a land deal',
  'school roof collapses in heavy snow',
  'farmers block the ring road in protest',
];

describe('boilerplate is no copy', () => {
  it.each([{ on: 'article' }, { on: 'change' }] as const)(
    'each headline over one notice of a paywall is told, alert $on',
    async (alert) => {
      minute = 1;
      await open(alert);
      for (const headline of headlines) await publish('herald', headline, notice);
      expect(sentTitles()).toEqual(headlines);
      expect(await createConsoleStore(world.db).folded(10)).toEqual([]);
    },
  );

  it('also by a writer that has taken over', async () => {
    minute = 1;
    await open();
    for (const headline of headlines) {
      await publish('herald', headline, notice);
      await world.changeWriter();
    }
    expect(sentTitles()).toEqual(headlines);
  });

  it('though a sentence of each article stands before it', async () => {
    minute = 1;
    await open();
    const teased = headlines.map((headline) => `Today ${headline}, as our reporters learned.`);
    for (const [index, headline] of headlines.entries())
      await publish('herald', headline, `${teased[index]} ${notice}`);
    expect(sentTitles()).toEqual(headlines);
  });

  it('but the same headline over it is one article', async () => {
    minute = 1;
    await open();
    await publish('herald', headlines[0] ?? '', notice);
    await publish('gazette', headlines[0] ?? '', notice);
    expect(sentTitles()).toEqual(headlines.slice(0, 1));
  });
});

const report =
  'Several hundred miners left the pit at dawn on Monday and gathered before the offices of the company, which has paid no wages since December. A spokesman promised a first payment by Friday, and the miners said that they would go on until then. Police closed two streets and kept apart. The union had warned of the strike in a letter to the ministry a week before, but had received no reply. Shops near the pit stayed shut, and buses took another road.';

describe('what was folded', () => {
  it('is shown with what it was folded into: an agency report under another headline', async () => {
    minute = 1;
    await open();
    await publish('herald', 'Unpaid miners strike over wages', report);
    await publish('gazette', 'Miners leave a pit in a strike for pay', report.replace(/ Shops near.*/, ''));
    expect(sentTitles()).toEqual(['Unpaid miners strike over wages']);
    const folded = await createConsoleStore(world.db).folded(10);
    expect(folded).toMatchObject([
      {
        copy: { outlet: 'gazette', title: 'Miners leave a pit in a strike for pay' },
        original: { articleId: 1, outlet: 'herald', title: 'Unpaid miners strike over wages' },
      },
    ]);
    const copy = folded[0]?.copy.articleId;
    const story = await createStoryViews(world.db).story(1);
    expect(story?.members.map(({ articleId, role, copyOf }) => [articleId, role, copyOf])).toEqual([
      [1, 'report', null],
      [copy, 'copy', 1],
    ]);
  });
});

describe('what an outlet publishes again', () => {
  it('is told again, with the newest link, and is no copy of what was told before', async () => {
    minute = 1;
    await open();
    const warn = (visit: number) => {
      world.publish('herald', {
        guid: `warning ${visit}`,
        title: 'A storm warning for the coast is in force',
        contentText: 'Stay off the water.',
        link: `https://herald.example/warning/${visit}`,
      });
      return world.runUntil(minute);
    };
    for (const afterMinutes of [1, 90, 24 * 60]) {
      minute += afterMinutes;
      world.sleepUntil(minute);
      await warn(minute);
    }
    expect(world.sent.map(({ message }) => message.entries[0]?.link)).toEqual(
      [2, 92, 1532].map((visit) => `https://herald.example/warning/${visit}`),
    );
  });

  it('is told once when another outlet repeats it', async () => {
    minute = 1;
    await open();
    const title = 'The union calls a strike in the pits';
    await publish('herald', title, report);
    await publish('gazette', title, report);
    await publish('herald', title, report, 24 * 60);
    await publish('gazette', title, report);
    expect(world.sent.map((sent) => sent.minute)).toEqual([2, 1443]);
  });

  it('within the hour is told once: it was posted twice', async () => {
    minute = 1;
    await open();
    for (let post = 0; post < 5; post++) await publish('herald', 'A storm warning is in force', 'Stay at home.', 20);
    expect(world.sent).toHaveLength(1);
  });
});
