import { afterEach, expect, it } from 'vitest';
import { createForecastStore } from '../../src/adapters/store/history/forecastedRules.ts';
import { createSearchStore } from '../../src/adapters/store/history/searchedArticles.ts';
import type { AlertPolicy, RuleRevision } from '../../src/domain/rules/rule.ts';
import { unsavedRule } from '../../src/domain/rules/unsavedRule.ts';
import { forecastRule, type SubscriptionForecast } from '../../src/pipeline/history/forecastRule.ts';
import { createQuietWorld, type QuietWorld, type QuietWorldOptions } from '../support/quietWorld.ts';

let world: QuietWorld;
afterEach(() => world.close());

/** Ten hours. */
const end = 600;
const rule = (query: string, alert: AlertPolicy): RuleRevision =>
  unsavedRule({ ruleId: 'riot', query, alert, concepts: {} });

async function open(alert: AlertPolicy, subscriptions: QuietWorldOptions['subscriptions']): Promise<void> {
  const rules = { riot: { query: 'riot', alert }, strike: 'strike' };
  world = await createQuietWorld({ start: '2024-03-04T08:00:00Z', feeds: ['herald', 'gazette'], rules, subscriptions });
  await world.runUntil(1);
}

async function publish(feed: string, at: number, title: string, contentText: string | null = null): Promise<void> {
  await world.runUntil(at);
  world.publish(feed, { guid: `${feed} ${title}`, link: `https://${feed}.example/${at}`, title, contentText });
  await world.runUntil(at);
}

/** A toll that rises over three reports and a reprint, another riot, and what matches nothing. */
async function news(): Promise<void> {
  const town = 'in a riot in Almaty on Monday, the Health Ministry said';
  await publish(
    'herald',
    10,
    'Riot in Almaty kills 3',
    `Three people were killed ${town}. The governor flew in from the capital.`,
  );
  await publish(
    'gazette',
    20,
    'Almaty riot: nine killed',
    `Nine people were killed ${town} in the evening. Hospitals asked for blood.`,
  );
  await publish('herald', 25, 'Bakers warn of a shortage', 'Flour is dear.');
  await publish(
    'gazette',
    30,
    'Death toll in Almaty rises to 12',
    'Twelve people were killed in Almaty on Monday, the Health Ministry said. Shops stayed shut.',
  );
  await publish(
    'herald',
    40,
    'A riot breaks out in a Paris suburb',
    'Cars burned in Saint-Denis after a football match was called off.',
  );
  await publish(
    'herald',
    400,
    'A riot in a Peruvian prison',
    'Inmates took two guards hostage in Lima and let them go at noon.',
  );
  await world.runUntil(end);
}

async function forecast(saved: RuleRevision | null, candidate: RuleRevision): Promise<readonly SubscriptionForecast[]> {
  const found = await forecastRule(
    { search: createSearchStore(world.db), store: createForecastStore(world.db) },
    { range: { since: world.at(0), until: world.at(end) }, saved, candidate },
    new AbortController().signal,
  );
  if (found.kind === 'refused') throw new Error(found.message);
  return found.subscriptions;
}

const sentTo = (subscription: number) => world.sent.filter((each) => each.subscription === subscription);

const subscriptions: QuietWorldOptions['subscriptions'] = [
  { rules: ['riot'] },
  { rules: ['riot'], schedule: { every: 'day', at: { hour: 17, minute: 0 } } },
  { rules: ['riot'], quiet: { from: { hour: 8, minute: 0 }, until: { hour: 9, minute: 0 } } },
  { rules: ['riot'], maxPerHour: 1 },
];

it.each<readonly [string, AlertPolicy]>([
  ['each article', { on: 'article' }],
  ['each new fact of a story', { on: 'change' }],
  ['each story', { on: 'story' }],
  ['a new fact at a time, an hour apart', { on: 'change', cooldownSeconds: 3600 }],
  ['a rise by half', { on: 'change', when: 'rise(killed) >= 50%' }],
])('forecasts what the pipeline sent, of a rule that speaks of %s', async (_, alert) => {
  await open(alert, subscriptions);
  await news();
  const same = rule('riot', alert);
  const forecasts = await forecast(same, same);
  const sent = subscriptions.map((_each, index) => sentTo(index + 1));
  expect(forecasts.map(({ before }) => before)).toMatchObject(
    sent.map((messages) => ({
      messages: messages.length,
      entries: messages.reduce((sum, { message }) => sum + message.entries.length, 0),
    })),
  );
  expect(forecasts.map(({ after }) => after)).toEqual(forecasts.map(({ before }) => before));
  expect(sent.some((messages) => messages.length > 0)).toBe(true);
});

it('says how much more or less an edit would send, and to whom', async () => {
  await open({ on: 'article' }, [
    { rules: ['riot'] },
    { rules: ['riot', 'strike'], schedule: { every: 'day', at: { hour: 17, minute: 0 } } },
    { rules: ['strike'] },
  ]);
  await news();
  const forecasts = await forecast(rule('riot', { on: 'article' }), rule('riot OR Flour', { on: 'article' }));
  expect(forecasts).toMatchObject([
    { subscription: { id: 1 }, otherRules: 0, before: { messages: 4, perDay: 4, mostADay: 4 }, after: { messages: 5 } },
    { subscription: { id: 2 }, otherRules: 1, before: { messages: 1, entries: 5 }, after: { messages: 1, entries: 6 } },
  ]);
});

it('says how often the hourly limit would be reached', async () => {
  await open({ on: 'article' }, [{ rules: ['riot'], maxPerHour: 2 }]);
  await news();
  const [only] = await forecast(null, rule('riot OR Flour', { on: 'article' }));
  expect(only).toMatchObject({ before: null, after: { limitReached: 1 } });
});

it('is none of a query that is refused', async () => {
  await open({ on: 'article' }, [{ rules: ['riot'] }]);
  await expect(forecast(null, rule('riot AND', { on: 'article' }))).rejects.toThrow('the query ends here');
});
