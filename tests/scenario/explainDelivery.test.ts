import { afterEach, describe, expect, it } from 'vitest';
import { createDeliveryFacts } from '../../src/adapters/store/history/deliveryFactsOf.ts';
import { leave } from '../../src/adapters/store/subscribers/departures.ts';
import { type DeliveryVerdict, explainDelivery } from '../../src/pipeline/history/explainDelivery.ts';
import { createQuietWorld, type QuietWorld, type QuietWorldOptions } from '../support/quietWorld.ts';

let world: QuietWorld;
afterEach(() => world.close());

const rules = { riot: 'riot', strike: 'strike' };

/** From 08:00 UTC on; the feeds have been polled once. */
async function open(
  subscriptions: QuietWorldOptions['subscriptions'],
  changes: Partial<QuietWorldOptions> = {},
): Promise<void> {
  world = await createQuietWorld({
    start: '2024-03-04T08:00:00Z',
    feeds: ['herald', 'gazette'],
    rules,
    subscriptions,
    ...changes,
  });
  await world.runUntil(1);
}

async function publish(
  feed: string,
  at: number,
  title: string,
  contentText: string | null = null,
  ago = 0,
): Promise<void> {
  world.sleepUntil(at);
  world.publish(feed, {
    guid: `${feed} ${title}`,
    link: `https://${feed}.example/${at}`,
    title,
    contentText,
    publishedAt: world.at(at - ago),
  });
  await world.runUntil(at);
}

async function newest(): Promise<number> {
  const [row] = await world.db.query<{ id: number }>('SELECT max(id) AS id FROM articles');
  return row?.id ?? 0;
}

/** On the newest article. */
async function verdicts(at: number): Promise<readonly DeliveryVerdict[]> {
  const deps = { store: createDeliveryFacts(world.db), clock: { now: () => world.at(at) } };
  const found = await explainDelivery(deps, await newest(), { subscriberId: 1 });
  return (found ?? []).map(({ verdict }) => verdict);
}

const report =
  'Several hundred people began a riot at dawn on Monday before the offices of the company, which has paid no wages since December. A spokesman promised a first payment by Friday, and the crowd said that it would go on until then. Police closed two streets and kept apart. The union had warned of it in a letter to the ministry a week before, but had received no reply.';

describe('why a subscription was notified of an article, or why not', () => {
  it('told, in which message, and what became of it', async () => {
    await open([{ rules: ['riot'] }]);
    await publish('herald', 2, 'A riot began');
    expect(await verdicts(3)).toMatchObject([
      {
        kind: 'told',
        messages: [
          {
            kind: 'alert',
            messageId: world.sent[0]?.message.id,
            state: 'sent',
            response: 'ok',
            createdAt: world.at(2),
            settledAt: world.at(2),
            gatheredBecause: null,
          },
        ],
        reasons: [{ ruleId: 'riot', ruleRevision: 1 }],
        matches: [{ ruleId: 'riot', revision: 1, articleRevision: 1 }],
      },
    ]);
  });

  it('told, but the receiver refused it', async () => {
    await open([{ rules: ['riot'] }]);
    world.receive(() => ({ kind: 'rejected', response: 'mailbox is full for good', concerns: 'message' }));
    await publish('herald', 2, 'A riot began');
    expect(await verdicts(3)).toMatchObject([
      { kind: 'told', messages: [{ state: 'rejected', response: 'mailbox is full for good' }] },
    ]);
  });

  it('held by quiet hours, by the time of a digest, by a cooldown, by the hourly limit', async () => {
    const quiet = { from: { hour: 8, minute: 0 }, until: { hour: 10, minute: 0 } };
    await open([
      { rules: ['riot'], quiet },
      { rules: ['riot'], schedule: { every: 'day', at: { hour: 17, minute: 0 } } },
      { rules: ['riot'], maxPerHour: 1 },
    ]);
    await publish('herald', 2, 'A riot began in Almaty');
    await publish('herald', 5, 'Another riot, in Paris this time', 'Cars burned in the suburbs of the French capital.');
    const ten = world.at(120);
    expect(await verdicts(6)).toMatchObject([
      { kind: 'waiting', because: 'quiet-hours', until: ten, since: world.at(5) },
      { kind: 'waiting', because: 'digest-time', until: world.at(9 * 60) },
      { kind: 'waiting', because: 'hourly-limit', until: world.at(62) },
    ]);
  });

  it('held by a cooldown', async () => {
    const alert = { on: 'article', cooldownSeconds: 3600 } as const;
    await open([{ rules: ['riot'] }], { rules: { riot: { query: 'riot', alert } } });
    await publish(
      'herald',
      2,
      'A riot in Almaty kills 3',
      'Three people were killed in a riot in Almaty on Monday, the Health Ministry said.',
    );
    await publish(
      'gazette',
      10,
      'Almaty riot: 9 killed',
      'Nine people were killed in the riot in Almaty on Monday, the Health Ministry said in the evening.',
    );
    expect(await verdicts(11)).toMatchObject([{ kind: 'waiting', because: 'cooldown', until: world.at(62) }]);
  });

  it('withheld as a copy of what it was notified of', async () => {
    await open([{ rules: ['riot'] }]);
    await publish('herald', 2, 'Unpaid miners begin a riot over wages', report);
    await publish('gazette', 4, 'Unpaid miners begin a riot over wages', report);
    expect(await verdicts(5)).toMatchObject([
      { kind: 'copy', of: { articleId: 1, outlet: 'herald' }, messages: [{ state: 'sent' }] },
    ]);
  });

  it('not matched: clause by clause, with the nearest miss', async () => {
    await open([{ rules: ['riot'] }]);
    await publish('herald', 2, 'Rioters in court');
    expect(await verdicts(3)).toMatchObject([
      {
        kind: 'not-matched',
        rules: [
          {
            ruleId: 'riot',
            clause: { holds: false, miss: 'no form of "riot" is there; the closest word is "Rioters"' },
          },
        ],
      },
    ]);
  });

  it('matched by a rule that it does not have', async () => {
    await open([{ rules: ['strike'] }]);
    await publish('herald', 2, 'A riot began');
    expect(await verdicts(3)).toMatchObject([{ kind: 'other-rules', matches: [{ ruleId: 'riot' }] }]);
  });

  it('nothing new of a story that it follows', async () => {
    await open([{ rules: ['riot'] }], {
      rules: { riot: { query: 'riot', alert: { on: 'story', when: 'killed >= 1' } } },
    });
    await publish(
      'herald',
      2,
      'A riot in Almaty kills 3',
      'Three people were killed in a riot in Almaty on Monday, the Health Ministry said.',
    );
    await publish(
      'gazette',
      10,
      'Almaty: three killed in riot',
      'The riot in Almaty on Monday killed three people, said the Health Ministry; shops stayed shut.',
    );
    expect(await verdicts(11)).toMatchObject([
      { kind: 'nothing-new', story: { id: 1 }, conditions: [{ ruleId: 'riot', when: 'killed >= 1' }] },
    ]);
  });

  it('too late for an alert, not for a digest', async () => {
    await open([{ rules: ['riot'] }, { rules: ['riot'], schedule: { every: 'hour' } }]);
    await publish('herald', 2, 'A riot began', null, 3 * 24 * 60);
    expect(await verdicts(3)).toMatchObject([
      { kind: 'too-old', because: 'late' },
      { kind: 'waiting', because: 'digest-time' },
    ]);
  });

  it('old when its feed was new', async () => {
    world = await createQuietWorld({
      start: '2024-03-04T08:00:00Z',
      feeds: ['herald'],
      rules,
      subscriptions: [{ rules: ['riot'] }],
    });
    world.publish('herald', { guid: 'old', title: 'A riot began', publishedAt: world.at(-2 * 24 * 60) });
    await world.runUntil(1);
    expect(await verdicts(3)).toMatchObject([{ kind: 'too-old', because: 'old' }]);
  });

  it('whoever has left', async () => {
    await open([{ rules: ['riot'] }]);
    await leave(world.db, 1, world.at(1));
    await publish('herald', 2, 'A riot began');
    expect(await verdicts(3)).toMatchObject([{ kind: 'not-listening', because: 'unsubscribed', since: world.at(1) }]);
  });

  it('on its way still', async () => {
    await open([{ rules: ['riot'] }]);
    world.publish('herald', { guid: 'a', title: 'A riot began' });
    await world.pollAt(2);
    expect(await verdicts(3)).toMatchObject([{ kind: 'on-its-way', step: 'match', isQuarantined: false }]);
  });

  it('before there was the subscription', async () => {
    await open([{ rules: ['riot'] }]);
    await publish('herald', 2, 'A riot began');
    await world.db.execute('UPDATE subscriptions SET created_at = $1', [world.at(60)]);
    await world.db.execute('DELETE FROM notification_log');
    expect(await verdicts(61)).toMatchObject([{ kind: 'subscribed-later', createdAt: world.at(60) }]);
  });

  it('knows of no article, and of no subscription, that is not there', async () => {
    await open([{ rules: ['riot'] }]);
    const deps = { store: createDeliveryFacts(world.db), clock: { now: () => world.at(1) } };
    expect(await explainDelivery(deps, 99, { subscriptionId: 1 })).toBeNull();
    await publish('herald', 2, 'A riot began');
    expect(await explainDelivery(deps, await newest(), { subscriptionId: 99 })).toEqual([]);
    expect(await explainDelivery(deps, await newest(), { subscriptionId: 1 })).toHaveLength(1);
  });
});
