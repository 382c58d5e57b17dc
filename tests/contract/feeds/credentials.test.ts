import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFeedList } from '../../../src/adapters/store/feeds/feedList.ts';
import type { FeedCredentials } from '../../../src/domain/feeds/credentials.ts';
import { createPollingWorld, type PollingWorld } from '../../support/pollingWorld.ts';
import type { RecordedRequest, Reply } from '../../support/recordingServer.ts';

let world: PollingWorld;
beforeEach(async () => {
  world = await createPollingWorld();
});
afterEach(() => world.close());

const rss = '<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>';
const secret = 'hunter2-hunter2';

const follow = (url: string, credentials?: FeedCredentials) =>
  createFeedList(world.db).replace(
    [{ url, name: 'Wire', everySeconds: 600, ...(credentials === undefined ? {} : { credentials }) }],
    world.now(),
  );
const stateOf = async () => {
  const [state] = await world.db.query<{ error: string | null; failures: number; redirectedTo: string | null }>(
    'SELECT last_error AS error, failures, redirected_to AS "redirectedTo" FROM feeds',
  );
  return state;
};
/** Only those with the right header see it. */
const guarded =
  (name: string, value: string): Reply =>
  (response, request) =>
    request.headers.get(name) === value ? response.end(rss) : response.writeHead(401).end();
const sent = (name: string) =>
  world.server.requests.map(({ host, path, headers }: RecordedRequest) => `${host}${path} ${headers.get(name) ?? '-'}`);
const leaked = async () => {
  const rows = await world.db.query('SELECT row_to_json(f)::text AS row FROM feeds AS f');
  return `${JSON.stringify(rows)}\n${world.logged.join('\n')}`.includes(secret);
};

it.each([
  [
    'a name and password',
    { auth: { user: 'env:WIRE_USER', password: 'env:WIRE_SECRET' } },
    'authorization',
    `Basic ${btoa(`ann:${secret}`)}`,
  ],
  ['a token', { auth: { bearer: 'env:WIRE_SECRET' } }, 'authorization', `Bearer ${secret}`],
  ['a header', { headers: { 'X-Api-Key': 'env:WIRE_SECRET' } }, 'x-api-key', secret],
] as const)(
  'a feed is read with %s, which stand nowhere but in the environment',
  async (_, credentials, name, value) => {
    Object.assign(world.environment, { WIRE_USER: 'ann', WIRE_SECRET: secret });
    world.server.reply('/rss', guarded(name, value));
    await follow(world.url('wire.example', '/rss'), credentials);
    await world.pass(0);
    expect(await stateOf()).toMatchObject({ error: null, failures: 0 });
    expect(await world.db.query('SELECT FROM articles')).toHaveLength(1);
    expect(await leaked()).toBe(false);
  },
);

it('without its variable it is not requested, and its failure names the variable; once it is set, it is read', async () => {
  world.server.reply('/rss', guarded('authorization', `Bearer ${secret}`));
  const url = world.url('wire.example', '/rss');
  await follow(url, { auth: { bearer: 'env:WIRE_SECRET' } });
  await world.pass(0);
  expect(await stateOf()).toMatchObject({
    error: `${url} cannot be requested: WIRE_SECRET is not set in the service's environment`,
    failures: 1,
  });
  expect(world.server.requests).toEqual([]);
  world.environment.WIRE_SECRET = secret;
  await world.untilDue(url);
  expect(await stateOf()).toMatchObject({ error: null, failures: 0 });
});

it('a wrong secret is a failure that says where to look, and does not show it', async () => {
  world.environment.WIRE_SECRET = secret;
  world.server.reply('/rss', guarded('authorization', 'Bearer other'));
  await follow(world.url('wire.example', '/rss'), { auth: { bearer: 'env:WIRE_SECRET' } });
  await world.pass(0);
  expect((await stateOf())?.error).toContain('401; the publisher denies access; check the variables');
  expect(await leaked()).toBe(false);
});

it('a redirect takes it along within the origin, and to no other', async () => {
  world.environment.WIRE_SECRET = secret;
  world.server.reply('/rss', (response) => response.writeHead(302, { location: '/inner' }).end());
  world.server.reply('/inner', (response) =>
    response.writeHead(302, { location: world.url('other.example', '/elsewhere') }).end(),
  );
  world.server.reply('/elsewhere', (response) => response.end(rss));
  await follow(world.url('wire.example', '/rss'), {
    auth: { bearer: 'env:WIRE_SECRET' },
    headers: { 'X-Api-Key': 'env:WIRE_SECRET' },
  });
  await world.pass(0);
  for (const [name, value] of [
    ['authorization', `Bearer ${secret}`],
    ['x-api-key', secret],
  ] as const) {
    expect(sent(name)).toEqual([
      `wire.example/rss ${value}`,
      `wire.example/inner ${value}`,
      'other.example/elsewhere -',
    ]);
  }
  expect(await stateOf()).toMatchObject({ error: null });
});

it('a permanent redirect to another origin is followed each time, and never believed', async () => {
  world.environment.WIRE_SECRET = secret;
  world.server.reply('/rss', (response) =>
    response.writeHead(301, { location: world.url('other.example', '/elsewhere') }).end(),
  );
  world.server.reply('/elsewhere', (response) => response.end(rss));
  const url = world.url('wire.example', '/rss');
  await follow(url, { auth: { bearer: 'env:WIRE_SECRET' } });
  for (let poll = 0; poll < 4; poll++) await world.pass(43_200);
  expect((await stateOf())?.redirectedTo).toBeNull();
  await follow(url);
  for (let poll = 0; poll < 4; poll++) await world.pass(43_200);
  expect((await stateOf())?.redirectedTo).toBe(world.url('other.example', '/elsewhere'));
});

it('the hub of such a feed is not asked: it would be given what only some may read', async () => {
  world.environment.WIRE_SECRET = secret;
  const link = { link: '<https://hub.example/>; rel="hub"' };
  world.server.reply('/rss', (response) => response.writeHead(200, link).end(rss));
  const url = world.url('wire.example', '/rss');
  const hubs = () => world.db.query('SELECT FROM hub_subscriptions');
  await follow(url, { auth: { bearer: 'env:WIRE_SECRET' } });
  await world.pass(0);
  expect(await hubs()).toHaveLength(0);
  world.server.reply('/rss', (response) => response.writeHead(200, link).end(rss.replace('One', 'Two')));
  await follow(url);
  await world.pass(600);
  expect(await hubs()).toHaveLength(1);
});

it('new credentials have the feed requested at once, and the list gives back the references', async () => {
  world.environment.WIRE_SECRET = secret;
  world.server.reply('/rss', guarded('authorization', `Bearer ${secret}`));
  const url = world.url('wire.example', '/rss');
  await follow(url);
  await world.pass(0);
  expect((await stateOf())?.failures).toBe(1);
  const credentials = { auth: { bearer: 'env:WIRE_SECRET' } };
  await follow(url, credentials);
  expect(await createFeedList(world.db).read()).toEqual([{ url, name: 'Wire', everySeconds: 600, credentials }]);
  await world.pass(0);
  expect((await stateOf())?.failures).toBe(0);
});
