import { gzipSync } from 'node:zlib';
import type { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { createHttpPageSource } from '../../../src/adapters/pages/httpPageSource.ts';
import { createRobots } from '../../../src/adapters/pages/robots.ts';
import { createThreadedReader, type ThreadedReader } from '../../../src/adapters/pages/threadedReader.ts';
import type { HeldTarget } from '../../../src/ports/holds.ts';
import { type Dripping, drip } from '../../support/dripping.ts';
import { articlePage, type PageServer, type Serve, startPageServer } from '../../support/pageServer.ts';
import { silentLog } from '../../support/silentLog.ts';

let site: PageServer;
let agent: Agent;
let reader: ThreadedReader;
let now: Date;
let held: ReadonlyMap<string, Date>;
const userAgent = 'Tocsin/1.0 (news monitor; +https://tocsin.example)';
const never = new AbortController().signal;

beforeAll(async () => {
  site = await startPageServer();
  agent = createGuardedAgent({ allowPrivateAddresses: ['127.0.0.1/32'], connectTimeoutMs: 2000 });
  reader = createThreadedReader({ log: silentLog });
});
afterAll(() => Promise.all([agent.destroy(), reader.close(), site.close()]));
beforeEach(() => {
  now = new Date('2022-01-06T12:00:00Z');
  held = new Map();
});
afterEach(() => site.clear());

const openSource = (maxBytes = 200_000) => {
  const clock = { now: () => now };
  const holds = { heldUntil: async ({ host }: HeldTarget) => held.get(host ?? '') ?? null };
  const robots = createRobots({ agent, userAgent, clock });
  return createHttpPageSource({ agent, userAgent, clock, holds, robots, read: reader.read, maxBytes });
};
const read = async (path = '/a', { source = openSource(), withinMs = 5000, signal = never } = {}) =>
  (await source.read(path.startsWith('http') ? path : `${site.origin}${path}`, withinMs, signal)).outcome;

const sentences = Array.from(
  { length: 5 },
  (_, index) => `Paragraph ${index} says that the ministry, the police and the city agree on what happened on Friday.`,
);
const page = articlePage('Riot in the city', ...sentences);
const text =
  (page_: string): Serve =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end(page_);
const redirect =
  (location: string): Serve =>
  (response) =>
    response.writeHead(302, { location }).end();
const status =
  (code: number, headers = {}): Serve =>
  (response) =>
    response.writeHead(code, headers).end();

describe('a page is asked for', () => {
  it('by an honest name, without cookies or referrer, and gives its article, not what stands around it', async () => {
    site.serve('/a', page);
    const outcome = await read();
    expect(outcome).toMatchObject({ kind: 'text', text: expect.stringContaining(sentences.join('\n')) });
    expect(outcome.kind === 'text' && /Sport|Read next|Flood|rights|menu/.test(outcome.text)).toBe(false);
    expect(site.paths()).toEqual(['/robots.txt', '/a']);
    const { headers } = site.requested[1] ?? {};
    expect(headers).toMatchObject({ 'user-agent': userAgent, accept: expect.stringMatching(/^text\/html/) });
    expect([headers?.cookie, headers?.referer]).toEqual([undefined, undefined]);
  });

  it('in its charset: by the Content-Type, else by its meta', async () => {
    const russian = articlePage(
      'Беспорядки в городе',
      ...sentences.map(() => 'Министерство сообщило, что в пятницу погибли, по данным на утро, 26 человек.'),
    );
    const bytes = Buffer.from([...russian].map((letter) => windows1251(letter)));
    site.serve('/typed', (response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=windows-1251' }).end(bytes),
    );
    const meta = Buffer.concat([
      Buffer.from('<!doctype html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'),
      bytes,
    ]);
    site.serve('/meta', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(meta));
    const source = openSource();
    for (const path of ['/typed', '/meta'])
      expect(await read(path, { source })).toMatchObject({
        kind: 'text',
        text: expect.stringContaining('Министерство сообщило'),
      });
  });

  it('also where it is compressed or moved', async () => {
    site.serve('/a', redirect('/b'));
    site.serve('/b', (response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync(page)),
    );
    expect(await read()).toMatchObject({ kind: 'text' });
  });
});

describe('robots.txt', () => {
  it('is obeyed, and asked for once a day', async () => {
    site.serve('/robots.txt', text('User-agent: tocsin\nDisallow: /a\nCrawl-delay: 7'));
    for (const path of ['/a', '/b']) site.serve(path, page);
    const source = openSource();
    expect(await read('/a', { source })).toMatchObject({
      kind: 'none',
      message: expect.stringContaining('robots.txt'),
    });
    expect(await source.read(`${site.origin}/b`, 5000, never)).toMatchObject({
      outcome: { kind: 'text' },
      pauseSeconds: 7,
    });
    now = new Date(now.getTime() + 23 * 3_600_000);
    await read('/b', { source });
    now = new Date(now.getTime() + 2 * 3_600_000);
    await read('/b', { source });
    expect(site.paths()).toEqual(['/robots.txt', '/b', '/b', '/robots.txt', '/b']);
  });

  it.each([
    [404, 'text'],
    [403, 'text'],
    [500, 'none'],
    [503, 'none'],
    [429, 'none'],
  ])('answered with %s: %s', async (code, kind) => {
    site.serve('/robots.txt', status(code));
    site.serve('/a', page);
    expect(await read()).toMatchObject({ kind });
  });

  it('that could not be had is asked for again after ten minutes, and until then the site is left alone', async () => {
    site.serve('/robots.txt', status(500));
    site.serve('/a', page);
    const source = openSource();
    expect(await read('/a', { source })).toMatchObject({ kind: 'none' });
    site.serve('/robots.txt', text(''));
    expect(await read('/a', { source })).toMatchObject({ kind: 'none' });
    now = new Date(now.getTime() + 601_000);
    expect(await read('/a', { source })).toMatchObject({ kind: 'text' });
  });

  it('is followed where it moved, but never to a private address; of what never ends the first half megabyte counts', async () => {
    site.serve('/a', page);
    site.serve('/moved.txt', text('User-agent: *\nDisallow: /a'));
    site.serve('/robots.txt', redirect('/moved.txt'));
    expect(await read()).toMatchObject({ kind: 'none' });
    site.serve('/robots.txt', redirect('http://10.0.0.1/robots.txt'));
    expect(await read()).toMatchObject({ kind: 'none' });
    site.serve('/robots.txt', (response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('User-agent: *\nDisallow: /b\n');
      const more = () => response.writable && response.write('# nothing\n'.repeat(10_000), more);
      more();
    });
    expect(await read()).toMatchObject({ kind: 'text' });
  });
});

describe('a page is left alone', () => {
  it('on a host that asked so, for us or for anything else, and its hold is told', async () => {
    site.serve('/a', status(429, { 'retry-after': '120' }));
    expect(await read()).toMatchObject({ kind: 'held', host: '127.0.0.1', forSeconds: 120 });
    site.serve('/b', status(503));
    const busy = await openSource().read(`${site.origin}/b`, 5000, never);
    expect(busy).toMatchObject({ outcome: { kind: 'none' }, pauseSeconds: 600 });
    held = new Map([['127.0.0.1', new Date(now.getTime() + 60_000)]]);
    site.clear();
    expect(await read('/b')).toMatchObject({ kind: 'none', message: expect.stringContaining('asked us to wait') });
    expect(site.paths()).toEqual([]);
  });

  it.each([
    ['http://127.0.0.2/'],
    ['http://2130706434/'],
    ['http://[::ffff:10.0.0.1]/'],
    ['http://169.254.169.254/latest/meta-data/'],
    ['http://[64:ff9b::a00:1]/'],
    ['file:///etc/passwd'],
  ])('at an address that is not public or not the web, also behind a redirect: %s', async (address) => {
    expect(await read(address)).toMatchObject({ kind: 'none' });
    site.serve('/a', redirect(address));
    expect(await read()).toMatchObject({ kind: 'none' });
  });

  it('after five redirects, and where they lead back', async () => {
    for (const [index, path] of [...'abcdefg'].entries())
      site.serve(`/${path}`, redirect(`/${'abcdefgh'.charAt(index + 1)}`));
    expect(await read()).toMatchObject({
      kind: 'none',
      message: expect.stringContaining('redirects more than 5 times'),
    });
    expect(site.paths().filter((path) => path !== '/robots.txt')).toEqual(['/a', '/b', '/c', '/d', '/e', '/f']);
    site.serve('/c', redirect('/a'));
    expect(await read()).toMatchObject({ kind: 'none', message: expect.stringContaining('redirects in a loop') });
    expect(site.paths().filter((path) => path !== '/robots.txt')).toHaveLength(6 + 3);
  });

  it('where it is none: another type, no article, not found, broken', async () => {
    const source = openSource();
    site.serve('/type', (response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'));
    site.serve('/empty', '<html><body></body></html>');
    const brokenGzip = gzipSync(page).subarray(0, 60);
    site.serve('/broken', (response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(brokenGzip),
    );
    site.serve('/cut', (response) => response.destroy());
    for (const path of ['/type', '/empty', '/broken', '/cut', '/missing'])
      expect(await read(path, { source })).toMatchObject({ kind: 'none' });
  });

  it('once it is too large, however small it comes, or too slow', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, '<p>'));
    site.serve('/bomb', (response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(bomb),
    );
    let dripping: Dripping | undefined;
    site.serve('/drip', (response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      dripping = drip(response, Buffer.from(page), 60, 50);
    });
    const source = openSource();
    expect(await read('/bomb', { source })).toMatchObject({ kind: 'none', message: expect.stringContaining('larger') });
    const dripped = await read('/drip', { source, withinMs: 700 });
    expect(dripped).toMatchObject({ kind: 'none', message: expect.stringContaining('longer') });
    expect(await dripping?.missed).toBeGreaterThan(0);
  });
});

/** As TextDecoder reads it. */
function windows1251(letter: string): number {
  const code = letter.charCodeAt(0);
  return code < 128 ? code : code - 0x410 + 0xc0;
}
