import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPollingWorld, type PollingWorld, userAgent } from '../../support/pollingWorld.ts';
import type { RecordedRequest, Reply } from '../../support/recordingServer.ts';

/**
 * The manners of a client that publishers do not block, each seen on the wire: the real poll step over the real store asks
 * a server of ours that writes down what it gets.
 */

let world: PollingWorld;
beforeEach(async () => {
  world = await createPollingWorld();
});
afterEach(() => world.close());

const rss = (...titles: readonly string[]): string =>
  `<rss version="2.0"><channel><title>T</title>${titles.map((title) => `<item><guid>${title}</guid><title>${title}</title></item>`).join('')}</channel></rss>`;

const responding =
  (headers: Record<string, string>, body = rss('One')): Reply =>
  (response) =>
    response.writeHead(200, headers).end(body);
const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(code, headers).end();
/** Answers 304 to whoever brings the validator. */
const conditional =
  (etag: string, headers: Record<string, string> = {}, body?: string): Reply =>
  (response, request) =>
    request.headers.has('if-none-match')
      ? status(304)(response, request)
      : responding({ etag, ...headers }, body)(response, request);

const requests = (path?: string): readonly RecordedRequest[] =>
  world.server.requests.filter((request) => path === undefined || request.path === path);
const last = (): RecordedRequest => {
  const request = requests().at(-1);
  if (request === undefined) throw new Error('nothing was asked');
  return request;
};
const day = 86_400;

it.each([
  ['"plain"'],
  ['W/"weak"'],
  ['unquoted-tag'],
  ['"two  spaces, a comma; and \\"quotes\\""'],
  ['"caf\u00e9 \u00ff\u0080"'],
  ["'single'"],
  ['"\u00d1\u0091 in UTF-8"'],
])('the ETag %s goes back byte for byte, and so does Last-Modified', async (etag) => {
  const lastModified = 'Thursday, 06-Jan-22 9:00:00 +0000 (odd)';
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', responding({ etag, 'last-modified': lastModified }));
  await world.follow(feed);
  await world.pass(0);
  await world.untilDue(feed);
  expect([last().headers.get('if-none-match'), last().headers.get('if-modified-since')]).toEqual([etag, lastModified]);
});

it('both are those of the last 200, also when the bytes are the same, and one it leaves out is gone', async () => {
  const feed = world.url('a.example', '/feed');
  await world.follow(feed);
  const sent = async (headers: Record<string, string>, body?: string) => {
    world.server.reply('/feed', responding(headers, body));
    await world.untilDue(feed);
    return [last().headers.get('if-none-match'), last().headers.get('if-modified-since')];
  };
  expect(await sent({ etag: '"1"', 'last-modified': 'A' })).toEqual([undefined, undefined]);
  expect(await sent({ etag: '"2"', 'last-modified': 'B' })).toEqual(['"1"', 'A']);
  expect(await sent({ etag: '"3"' }, rss('Two'))).toEqual(['"2"', 'B']);
  expect(await sent({ 'last-modified': 'C' }, rss('Three'))).toEqual(['"3"', undefined]);
  expect(await sent({})).toEqual([undefined, 'C']);
  expect(await sent({})).toEqual([undefined, undefined]);
});

it('a 304 that brings another ETag replaces the one we had', async () => {
  const feed = world.url('a.example', '/feed');
  await world.follow(feed);
  world.server.reply('/feed', responding({ etag: '"1"', 'last-modified': 'A' }));
  await world.pass(0);
  world.server.reply('/feed', status(304, { etag: '"2"' }));
  await world.untilDue(feed);
  await world.untilDue(feed);
  expect([last().headers.get('if-none-match'), last().headers.get('if-modified-since')]).toEqual(['"2"', 'A']);
});

it('validators go to the address that gave them, and to no other on the way', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', status(302, { location: world.url('b.example', '/there') }));
  world.server.reply('/there', conditional('"b"'));
  await world.follow(feed);
  await world.pass(0);
  await world.untilDue(feed);
  expect(requests('/feed').map(({ headers }) => headers.get('if-none-match'))).toEqual([undefined, undefined]);
  expect(requests('/there').map(({ headers }) => headers.get('if-none-match'))).toEqual([undefined, '"b"']);
});

it('a feed is asked unconditionally once, when it is new, and again only after eight days', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', conditional('"1"'));
  await world.follow(feed);
  const start = world.now().getTime();
  await world.pass(0);
  while (world.now().getTime() - start < 10 * day * 1000) await world.untilDue(feed);
  const unconditional = requests().filter(({ headers }) => !headers.has('if-none-match'));
  const days = unconditional.map(({ at }) => (at.getTime() - start) / 1000 / day);
  expect(days).toHaveLength(2);
  expect(days[0]).toBe(0);
  expect(days[1]).toBeGreaterThan(6.9);
  expect(days[1]).toBeLessThan(8.2);
});

it('intervals are kept over a restart, and when the same list is put in again', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', conditional('"1"', { 'cache-control': 'max-age=3600' }));
  await world.follow(feed);
  await world.pass(0);
  await world.restart();
  await world.follow(feed);
  await world.pass(3599);
  expect(requests()).toHaveLength(1);
  await world.untilDue(feed);
  expect(requests()).toHaveLength(2);
  expect(last().headers.get('if-none-match')).toBe('"1"');
});

it.each([
  ['seconds', 429, { 'retry-after': '1800' }, 1800],
  // By the server's own clock, which is a year ahead.
  ['a date', 503, { date: 'Fri, 06 Jan 2023 12:00:00 GMT', 'retry-after': 'Fri, 06 Jan 2023 12:30:00 GMT' }, 1800],
  ['nothing', 429, {}, 600],
  ['nonsense', 503, { 'retry-after': 'later' }, 600],
  ['a year', 429, { 'retry-after': '31536000' }, day],
] as const)(
  'a Retry-After of %s to two feeds holds every feed of the host, on any port, also behind a redirect',
  async (_, code, headers, seconds) => {
    const [feed, second] = [world.url('a.example', '/feed'), world.url('a.example', '/second')];
    const other = world.url('A.Example', '/other');
    const elsewhere = world.url('b.example', '/elsewhere');
    await world.follow(feed, second);
    for (const path of ['/feed', '/second']) world.server.reply(path, status(code, headers));
    world.server.reply('/other', responding({}));
    world.server.reply('/elsewhere', status(302, { location: other }));
    await world.pass(0);
    await world.follow(feed, second, other, elsewhere, 'http://a.example:1/port');
    await world.pass(1);
    await world.pass(seconds - 2);
    expect(requests().filter(({ host }) => host.toLowerCase() === 'a.example')).toHaveLength(2);
    expect(requests('/elsewhere').length).toBeGreaterThan(0);
    for (const path of ['/feed', '/second']) world.server.reply(path, responding({}));
    await world.pass(2 * 7200);
    expect(requests('/other').length).toBeGreaterThan(0);
  },
);

it('a Retry-After to one feed holds that feed, and no other of its host', async () => {
  const [busy, calm] = [world.url('a.example', '/busy'), world.url('a.example', '/calm')];
  world.server.reply('/busy', status(429, { 'retry-after': '1800' }));
  world.server.reply('/calm', responding({}));
  await world.follow(busy);
  await world.pass(0);
  await world.follow(busy, calm);
  await world.pass(1700);
  expect(requests('/busy')).toHaveLength(1);
  expect(requests('/calm')).toHaveLength(1);
});

it('a hold that has ended is over once its address has answered as asked, also behind a redirect', async () => {
  const busy = world.url('a.example', '/busy');
  world.server.reply('/busy', status(429, { 'retry-after': '1800' }));
  world.server.reply('/detour', status(302, { location: busy }));
  await world.follow(world.url('b.example', '/detour'));
  await world.pass(0);
  const held = () => world.db.query("SELECT host FROM holds WHERE direction = 'fetch'");
  world.server.reply('/busy', status(500));
  await world.pass(7200);
  expect(await held()).toEqual([{ host: 'a.example' }]);
  world.server.reply('/busy', responding({}));
  await world.pass(7200);
  expect(await held()).toEqual([]);
});

it('a feed that is sent away each time keeps the others of its host waiting once, not for ever', async () => {
  const [broken, well] = [world.url('a.example', '/broken'), world.url('a.example', '/well')];
  world.server.reply('/broken', status(503));
  world.server.reply('/well', responding({}));
  await world.follow(broken, well);
  for (let minutes = 0; minutes < 24; minutes++) await world.pass(60);
  expect(requests('/well').length).toBeGreaterThan(0);
});

it('behind a redirect it is the address that answered which is held, not the one that led there', async () => {
  world.server.reply('/detour', status(302, { location: world.url('a.example', '/busy') }));
  world.server.reply('/busy', status(429));
  world.server.reply('/calm', responding({}));
  await world.follow(world.url('b.example', '/detour'));
  await world.pass(0);
  const feeds = [world.url('a.example', '/calm'), world.url('b.example', '/calm')];
  await world.follow(world.url('b.example', '/detour'), world.url('a.example', '/busy'), ...feeds);
  await world.pass(1);
  expect(requests('/busy')).toHaveLength(1);
  expect(
    requests('/calm')
      .map(({ host }) => host)
      .sort(),
  ).toEqual(['a.example', 'b.example']);
});

it('max-age is honoured, less the age that the answer has, and Expires where there is none', async () => {
  const dated = { date: 'Thu, 06 Jan 2022 12:00:00 GMT', expires: 'Thu, 06 Jan 2022 13:00:00 GMT' };
  const hints = {
    '/max-age': { 'cache-control': 'public, max-age=3600' },
    '/aged': { 'cache-control': 'max-age=9000', age: '5400' },
    '/expires': dated,
    '/both': { ...dated, 'cache-control': 'max-age=3600', expires: '0' },
  };
  // Items every two minutes: of itself the feed would be polled soon.
  const busy = `<rss version="2.0"><channel><title>T</title>${[1, 3, 5, 7].map((minute) => `<item><guid>${minute}</guid><title>${minute}</title><pubDate>Thu, 06 Jan 2022 11:0${minute}:00 GMT</pubDate></item>`).join('')}</channel></rss>`;
  for (const [path, headers] of Object.entries(hints)) world.server.reply(path, responding(headers, busy));
  world.server.reply('/none', responding({ 'cache-control': 'max-age=3600, no-cache' }, busy));
  await world.follow(...[...Object.keys(hints), '/none'].map((path, index) => world.url(`h${index}.example`, path)));
  await world.pass(0);
  await world.pass(3599);
  expect(
    requests()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['/aged', '/both', '/expires', '/max-age', '/none', '/none']);
  await world.pass(3600);
  for (const path of Object.keys(hints)) expect(requests(path)).toHaveLength(2);
});

it('no referrer and no query of ours, and a cookie only to the redirect that set it: the next poll brings none', async () => {
  const feed = world.url('a.example', '/feed?a=b%20c&d');
  world.server.reply('/feed?a=b%20c&d', status(302, { location: '/there', 'set-cookie': 'id=1; Path=/' }));
  world.server.reply('/there', responding({ etag: '"1"', 'set-cookie': 'id=2; Path=/' }));
  await world.follow(feed);
  await world.pass(0);
  await world.untilDue(feed);
  expect(requests().map(({ path }) => path)).toEqual(['/feed?a=b%20c&d', '/there', '/feed?a=b%20c&d', '/there']);
  expect(requests().map(({ headers }) => headers.get('cookie'))).toEqual([undefined, 'id=1', undefined, 'id=1']);
  const names = new Set(requests().flatMap(({ headers }) => [...headers.keys()]));
  const others = ['accept', 'accept-encoding', 'connection', 'host', 'if-none-match', 'user-agent'];
  expect([...names].filter((name) => name !== 'cookie').sort()).toEqual(others);
});

it('a name and password in a redirect are not sent', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply(
    '/feed',
    status(302, { location: `http://name:secret@b.example:${world.server.port}/there#part` }),
  );
  world.server.reply('/there', responding({}));
  await world.follow(feed);
  await world.pass(0);
  expect([last().path, last().host, last().headers.get('authorization')]).toEqual(['/there', 'b.example', undefined]);
});

it('the User-Agent says who asks and how to reach them, at every hop', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', status(302, { location: '/there' }));
  world.server.reply('/there', responding({}));
  await world.follow(feed);
  await world.pass(0);
  expect(requests().map(({ headers }) => headers.get('user-agent'))).toEqual([userAgent, userAgent]);
});

it('compression is asked for, and read', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', (response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(rss('Packed'))),
  );
  await world.follow(feed);
  await world.pass(0);
  expect(last().headers.get('accept-encoding')).toBe('gzip, deflate, br');
  expect(await world.db.query('SELECT title FROM article_revisions')).toEqual([{ title: 'Packed' }]);
});

const moves = async (code: number): Promise<readonly string[]> => {
  const feed = world.url('a.example', '/old');
  world.server.reply('/old', status(code, { location: world.url('b.example', '/new') }));
  world.server.reply('/new', conditional('"1"', { 'cache-control': 'max-age=7200' }));
  await world.follow(feed);
  await world.pass(0);
  for (let hours = 0; hours < 36; hours += 3) await world.pass(3 * 3600);
  world.server.forget();
  await world.pass(3 * 3600);
  return requests().map(({ path }) => path);
};

it.each([301, 308])('after a day of %i the new address is asked at once', async (code) => {
  expect(await moves(code)).toEqual(['/new']);
  expect(await world.db.query('SELECT url FROM feeds')).toEqual([{ url: world.url('a.example', '/old') }]);
});

it.each([302, 303, 307])('after a day of %i the old address is asked still', async (code) => {
  expect(await moves(code)).toEqual(['/old', '/new']);
});

it('where it had moved to is gone: the address in the list is asked again', async () => {
  await moves(301);
  world.server.reply('/new', status(410));
  world.server.reply('/old', responding({}, rss('Back')));
  const feed = world.url('a.example', '/old');
  world.server.forget();
  await world.untilDue(feed);
  await world.untilDue(feed);
  expect(requests().map(({ path }) => path)).toEqual(['/new', '/old']);
});

it('410 ends polling, with a notice, once it has been said at several polls over a day', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', status(410));
  await world.follow(feed);
  const isEnded = async () => (await world.db.query('SELECT FROM feeds WHERE ended_at IS NOT NULL')).length > 0;
  const start = world.now().getTime();
  while (!(await isEnded())) await world.untilDue(feed);
  const [hours, asked] = [(world.now().getTime() - start) / 3_600_000, requests().length];
  expect(hours).toBeGreaterThanOrEqual(24);
  expect(hours).toBeLessThan(31);
  expect(asked).toBeGreaterThanOrEqual(6);
  expect(asked).toBeLessThan(13);
  for (let days = 0; days < 3; days++) await world.pass(day);
  expect(requests()).toHaveLength(asked);
  expect(await world.db.query('SELECT ended_at AS at, last_error AS notice FROM feeds')).toEqual([
    { at: expect.any(Date), notice: expect.stringContaining('gone for good; polling stops') },
  ]);
});

it('410 for less than a day ends nothing, and what was said before the feed came back is forgotten', async () => {
  const feed = world.url('a.example', '/feed');
  await world.follow(feed);
  for (const reply of [status(410), responding({}), status(410)]) {
    world.server.reply('/feed', reply);
    const start = world.now().getTime();
    while (world.now().getTime() - start < 15 * 3_600_000) await world.untilDue(feed);
  }
  expect(await world.db.query('SELECT ended_at AS at FROM feeds')).toEqual([{ at: null }]);
});

it.each([
  ['403', status(403)],
  ['404', status(404)],
  ['410', status(410)],
  ['503 without Retry-After', status(503)],
  ['challenge page', responding({ 'content-type': 'text/html' }, '<!doctype html><title>Just a moment...</title>')],
] as const)('one %s costs a healthy feed no more than its usual interval', async (_, reply) => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', responding({}));
  await world.follow(feed);
  await world.db.execute('UPDATE feeds SET every_seconds = 120');
  await world.untilDue(feed);
  world.server.reply('/feed', reply);
  await world.untilDue(feed);
  const failedAt = world.now().getTime();
  world.server.reply('/feed', responding({}, rss('One', 'Two')));
  await world.untilDue(feed);
  expect(requests()).toHaveLength(3);
  expect((world.now().getTime() - failedAt) / 1000).toBeLessThanOrEqual(132);
  expect(await world.db.query('SELECT failures, last_error, last_failure FROM feeds')).toEqual([
    { failures: 0, last_error: null, last_failure: null },
  ]);
});

it('a fixed interval is kept within reason while a feed fails for days', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', status(404));
  await world.follow(feed);
  await world.db.execute('UPDATE feeds SET every_seconds = 300');
  for (let polls = 0; polls < 30; polls++) await world.untilDue(feed);
  const waits = requests().map(({ at }, index) => (at.getTime() - (requests()[index - 1]?.at ?? at).getTime()) / 1000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(6 * 300 * 1.1);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(6 * 300);
});

it('a feed whose news is overdue is asked once a day without conditions: some servers say "not modified" for ever', async () => {
  const feed = world.url('a.example', '/feed');
  const dated = (hours: number) => new Date(world.now().getTime() - hours * 3_600_000).toUTCString();
  const items = [1, 2, 3].map(
    (hour) => `<item><guid>${hour}</guid><title>${hour}</title><pubDate>${dated(hour)}</pubDate></item>`,
  );
  world.server.reply(
    '/feed',
    conditional('"1"', {}, `<rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`),
  );
  await world.follow(feed);
  const start = world.now().getTime();
  while (world.now().getTime() - start < 5 * day * 1000) await world.untilDue(feed);
  const whole = requests().filter(({ headers }) => !headers.has('if-none-match'));
  expect(whole.length).toBeGreaterThanOrEqual(5);
  expect(whole.length).toBeLessThanOrEqual(6);
});

it('a feed found silent is asked once a day without conditions', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', conditional('"1"'));
  await world.follow(feed);
  await world.pass(0);
  await world.db.execute(
    "INSERT INTO feed_states (feed_id, state, since, says, advice) SELECT id, 'silent', $1, '', '' FROM feeds",
    [world.now()],
  );
  const start = world.now().getTime();
  while (world.now().getTime() - start < 3 * day * 1000) await world.untilDue(feed);
  const whole = requests().filter(({ headers }) => !headers.has('if-none-match'));
  expect(whole.length).toBeGreaterThanOrEqual(3);
  expect(whole.length).toBeLessThanOrEqual(4);
});

it('410 behind a redirect for the time being ends nothing', async () => {
  const feed = world.url('a.example', '/feed');
  world.server.reply('/feed', status(302, { location: '/gone' }));
  world.server.reply('/gone', status(410));
  await world.follow(feed);
  await world.pass(0);
  await world.untilDue(feed);
  expect(requests('/gone')).toHaveLength(2);
});

it('neither a 304 nor the same bytes again are read', async () => {
  const feed = world.url('a.example', '/feed');
  await world.follow(feed);
  const seen = async () => (await world.db.query('SELECT last_seen_at FROM article_identities')).slice(0, 1);
  world.server.reply('/feed', responding({ etag: '"1"' }));
  await world.pass(0);
  const atFirst = await seen();
  world.server.reply('/feed', conditional('"1"'));
  await world.untilDue(feed);
  world.server.reply('/feed', responding({ etag: '"2"' }));
  await world.untilDue(feed);
  expect(requests()).toHaveLength(3);
  expect(await seen()).toEqual(atFirst);
  world.server.reply('/feed', responding({}, rss('One', 'Two')));
  await world.untilDue(feed);
  expect(await seen()).not.toEqual(atFirst);
});

it('a redirect that leads in a circle is noticed where it closes; one without end after five hops', async () => {
  const [circle, endless] = [world.url('a.example', '/a'), world.url('b.example', '/0')];
  world.server.reply('/a', status(301, { location: '/b' }));
  world.server.reply('/b', status(302, { location: '/a' }));
  for (let hop = 0; hop < 9; hop++) world.server.reply(`/${hop}`, status(302, { location: `/${hop + 1}` }));
  await world.follow(circle, endless);
  await world.pass(0);
  expect(
    requests()
      .filter(({ host }) => host === 'a.example')
      .map(({ path }) => path),
  ).toEqual(['/a', '/b']);
  expect(requests().filter(({ host }) => host === 'b.example')).toHaveLength(6);
  const errors = await world.db.query<{ error: string }>('SELECT last_error AS error FROM feeds ORDER BY id');
  expect(errors.map(({ error }) => error)).toEqual([
    expect.stringContaining('in a loop: '),
    expect.stringContaining('more than 5 times'),
  ]);
});

it('a host has one connection and one request at a time; another host does not wait for it', async () => {
  const slow = Array.from({ length: 5 }, (_, index) => `/slow${index}`);
  let [atOnce, most] = [0, 0];
  for (const path of slow) {
    world.server.reply(path, (response) => {
      most = Math.max(most, ++atOnce);
      setTimeout(() => {
        atOnce--;
        response.end(rss(path));
      }, 60);
    });
  }
  world.server.reply('/fast', responding({}));
  await world.follow(...slow.map((path) => world.url('a.example', path)), world.url('b.example', '/fast'));
  await world.pass(0);
  expect(requests()).toHaveLength(6);
  expect(requests().findIndex(({ path }) => path === '/fast')).toBeLessThan(2);
  expect([most, world.server.connections.most]).toEqual([1, 2]);
});

it('feeds that came together do not march in step', async () => {
  const feeds = Array.from({ length: 12 }, (_, index) => world.url(`h${index}.example`, '/feed'));
  world.server.reply('/feed', conditional('"1"', { 'cache-control': 'max-age=3600' }));
  await world.follow(...feeds);
  await world.pass(0);
  const due = (await Promise.all(feeds.map(world.nextPollOf))).map(
    (at) => (at.getTime() - world.now().getTime()) / 1000,
  );
  expect(new Set(due.map(Math.round)).size).toBeGreaterThan(9);
  expect(Math.min(...due)).toBeGreaterThanOrEqual(3600);
  expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(120);
});
