import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHttpPageSource } from '../../../src/adapters/pages/httpPageSource.ts';
import { createRobots } from '../../../src/adapters/pages/robots.ts';
import { createThreadedReader, type ThreadedReader } from '../../../src/adapters/pages/threadedReader.ts';
import { createReadStore } from '../../../src/adapters/store/read/articlesToRead.ts';
import { createFetchHolds } from '../../../src/adapters/store/shared/heldTargets.ts';
import { setLeaseTime } from '../../support/database.ts';
import { articlePage, type PageServer, startPageServer } from '../../support/pageServer.ts';
import { createQuietWorld, type QuietWorld } from '../../support/quietWorld.ts';
import { silentLog } from '../../support/silentLog.ts';

const userAgent = 'Tocsin/1.0 (news monitor; +https://tocsin.example)';
let site: PageServer;
let agent: Agent;
let reader: ThreadedReader;
let world: QuietWorld;

beforeAll(async () => {
  site = await startPageServer();
  agent = new Agent({ connections: 2 });
  reader = createThreadedReader({ log: silentLog });
});
afterAll(() => Promise.all([agent.destroy(), reader.close(), site.close()]));
afterEach(async () => {
  await world.close();
  site.clear();
});

const prepare = async () => {
  world = await createQuietWorld({
    ...{ start: '2022-01-06T10:00:00Z', feeds: ['wire', 'other'], rules: { airport: 'airport', riot: 'riot' } },
    subscriptions: [{ rules: ['airport', 'riot'] }],
    pages: (db, clock) => {
      const robots = createRobots({ agent, userAgent, clock });
      const source = createHttpPageSource({
        agent,
        userAgent,
        robots,
        holds: createFetchHolds(db),
        clock,
        read: reader.read,
      });
      // The clock of these tests stands still for a minute at a time.
      return { read: async (...args) => ({ ...(await source.read(...args)), pauseSeconds: 0 }) };
    },
  });
};

const open = async () => {
  await prepare();
  await world.runUntil(1);
};

const title = 'Riot in the city';
const summary = 'A riot began in the city on Thursday, the ministry said.';
const more = [
  summary,
  'Police closed the central square in the morning and sent reinforcements from the region.',
  'The airport was taken over by protesters in the evening, and all flights were cancelled.',
  'Twelve people were killed in the clashes, the Interior Ministry said.',
  'The president asked the country to stay calm and promised to answer the demands of the people.',
];
const page = articlePage(title, ...more);
const publish = (path: string, changes = {}, feed = 'wire') =>
  world.publish(feed, { guid: `${feed}${path}`, title, summary, link: `${site.origin}${path}`, ...changes });
const pagesRequested = () => site.paths().filter((path) => path !== '/robots.txt');

interface Kept {
  readonly revision: number;
  readonly text: string | null;
  readonly start: number | null;
  readonly note: string | null;
}
const kept = () =>
  world.db.query<Kept>(
    'SELECT revision, full_text AS text, page_start AS start, page_note AS note FROM article_revisions ORDER BY article_id, revision',
  );
const rulesNotified = () =>
  world.sent.flatMap(({ message }) => message.entries.flatMap(({ reasons }) => reasons.map(({ ruleId }) => ruleId)));

describe('an article of which the feed gives a summary only', () => {
  it('is matched by the text of its page, and quoted from there', async () => {
    site.serve('/a', page);
    await open();
    publish('/a');
    await world.runUntil(2);
    expect(await kept()).toEqual([{ revision: 1, text: more.join('\n'), start: 0, note: null }]);
    expect(rulesNotified().sort()).toEqual(['airport', 'riot']);
    const excerpts = world.sent.flatMap(({ message }) => message.entries.flatMap((entry) => entry.excerpts));
    expect(excerpts).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('The airport was taken over'), textFrom: 'page' }),
    );
    const story = world.sent[0]?.message.entries[0]?.story;
    const figure = { kind: 'killed', min: 12, textFrom: 'page' };
    expect(story).toMatchObject({ facts: [{ kind: 'move', figure: 'killed', textFrom: 'page' }], ledger: [figure] });
    expect(
      await world.db.query('SELECT c.text_from AS claim, m.text_from AS move FROM claims AS c, moves AS m'),
    ).toEqual([{ claim: 'page', move: 'page' }]);
  });

  it('keeps what only the feed says, before what the page says', async () => {
    site.serve(
      '/a',
      articlePage(title, ...more.slice(1).map((text) => `${text} A riot, the ministry said on Thursday.`)),
    );
    await open();
    publish('/a');
    await world.runUntil(2);
    const [article] = await kept();
    expect(article?.text?.startsWith(`${summary}\nPolice closed`)).toBe(true);
    expect(article?.start).toBe(summary.length + 1);
  });

  it('is read again when the publisher changes it; another feed’s words for it need no second request', async () => {
    site.serve('/a', page);
    await open();
    publish('/a');
    await world.runUntil(2);
    publish('/a', { summary: 'A riot in the city, as another feed of the ministry sums it up.' }, 'other');
    await world.runUntil(3);
    expect(pagesRequested()).toEqual(['/a']);
    publish('/a', { summary: `${summary} It goes on.` });
    await world.runUntil(4);
    expect(pagesRequested()).toEqual(['/a', '/a']);
    expect((await kept()).map(({ revision, text }) => [revision, text?.includes('airport')])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
  });

  it('keeps what its page says when a later text comes and the page cannot be read again', async () => {
    site.serve('/a', page);
    await open();
    publish('/a');
    await world.runUntil(2);
    site.serve('/a', (response) => response.writeHead(500).end());
    publish('/a', { summary: `${summary} Shots were heard.` });
    await world.runUntil(3);
    const moves = await world.db.query('SELECT kind FROM moves');
    expect((await kept()).map(({ revision, text }) => [revision, text?.includes('airport')])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect((await kept())[1]?.text).toContain('Shots were heard.');
    expect(moves).toHaveLength(1);
  });

  it('takes the page along where a feed that allows no pages brings other words for it; none is asked for then', async () => {
    site.serve('/a', page);
    await open();
    await world.db.execute(`UPDATE feeds SET full_text = false WHERE url LIKE '%other%'`);
    publish('/a');
    await world.runUntil(2);
    publish('/a', { summary: 'A riot in the city, as another feed of the ministry sums it up.' }, 'other');
    await world.runUntil(3);
    await world.db.execute('UPDATE feeds SET full_text = false');
    publish('/a', { summary: `${summary} It goes on.` });
    await world.runUntil(4);
    expect(pagesRequested()).toEqual(['/a']);
    expect((await kept()).map(({ revision, text }) => [revision, text?.includes('airport')])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
  });

  it('is sent by what the feed says where the page is refused, missing, or no article; and the reason is kept', async () => {
    site.serve('/robots.txt', (response) => response.end('User-agent: *\nDisallow: /no'));
    site.serve(
      '/consent',
      articlePage(title, ...Array(9).fill('We and our partners need your consent to store cookies on your device.')),
    );
    await open();
    for (const path of ['/no', '/missing', '/consent']) publish(path, { title: `Riot ${path}` });
    await world.runUntil(2);
    expect(await world.db.query('SELECT count(*) FROM matches')).toEqual([{ count: 3 }]);
    expect((await kept()).map(({ text, note }) => text ?? note).sort()).toEqual([
      expect.stringContaining('responded with 404'),
      expect.stringContaining('shares few words'),
      expect.stringContaining('robots.txt'),
    ]);
  });

  it('of a host that answers 429 goes on at once, and the host is left alone, also by other articles', async () => {
    site.serve('/a', (response) => response.writeHead(429, { 'retry-after': '600' }).end());
    site.serve('/b', page);
    await open();
    publish('/a');
    await world.runUntil(2);
    publish('/b');
    await world.runUntil(3);
    expect(pagesRequested()).toEqual(['/a']);
    expect(await world.db.query('SELECT count(*) FROM matches')).toEqual([{ count: 2 }]);
    await world.runUntil(15);
    publish('/b', { summary: `${summary} It goes on.` });
    await world.runUntil(16);
    expect(pagesRequested()).toEqual(['/a', '/b']);
  });
});

it('a feed’s first items that nobody is notified of, and whole articles, cost their publisher no request', async () => {
  site.serve('/a', page);
  await prepare();
  publish('/a', { publishedAt: world.at(-3000) });
  await world.runUntil(1);
  publish('/whole', { summary: null, contentText: `${summary} `.repeat(30) });
  publish('/none', { link: null });
  await world.runUntil(2);
  expect(site.paths()).toEqual([]);
  expect(rulesNotified()).toEqual(['riot', 'riot']);
});

it('one page of a host is asked for at a time, and the next after the pause that its robots.txt asks for', async () => {
  let [inHand, most] = [0, 0];
  for (const path of ['/a', '/b', '/c'])
    site.serve(path, (response) => {
      most = Math.max(most, ++inHand);
      setTimeout(() => response.writeHead(200, { 'content-type': 'text/html' }).end(page, () => inHand--), 100);
    });
  await open();
  for (const path of ['/a', '/b', '/c']) publish(path, { title: `Riot ${path}` });
  await world.runUntil(2);
  expect([most, pagesRequested().sort()]).toEqual([1, ['/a', '/b', '/c']]);

  for (const path of ['/d', '/e']) publish(path, { title: `Riot ${path}` });
  await world.pollAt(3);
  const store = createReadStore(world.db);
  const claimedAfter = (seconds: number) => store.claimForRead(new Date(world.at(3).getTime() + seconds * 1000));
  const first = await claimedAfter(0);
  if (first !== null) await store.settleRead(first.lease, { kind: 'own', note: 'test' }, 7, world.at(3));
  expect([await claimedAfter(0), await claimedAfter(6.9)]).toEqual([null, null]);
  expect(await claimedAfter(7)).not.toBeNull();
});

describe('no article waits for its page', () => {
  const claim = (minute: number) => createReadStore(world.db).claimForRead(world.at(minute));
  const standing = () => world.db.query('SELECT revision, step FROM pipeline_items ORDER BY sequence');

  it('longer than two minutes, whoever has it in hand', async () => {
    await open();
    publish('/a');
    world.sleepUntil(2);
    await world.db.execute(`INSERT INTO page_pauses (host, ends_at) VALUES ('127.0.0.1', $1)`, [world.at(60)]);
    await world.runUntil(3);
    expect(rulesNotified()).toEqual([]);
    await world.runUntil(5);
    expect(rulesNotified()).toEqual(['riot']);
    expect(await kept()).toMatchObject([{ text: null, note: expect.stringContaining('in time') }]);
  });

  it('that killed a process twice: the third time it goes on without', async () => {
    await open();
    await setLeaseTime(world.db, world.at(1));
    publish('/a');
    site.serve('/a', page);
    await pollOnly();
    for (let crash = 1; crash <= 2; crash++) {
      expect(await claim(2)).toMatchObject({ claims: crash });
      await setLeaseTime(world.db, world.at(crash * 2));
    }
    await world.runUntil(2);
    expect(pagesRequested()).toEqual([]);
    expect(rulesNotified()).toEqual(['riot']);
    expect(await kept()).toMatchObject([{ note: expect.stringContaining('interrupted 2 times') }]);
  });

  it('and one whose process died is read by the next', async () => {
    site.serve('/a', page);
    await open();
    await setLeaseTime(world.db, world.at(1));
    publish('/a');
    await pollOnly();
    await claim(2);
    await setLeaseTime(world.db, world.at(2));
    await world.runUntil(2);
    expect(pagesRequested()).toEqual(['/a']);
    expect(rulesNotified().sort()).toEqual(['airport', 'riot']);
  });

  it('nor for that of another article: what came later is sent meanwhile, in the order in which it is taken', async () => {
    await open();
    publish('/a');
    await pollOnly();
    const inHand = await claim(2);
    expect(await claim(2)).toBeNull();
    world.publish('other', { guid: 'whole', title: 'Another riot', contentText: 'A riot elsewhere. '.repeat(80) });
    await world.runUntil(3);
    expect(rulesNotified()).toEqual(['riot']);
    expect(await standing()).toEqual([{ revision: 1, step: 'read' }]);
    const store = createReadStore(world.db);
    if (inHand !== null) await store.settleRead(inHand.lease, { kind: 'own', note: 'test' }, 0, world.at(3));
    await world.runUntil(4);
    const taken = await world.db.query<{ title: string }>(
      'SELECT r.title FROM story_members AS m JOIN article_revisions AS r USING (article_id, revision) ORDER BY m.sequence',
    );
    expect(taken.map((each) => each.title)).toEqual(['Another riot', title]);
  });

  it('that was overtaken by a newer text: the older goes on first, and what its reader brings is refused', async () => {
    await open();
    publish('/a');
    await pollOnly();
    const inHand = await claim(2);
    publish('/a', { summary: `${summary} It goes on.` });
    await pollOnly(3);
    expect(await standing()).toEqual([
      { revision: 1, step: 'match' },
      { revision: 2, step: 'read' },
    ]);
    const store = createReadStore(world.db);
    const settled = inHand && (await store.settleRead(inHand.lease, { kind: 'own', note: 'late' }, 0, world.at(3)));
    expect(settled).toBe(false);
    expect(await kept()).toMatchObject([{ note: expect.stringContaining('newer text') }, { note: null }]);
  });

  const pollOnly = (minute = 2): Promise<void> => world.pollAt(minute);
});
