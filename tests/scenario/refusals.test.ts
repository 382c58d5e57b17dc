import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeliveryDeeds } from '../../src/adapters/store/desk/deliveryDeeds.ts';
import { createSubscriberList } from '../../src/adapters/store/subscribers/subscriberList.ts';
import { listDeliveries } from '../../src/adapters/store/views/deliveryViews.ts';
import { heldUpTargets } from '../../src/adapters/store/views/targetViews.ts';
import { readHealthCounts } from '../../src/adapters/store/watch/healthCounts.ts';
import { resumeTarget } from '../../src/desk/deliveries/resumeTarget.ts';
import { retryDeliveries } from '../../src/desk/deliveries/retryDeliveries.ts';
import type { SubscriptionDefinition } from '../../src/domain/configuration/definitions.ts';
import type { ListedState } from '../../src/domain/deliveries/deliveryFilter.ts';
import type { SendOutcome } from '../../src/ports/channel.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

const sent: SendOutcome = { kind: 'sent', response: '200 ok' };
const wrong: SendOutcome = { kind: 'rejected', response: '404 nothing here', concerns: 'target' };
const gone: SendOutcome = { ...wrong, response: '410 gone', isGone: true };
const nobody: SendOutcome = { kind: 'rejected', response: '550 5.1.1 no such user', concerns: 'recipient' };
const refusesUs: SendOutcome = {
  ...{ kind: 'held', response: '535 5.7.8 no', scope: 'channel', afterSeconds: null },
};

const hook = { channel: 'webhook', target: 'https://example.org/hook' } as const;

let world: QuietWorld;
let requests = 0;
const open = async (subscription: Partial<SubscriptionDefinition> = hook) => {
  world = await createQuietWorld({
    ...{ start: '2022-01-05T12:00:00Z', feeds: ['wire'], rules: { riot: 'riot' } },
    subscriptions: [{ rules: ['riot'], maxPerHour: 0, ...subscription }],
  });
  await world.runUntil(1);
};
beforeEach(() => {
  requests = 0;
});
afterEach(() => world.close());

const deeds = () => ({ store: createDeliveryDeeds(world.db), wake: () => undefined });
const deedAt = (minutes: number) => ({
  ...{ by: { kind: 'command', id: null, name: 'ops' } as const, why: '', at: world.at(minutes) },
});
const resumed = async (id: number | null | undefined, minutes: number): Promise<number | null> => {
  const outcome = await resumeTarget(deeds(), deedAt(minutes), id ?? 0);
  return outcome.kind === 'resumed' ? outcome.target.waiting : null;
};

const respond = (react: () => SendOutcome) =>
  world.receive(() => {
    requests++;
    return react();
  });

const titles = ['Riot at the bank', 'Riot in the port city', 'Riot by the river', 'Riot near the airport'];
let minute = 1;
/** Publishes so many articles, a minute apart, and lets each become a message. */
async function publish(count: number, from = 1): Promise<void> {
  if (from > minute) world.sleepUntil(from);
  minute = from;
  for (const title of titles.slice(0, count)) {
    world.publish('wire', { guid: `${from} ${title}`, title: `${title} ${from}` });
    minute += 2;
    await world.runUntil(minute);
  }
}
const jumpTo = async (hours: number) => {
  minute = hours * 60;
  world.sleepUntil(minute);
  await world.runUntil(minute + 2);
};
const listed = async (states: readonly ListedState[] | null = null) => {
  const found = [];
  for await (const each of listDeliveries(world.db, { states, since: world.at(0), channel: null })) found.push(each);
  return found;
};
const states = async () => (await listed()).map(({ state }) => state);

describe('a webhook that is simply wrong', () => {
  it('gets ten requests in three days, however many messages wait, and is then switched off; nothing is lost', async () => {
    await open();
    respond(() => wrong);
    await publish(3);
    for (const hours of [1, 2]) await jumpTo(hours);
    expect(requests).toBe(4);
    for (const hours of [5, 11, 22, 37]) await jumpTo(hours);
    expect(requests).toBe(8);
    expect(await states()).toEqual(['held', 'held', 'held']);
    for (const hours of [58, 83, 200]) await jumpTo(hours);
    expect(requests).toBe(10);
    expect(await states()).toEqual(['suppressed', 'suppressed', 'suppressed']);
    expect(await heldUpTargets(world.db)).toMatchObject([
      { channel: 'webhook', name: hook.target, state: 'suppressed', waiting: 3, reason: wrong.response },
    ]);
    expect(await readHealthCounts(world.db)).toMatchObject({ suppressedTargets: 1, heldChannels: 0 });
  });

  it('is told to its subscriber and to ops, once', async () => {
    await open();
    respond(() => gone);
    await publish(1);
    respond(() => sent);
    await world.watchSending();
    await world.watchSending();
    expect(world.notices.map(({ recipient }) => recipient).sort()).toEqual(['admin@example.org', 'desk@example.org']);
    expect(world.notices[0]?.body).toContain('410 gone');
  });

  it('that says 410 is switched off at once; switched on by hand it gets what waited', async () => {
    await open();
    respond(() => gone);
    await publish(1);
    expect([requests, await states()]).toEqual([1, ['suppressed']]);
    await publish(2, 20);
    expect(requests).toBe(1);
    respond(() => sent);
    const [target] = await heldUpTargets(world.db);
    expect(await resumed(target?.id, 30)).toBe(3);
    await world.runUntil(31);
    expect(await states()).toEqual(['sent', 'sent', 'sent']);
    expect(await heldUpTargets(world.db)).toEqual([]);
    expect(await resumed(target?.id, 30)).toBeNull();
  });

  it('that is mended before gets everything at its next time, and the count begins anew', async () => {
    await open();
    respond(() => wrong);
    await publish(2);
    await jumpTo(1);
    respond(() => sent);
    await jumpTo(4);
    expect(await states()).toEqual(['sent', 'sent']);
    respond(() => wrong);
    requests = 0;
    await publish(1, 300);
    await world.runUntil(315);
    expect([requests, await states()]).toEqual([3, ['held', 'sent', 'sent']]);
  });

  it('for one message only, has that one given up after ten tries, and the others sent', async () => {
    await open();
    world.receiveMessage(({ message }) => (message.entries[0]?.title.text === `${titles[0]} 1` ? wrong : sent));
    await publish(1);
    for (let from = 20; from <= 160; from += 20) await publish(1, from);
    await world.runUntil(175);
    expect((await listed(['rejected'])).map(({ title, response }) => [title, response])).toEqual([
      [`${titles[0]} 1`, 'gave up after 10 refusals: 404 nothing here'],
    ]);
    expect(await listed(['sent'])).toHaveLength(8);
    expect(await heldUpTargets(world.db)).toEqual([]);
  });

  it('gets what waits at its new address when the subscription is given one', async () => {
    await open();
    respond(() => gone);
    await publish(1);
    respond(() => sent);
    const list = createSubscriberList(world.db);
    const moved = (await list.read()).map(({ subscriptions, ...subscriber }) => ({
      ...subscriber,
      subscriptions: subscriptions.map((each) => ({ ...each, target: 'https://example.org/new' })),
    }));
    await list.replace(moved, world.at(20));
    await publish(1, 20);
    expect(await states()).toEqual(['sent', 'sent']);
  });
});

describe('an address that nobody answers to', () => {
  it('is suppressed after two messages; what comes later waits, shown with the reason, until it is given back', async () => {
    await open({ channel: 'email', target: 'gone@example.org' });
    respond(() => nobody);
    await publish(4);
    expect(requests).toBe(2);
    expect(await states()).toEqual(['suppressed', 'suppressed', 'rejected', 'rejected']);
    expect((await listed(['suppressed']))[0]?.response).toContain('550 5.1.1 no such user');
    respond(() => sent);
    await world.watchSending();
    expect(world.notices.map(({ recipient }) => recipient)).toEqual(['admin@example.org']);
    const [target] = await heldUpTargets(world.db);
    await resumed(target?.id, 30);
    await world.runUntil(31);
    expect(await states()).toEqual(['sent', 'sent', 'rejected', 'rejected']);
  });

  it('is not suppressed by two that a success parts', async () => {
    await open({ channel: 'email', target: 'desk@example.org' });
    const responses = [nobody, sent, nobody, sent];
    respond(() => responses[requests - 1] ?? sent);
    await publish(4);
    expect(await states()).toEqual(['sent', 'rejected', 'sent', 'rejected']);
  });
});

describe('a channel that our own settings keep closed', () => {
  it('loses nothing, is told to ops by Slack, and again when it works', async () => {
    await open({ channel: 'email', target: 'desk@example.org' });
    respond(() => refusesUs);
    await publish(3);
    expect(await states()).toEqual(['held', 'held', 'held']);
    await world.runUntil(minute + 2);
    expect(await readHealthCounts(world.db)).toMatchObject({ heldChannels: 1 });
    expect(await heldUpTargets(world.db)).toMatchObject([
      { id: null, channel: 'email', name: null, state: 'held', waiting: 3, reason: refusesUs.response },
    ]);
    world.receiveNotices(() => sent);
    await world.watchSending();
    await world.watchSending();
    expect(world.notices.map(({ channel, subject }) => [channel, subject])).toEqual([
      ['slack', 'Tocsin: nothing can be sent by email'],
    ]);
    respond(() => sent);
    await world.runUntil(minute + 5);
    expect(await states()).toEqual(['sent', 'sent', 'sent']);
    await world.watchSending();
    expect(world.notices.map(({ channel, subject }) => [channel, subject])[1]).toEqual([
      'email',
      'Tocsin: email works again',
    ]);
  });
});

describe('sending again by hand', () => {
  it('takes what was rejected and what is held, as a whole, and nothing that was sent', async () => {
    await open();
    const broken: SendOutcome = { kind: 'rejected', response: '413 too large', concerns: 'message' };
    const responses = [sent, broken, broken, wrong];
    respond(() => responses[requests - 1] ?? wrong);
    await publish(4);
    expect((await states()).slice(1)).toEqual(['rejected', 'rejected', 'sent']);
    respond(() => sent);
    const filter = { states: ['rejected', 'held'] as const, since: world.at(0), channel: null };
    expect(await retryDeliveries(deeds(), deedAt(20), { ...filter, channel: 'slack' })).toEqual({
      ...{ deliveries: 0, ended: 0 },
    });
    expect(await retryDeliveries(deeds(), deedAt(20), filter)).toEqual({ deliveries: 3, ended: 0 });
    await world.runUntil(21);
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(new Set(world.sent.map(({ message }) => message.id)).size).toBe(4);
    expect(world.sent).toHaveLength(4);
  });

  it('leaves alone whose subscription has ended', async () => {
    await open();
    respond(() => ({ kind: 'rejected', response: '413 too large', concerns: 'message' }));
    await publish(1);
    await world.db.execute('UPDATE subscriptions SET unsubscribed_at = $1', [world.at(5)]);
    const filter = { states: ['rejected'] as const, since: world.at(0), channel: null };
    expect(await retryDeliveries(deeds(), deedAt(20), filter)).toEqual({ deliveries: 0, ended: 1 });
  });
});
