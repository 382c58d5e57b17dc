import { afterEach, describe, expect, it } from 'vitest';
import { createSubscriberList } from '../../src/adapters/store/subscribers/subscriberList.ts';
import type { SubscriberDefinition, SubscriptionDefinition } from '../../src/domain/configuration/definitions.ts';
import { createQuietWorld, type QuietWorld, type QuietWorldOptions } from '../support/quietWorld.ts';

let world: QuietWorld;
const open = async (options: Partial<QuietWorldOptions> = {}) => {
  world = await createQuietWorld({
    ...{
      start: '2022-01-05T12:00:00Z',
      feeds: ['reuters', 'tass'],
      rules: { riot: 'riot' },
      subscriptions: [{ rules: ['riot'] }],
    },
    ...options,
  });
  await world.runUntil(1);
};
afterEach(() => world.close());

const agencyText =
  'Demonstrators broke into the city hall in the afternoon, and a riot went on until the night. Soldiers left the square. Nobody could say how many were hurt, since telephones did not work in most of the districts.';
const titles = () =>
  world.sent.map(({ minute, subscription, message }) => [
    minute,
    subscription,
    message.entries.map(({ title }) => title.text),
  ]);

describe('what is sent', () => {
  it('is sent once, though two outlets carry it, and again when the toll rises', async () => {
    await open();
    world.publish('reuters', {
      guid: '1',
      title: 'City hall stormed',
      contentText: `${agencyText} At least 13 people died.`,
    });
    await world.runUntil(3);
    world.publish('tass', {
      guid: '1',
      title: 'Crowd in city hall',
      contentText: `${agencyText} At least 13 people died.`,
    });
    await world.runUntil(6);
    world.publish('reuters', {
      guid: '1',
      title: 'City hall stormed',
      contentText: `${agencyText} At least 18 people died.`,
    });
    await world.runUntil(9);
    expect(titles()).toEqual([
      [2, 1, ['City hall stormed']],
      [7, 1, ['City hall stormed']],
    ]);
    expect(world.sent[1]?.message.entries[0]).toMatchObject({
      articleRevision: 2,
      reasons: [{ ruleId: 'riot', ruleRevision: 1 }],
    });
  });

  it('is sent at once when it changes, however long ago it was published', async () => {
    await open();
    world.publish('reuters', {
      guid: '1',
      title: 'Riot',
      contentText: `${agencyText} At least 13 people died.`,
      publishedAt: world.at(0),
    });
    await world.runUntil(3);
    world.sleepUntil(3 * 24 * 60);
    world.publish('reuters', {
      guid: '1',
      title: 'Riot',
      contentText: `${agencyText} At least 18 people died.`,
      publishedAt: world.at(0),
    });
    await world.runUntil(3 * 24 * 60 + 3);
    expect(titles().map(([minute]) => minute)).toEqual([2, 3 * 24 * 60]);
  });

  it('is sent to who watches one outlet, though another had the text before', async () => {
    await open({
      rules: { riot: 'riot', tass: 'source:tass.example riot' },
      subscriptions: [{ rules: ['riot'] }, { rules: ['tass'] }],
    });
    world.publish('reuters', { guid: '1', title: 'Riot', contentText: agencyText });
    await world.runUntil(3);
    world.publish('tass', { guid: '1', title: 'Riot', contentText: agencyText });
    await world.runUntil(6);
    expect(titles()).toEqual([
      [2, 1, ['Riot']],
      [4, 2, ['Riot']],
    ]);
  });

  it('goes on when a feed fails and comes back, with nothing lost', async () => {
    await open();
    world.respond('reuters', { kind: 'failed', reason: 'http-status', message: 'answered 500' });
    world.publish('reuters', { guid: '1', title: 'A riot meanwhile' });
    await world.runUntil(20);
    expect(world.sent).toEqual([]);
    world.respond('reuters', null);
    await world.runUntil(40);
    expect(titles().map(([, , all]) => all)).toEqual([['A riot meanwhile']]);
  });
});

describe('quiet hours', () => {
  const quiet = { from: { hour: 21, minute: 15 }, until: { hour: 21, minute: 50 } };
  const taking = (asked: number[], afterSeconds: number) => () => {
    asked.push(world.sent.length);
    return asked.length === 1
      ? ({ kind: 'retry', response: '451 later', afterSeconds, holds: 'nothing' } as const)
      : ({ kind: 'sent', response: '250' } as const);
  };

  it.each([
    ['an alert', { rules: ['riot'], quiet }, 14, 900],
    ['a digest', { rules: ['riot'], quiet, schedule: { every: 'hour' } }, 2, 1200],
  ] as const)('hold %s whose next try falls into them, and it costs no try', async (_, subscription, minute, after) => {
    await open({ start: '2022-01-05T20:55:00Z', subscriptions: [subscription] });
    const asked: number[] = [];
    world.receive(taking(asked, after));
    await world.runUntil(minute);
    world.publish('reuters', { guid: '1', title: 'Riot' });
    await world.runUntil(54);
    expect([asked.length, world.sent.length]).toEqual([1, 0]);
    await world.runUntil(56);
    expect(world.sent.map((each) => each.minute)).toEqual([55]);
    expect(await world.db.query('SELECT attempts FROM deliveries')).toEqual([{ attempts: 2 }]);
  });

  it('do not hold who has none', async () => {
    await open({ start: '2022-01-05T20:55:00Z', subscriptions: [{ rules: ['riot'] }] });
    world.receive(taking([], 900));
    await world.runUntil(14);
    world.publish('reuters', { guid: '1', title: 'Riot' });
    await world.runUntil(45);
    expect(world.sent.map(({ minute }) => minute)).toEqual([30]);
  });

  it('hold, and give everything at their end, together', async () => {
    await open({
      start: '2022-01-05T15:00:00Z',
      timezone: 'Asia/Almaty',
      subscriptions: [{ rules: ['riot'], quiet: { from: { hour: 22, minute: 0 }, until: { hour: 1, minute: 0 } } }],
    });
    for (const [minute, title] of [
      [30, 'Riot in the evening'],
      [90, 'Riot at night'],
      [200, 'Riot at midnight'],
    ] as const) {
      await world.runUntil(minute);
      world.publish('reuters', { guid: title, title });
    }
    await world.runUntil(245);
    expect(titles()).toEqual([
      [31, 1, ['Riot in the evening']],
      [240, 1, ['Riot at night', 'Riot at midnight']],
    ]);
    expect(world.sent[1]?.message).toMatchObject({ kind: 'digest', gatheredBecause: 'quiet-hours' });
  });
});

describe('digests', () => {
  it('come at their time by the subscriber’s clock, with all that was not sent', async () => {
    await open({
      start: '2022-01-05T23:00:00Z',
      timezone: 'Asia/Almaty',
      subscriptions: [{ rules: ['riot'], schedule: { every: 'day', at: { hour: 7, minute: 0 } } }],
    });
    world.publish('reuters', { guid: '1', title: 'First riot' });
    await world.runUntil(60);
    world.publish('tass', { guid: '2', title: 'Second riot' });
    await world.runUntil(130);
    expect(titles()).toEqual([[120, 1, ['First riot', 'Second riot']]]);
  });

  it('that an outage took become one, labelled so', async () => {
    await open({
      start: '2022-01-05T06:00:00Z',
      subscriptions: [{ rules: ['riot'], schedule: { every: 'day', at: { hour: 7, minute: 0 } } }],
    });
    world.publish('reuters', { guid: '1', title: 'Riot before the outage' });
    await world.runUntil(30);
    world.sleepUntil(3 * 24 * 60);
    await world.runUntil(3 * 24 * 60 + 5);
    expect(titles()).toEqual([[3 * 24 * 60, 1, ['Riot before the outage']]]);
    expect(world.sent[0]?.message).toMatchObject({ kind: 'digest', missedPeriods: 2 });
  });
});

describe('a new feed', () => {
  it('floods nobody: its old and undated items are sent to nobody', async () => {
    world = await createQuietWorld({
      start: '2022-01-05T12:00:00Z',
      feeds: ['reuters'],
      rules: { riot: 'riot' },
      subscriptions: [{ rules: ['riot'] }, { rules: ['riot'], schedule: { every: 'hour' } }],
    });
    world.publish('reuters', { guid: '1', title: 'Old riot', publishedAt: world.at(-25 * 60) });
    world.publish('reuters', { guid: '2', title: 'Undated riot', publishedAt: null });
    world.publish('reuters', { guid: '3', title: 'Fresh riot', publishedAt: world.at(-60) });
    await world.runUntil(70);
    expect(titles().map(([, subscription, all]) => [subscription, all])).toEqual([
      [1, ['Fresh riot']],
      [2, ['Fresh riot']],
    ]);
  });

  it('later, what it publishes late is listed in digests and never sent at once', async () => {
    await open({ subscriptions: [{ rules: ['riot'] }, { rules: ['riot'], schedule: { every: 'hour' } }] });
    world.publish('reuters', { guid: '1', title: 'Riot of last week', publishedAt: world.at(-7 * 24 * 60) });
    await world.runUntil(70);
    expect(titles().map(([, subscription]) => subscription)).toEqual([2]);
  });
});

describe('a receiver', () => {
  it('that says “later” is asked again until it takes the message, which stays the same', async () => {
    await open();
    let tries = 0;
    world.receive(() =>
      ++tries < 4
        ? { kind: 'retry', response: '451', afterSeconds: null, holds: 'nothing' }
        : { kind: 'sent', response: '250' },
    );
    world.publish('reuters', { guid: '1', title: 'Riot' });
    await world.runUntil(30);
    expect([tries, world.sent.length]).toEqual([4, 1]);
  });

  it('that asks for time gets it', async () => {
    await open();
    let tries = 0;
    world.receive(() =>
      ++tries === 1
        ? { kind: 'retry', response: '429', afterSeconds: 1200, holds: 'nothing' }
        : { kind: 'sent', response: 'ok' },
    );
    world.publish('reuters', { guid: '1', title: 'Riot' });
    await world.runUntil(40);
    expect([tries, world.sent[0]?.minute]).toEqual([2, 22]);
  });

  it('that refuses for good is not asked again', async () => {
    await open();
    let tries = 0;
    world.receive(() => {
      tries++;
      return { kind: 'rejected', response: '550 no such user', concerns: 'recipient' };
    });
    world.publish('reuters', { guid: '1', title: 'Riot' });
    await world.runUntil(60);
    expect(tries).toBe(1);
  });
});

it('gathers what goes beyond the hourly limit, and drops nothing', async () => {
  await open({ subscriptions: [{ rules: ['riot'], maxPerHour: 3 }] });
  for (let index = 0; index < 10; index++) {
    world.publish('reuters', { guid: String(index), title: `Riot number ${index}` });
    await world.runUntil(2 + index);
  }
  await world.runUntil(80);
  const all = world.sent.flatMap(({ message }) => message.entries.map(({ title }) => title.text));
  expect([all.length, new Set(all).size]).toEqual([10, 10]);
  expect(world.sent.filter(({ minute }) => minute < 61).length).toBeLessThanOrEqual(3);
  expect(world.sent.at(-1)?.message).toMatchObject({ kind: 'digest', gatheredBecause: 'rate-limit' });
});

describe('whoever left', () => {
  const desk = (email: string, own: Partial<SubscriptionDefinition>): SubscriberDefinition => ({
    ...{ email, name: 'Desk', timezone: 'UTC' },
    subscriptions: [
      {
        ...{ id: 's1', rules: ['riot'], channel: 'email', target: email, secretRef: null },
        ...{ schedule: { every: 'instant' }, quiet: null, maxPerHour: 20 },
        ...own,
      },
    ],
  });

  it('is not written to again, though the file is applied with another schedule, id and spelling; until they undo it', async () => {
    await open();
    const list = createSubscriberList(world.db);
    world.publish('reuters', { guid: '1', title: 'Riot one' });
    await world.runUntil(3);
    await list.unsubscribe(1, world.at(3));
    const edits: readonly (readonly [minutes: number, Partial<SubscriptionDefinition>])[] = [
      [6, { id: null }],
      [9, { id: 'again' }],
      [12, { id: 'hook', target: 'other@example.org' }],
      [62, { id: null, schedule: { every: 'hour' } }],
    ];
    for (const [minute, own] of edits) {
      await list.replace([desk('Desk@Example.org', own)], world.at(3));
      world.publish('reuters', { guid: `${minute}`, title: `Riot at minute ${minute}` });
      await world.runUntil(minute);
    }
    expect(titles()).toEqual([[2, 1, ['Riot one']]]);
    await list.replace([desk('desk@example.org', { rules: ['riot'] })], world.at(62));
    await list.resubscribe(1);
    world.publish('reuters', { guid: 'back', title: 'Riot after the return' });
    await world.runUntil(66);
    expect(titles().slice(1)).toEqual([[expect.any(Number), 1, ['Riot after the return']]]);
  });

  it('is not sent by another subscription what it had noted by that rule before', async () => {
    const weekly = { every: 'week', weekday: 1, at: { hour: 7, minute: 0 } } as const;
    const daily = { every: 'day', at: { hour: 13, minute: 0 } } as const;
    await open({
      rules: { riot: 'riot', fire: 'fire' },
      subscriptions: [{ rules: ['riot'] }, { rules: ['riot', 'fire'], schedule: daily }],
    });
    const list = createSubscriberList(world.db);
    world.publish('reuters', { guid: '1', title: 'Riot in the port' });
    world.publish('reuters', { guid: '2', title: 'Fire on the hill' });
    await world.runUntil(5);
    await world.db.execute('UPDATE subscriptions SET schedule = $1 WHERE id = 2', [JSON.stringify(weekly)]);
    await list.unsubscribe(1, world.at(5));
    await world.db.execute('UPDATE subscriptions SET schedule = $1 WHERE id = 2', [JSON.stringify(daily)]);
    await world.runUntil(62);
    expect(titles()).toEqual([
      [expect.any(Number), 1, ['Riot in the port']],
      [60, 2, ['Fire on the hill']],
    ]);
  });
});
