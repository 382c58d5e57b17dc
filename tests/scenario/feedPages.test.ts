import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../support/chromium.ts';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';
import { hostileHosts, hostileSchemes, hostileUrls } from '../support/hostileAddresses.ts';
import { type Loopback, listenOnLoopback } from '../support/loopback.ts';

const attack = `<img src=x onerror="document.title=1"><script>document.title=1</script>'"`;

const item = (id: string, rest = '') => `<item><guid>${id}</guid><title>Report ${id}</title>${rest}</item>`;
const rss = (title: string, ...items: readonly string[]) =>
  `<rss version="2.0"><channel><title>${title}</title>${items.join('')}</channel></rss>`;
const dated =
  '<link>https://site.example/1</link><pubDate>Wed, 05 Jan 2022 10:00:00 GMT</pubDate><description>Text</description>';

/** A site of strangers, on an address that the settings allow. */
let site: Loopback;
let pages: Record<string, string | { readonly location: string }> = {};
let requested: string[] = [];

let world: ConsoleWorld;
let editor: Visitor;
let viewer: Visitor;
let admin: Visitor;

beforeAll(async () => {
  site = await listenOnLoopback(
    createServer(({ url = '/' }, response) => {
      requested.push(url);
      const page = pages[url];
      if (page === undefined) response.writeHead(404).end('not here: a secret of the inside');
      else if (typeof page === 'string') response.end(page);
      else response.writeHead(302, { location: page.location }).end();
    }),
  );
  world = await createConsoleWorld({ ALLOW_PRIVATE_ADDRESSES: '127.0.0.1/32' });
  [editor, viewer, admin] = [await world.signIn('editor'), await world.signIn('viewer'), await world.signIn('admin')];
});
afterAll(async () => {
  await world?.close();
  await site?.close();
});

const textOf = async (response: Response | Promise<Response>) => (await response).text();
const pathOf = async (response: Promise<Response>) => (await response).headers.get('location');
const audit = () =>
  world.db.query<{ readonly action: string; readonly by: string; readonly why: string }>(
    "SELECT action, actor_name AS by, why FROM audit_log WHERE subject_kind IN ('feed', 'feeds') ORDER BY id",
  );
const versionOf = async (path: string) => {
  const [row] = await world.db.query<{ version: number }>('SELECT version FROM feeds WHERE id = $1', [path.slice(7)]);
  return String(row?.version);
};
let made = 0;
const added = async (fields: Readonly<Record<string, string>> = {}): Promise<string> => {
  const url = `https://feed${++made}.example/rss`;
  return (await pathOf(editor.post('/feeds', { url, name: `Feed ${made}`, ...fields }))) ?? '';
};

describe('adding a feed', () => {
  it('goes from the address of a site by its feeds and a preview to the list', async () => {
    pages = {
      '/': '<link rel="alternate" type="application/rss+xml" href="/world"><link rel="alternate" type="application/rss+xml" href="/sport">',
      '/world': rss('World & more', item('1', dated), item('2')),
      '/sport': rss('Sport', item('3', dated)),
    };
    const found = await textOf(editor.post('/feeds/new/find', { site: site.origin }));
    expect(found).toContain('2 feeds found');
    expect(found).toContain('World &amp; more');
    const preview = await textOf(editor.post('/feeds/new/preview', { url: `${site.origin}/world`, name: 'World' }));
    expect(preview).toMatch(/It answered with RSS: 2 items, in \d+ ms/);
    expect(preview).toContain('Report 1');
    expect(preview).toContain('no date, no link, title only');
    const path = await pathOf(editor.post('/feeds', { url: `${site.origin}/world`, name: 'World', every: '5m' }));
    expect(path).toMatch(/^\/feeds\/\d+$/);
    const page = await textOf(viewer.get(path ?? ''));
    expect(page).toContain('<h1>World</h1>');
    expect(page).toContain('every 5 minutes');
    expect((await audit()).at(-1)).toEqual({ action: 'feed.added', by: 'The editor', why: '' });
  });

  it('shows the preview at once where the address is a feed itself', async () => {
    pages = { '/rss': rss('Wire', item('1', dated)) };
    expect(await textOf(editor.post('/feeds/new/find', { site: `${site.origin}/rss` }))).toContain('Report 1');
  });

  it('says what to do where there is none, and keeps what was entered', async () => {
    pages = { '/': 'a page' };
    const none = await editor.post('/feeds/new/find', { site: site.origin });
    expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('enter the address of that link')]);
    const wrong = await editor.post('/feeds/new/find', { site: 'java script' });
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringMatching(/value="java script".*no address of the web/s),
    ]);
  });

  it('twice is refused with the name of the feed that is there', async () => {
    await editor.post('/feeds', { url: 'https://twice.example/rss', name: 'Twice' });
    const again = await editor.post('/feeds', { url: 'https://twice.example/rss#x', name: 'Again' });
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('on the list already: Twice')]);
  });

  it('shows each fault beside its field, and never sends back what may be a secret', async () => {
    const response = await admin.post('/feeds', {
      ...{ url: 'https://login.example/rss', name: 'Login', every: 'often' },
      ...{ user: 'env:DESK_USER', password: 'hunter2', headers: 'X-Key: s3cret' },
    });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('is not a duration');
    expect(page).toContain('this is not a reference');
    expect(page).toContain('value="env:DESK_USER"');
    expect(page).not.toMatch(/hunter2|s3cret/);
    expect(await textOf(editor.post('/feeds', { url: 'https://u:p4ss@own.example/', name: 'U' }))).toContain('auth');
  });

  it('with a login is an administrator’s: who names a variable sends its value to the address', async () => {
    const login = { url: 'https://secret.example/rss', name: 'Secret', bearer: 'env:WIRE_TOKEN' };
    const says = 'Only an administrator may send a secret';
    requested = [];
    for (const post of [
      editor.post('/feeds', login),
      editor.post('/feeds/new/preview', { ...login, url: `${site.origin}/rss` }),
    ]) {
      const response = await post;
      expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(says)]);
    }
    expect(requested).toEqual([]);
    const path = (await pathOf(admin.post('/feeds', login))) ?? '';
    expect(await textOf(viewer.get(path))).toContain('signs in with env:WIRE_TOKEN');
    const change = async (fields: Readonly<Record<string, string>>) =>
      (await editor.post(path, { ...login, basedOn: await versionOf(path), ...fields })).status;
    expect(await change({ url: 'https://elsewhere.example/rss' })).toBe(422);
    expect(await change({ bearer: 'env:OTHER_TOKEN' })).toBe(422);
    expect(await change({ headers: 'X-Key: env:OTHER' })).toBe(422);
    expect(await textOf(editor.get(`${path}/edit`))).toContain('Only an administrator changes it');
    expect(await change({ name: 'Renamed', url: 'https://secret.example/other.rss' })).toBe(303);
    expect(await textOf(viewer.get(path))).toContain('signs in with env:WIRE_TOKEN');
    expect(await change({ bearer: '' })).toBe(303);
    expect(await textOf(viewer.get(path))).not.toContain('signs in with env:');
  });

  it('takes the fields of the form and no others', async () => {
    const path = await added({
      id: '7777',
      removed_at: '2020-01-01',
      built_in: 'true',
      version: '9',
      etag: 'x',
      pause: 'x',
    });
    const [row] = await world.db.query(
      'SELECT built_in, version, etag, removed_at, paused_at FROM feeds WHERE id = $1',
      [path.slice(7)],
    );
    expect(row).toEqual({ built_in: false, version: 1, etag: null, removed_at: null, paused_at: null });
  });
});

describe('a test fetch', () => {
  it('reaches no inner address, however it is written, and says why', async () => {
    const inside = await createConsoleWorld();
    try {
      const there = await inside.signIn('editor');
      requested = [];
      pages = { '/': rss('Inner', item('1', dated)) };
      const port = Number(new URL(site.origin).port);
      for (const url of hostileUrls(port).filter((each) => URL.canParse(each))) {
        for (const [path, field] of [
          ['/feeds/new/preview', 'url'],
          ['/feeds/new/find', 'site'],
        ] as const) {
          const page = await textOf(there.post(path, { [field]: url }));
          expect([url, page.includes('Report 1'), page.includes('Inner')]).toEqual([url, false, false]);
        }
      }
      expect(requested).toEqual([]);
      const refused = await textOf(there.post('/feeds/new/preview', { url: site.origin }));
      expect(refused).toContain('is not a public address');
      expect(refused).toContain('<code>ALLOW_PRIVATE_ADDRESSES</code>'.replace(/<\/?code>/g, ''));
    } finally {
      await inside.close();
    }
  });

  it('follows no redirect to one, and shows nothing of a body that is no feed', async () => {
    for (const target of [
      ...hostileHosts.filter((host) => !/^127\.0\.0\.1$/.test(host)).map((host) => `http://${host}:9/`),
      ...hostileSchemes,
    ]) {
      if (/[^\x20-\x7e]/.test(target)) continue;
      pages = { '/away': { location: target } };
      const page = await textOf(editor.post('/feeds/new/preview', { url: `${site.origin}/away` }));
      expect([target, page.includes('This gave no feed')]).toEqual([target, true]);
    }
    const missing = await textOf(editor.post('/feeds/new/preview', { url: `${site.origin}/missing` }));
    expect(missing).toContain('responded with 404');
    expect(missing).not.toContain('secret of the inside');
    pages = { '/page': '<html><body>secret page</body></html>' };
    expect(await textOf(editor.post('/feeds/new/preview', { url: `${site.origin}/page` }))).not.toContain(
      'secret page',
    );
  });

  it('of a feed that is on the list stores nothing of it', async () => {
    pages = { '/listed': rss('Listed', item('1', dated)) };
    const path = await added({ url: `${site.origin}/listed` });
    expect(await textOf(editor.post(`${path}/test`))).toContain('Report 1');
    const [row] = await world.db.query('SELECT last_polled_at AS "at" FROM feeds WHERE id = $1', [path.slice(7)]);
    expect(row).toEqual({ at: null });
  });
});

describe('the page of a feed', () => {
  it('changes what people set, with the reason, and shows who did', async () => {
    const path = await added({ name: 'Old name' });
    const fields = { url: 'https://renamed.example/rss', name: 'New name', every: '10m', why: 'it moved' };
    expect(await pathOf(editor.post(path, { ...fields, basedOn: '1' }))).toBe(path);
    const page = await textOf(viewer.get(path));
    expect(page).toContain('<h1>New name</h1>');
    expect(page).toMatch(/The editor changed it.*<del>Old name<\/del> <ins>New name<\/ins>.*it moved/s);
  });

  it('lets nobody overwrite what somebody else has just saved, and shows both', async () => {
    const path = await added({ name: 'First' });
    const url = 'https://both.example/rss';
    await editor.post(path, { url, name: 'Second', basedOn: '1' });
    const late = await editor.post(path, { url, name: 'Third', basedOn: '1' });
    const page = await late.text();
    expect(late.status).toBe(422);
    expect(page).toContain('In force now: Second');
    expect(page).toContain('value="Third"');
    expect(await pathOf(editor.post(path, { url, name: 'Third', basedOn: await versionOf(path) }))).toBe(path);
  });

  it('pauses until a time of the reader’s own zone, says so, and resumes', async () => {
    const path = await added();
    const past = await editor.post(`${path}/pause`, { until: '2022-01-06T17:00', why: 'x' });
    expect([past.status, await past.text()]).toEqual([422, expect.stringContaining('This time is over')]);
    await editor.post(`${path}/pause`, { until: '2022-01-06T20:00', why: 'moves house' });
    const [row] = await world.db.query<{ until: Date }>('SELECT paused_until AS until FROM feeds WHERE id = $1', [
      path.slice(7),
    ]);
    expect(row?.until).toEqual(new Date('2022-01-06T14:00:00Z'));
    expect(await textOf(viewer.get(path))).toContain('Paused by The editor until 20:00.');
    await editor.post(`${path}/resume`);
    expect(await textOf(viewer.get(path))).not.toContain('Paused by');
  });

  it('merges two entries of one feed', async () => {
    const kept = await added({ url: 'https://same.example/rss' });
    const other = await added({ url: 'http://www.same.example/rss/' });
    expect(await textOf(viewer.get(kept))).toContain('Looks like the same feed');
    const fields = { basedOn: '1', other: other.slice(7), otherBasedOn: '1' };
    expect(await pathOf(editor.post(`${kept}/merge`, fields))).toBe(kept);
    expect((await viewer.get(other)).status).toBe(404);
  });

  it('takes a feed off the list', async () => {
    const path = await added();
    await editor.post(`${path}/remove`, { basedOn: '1', why: 'dead' });
    expect((await viewer.get(path)).status).toBe(404);
    expect((await audit()).at(-1)).toEqual({ action: 'feed.removed', by: 'The editor', why: 'dead' });
  });

  it('shows nothing that a stranger wrote as a link or a script', async () => {
    const path = await added({ name: attack });
    await world.db.execute(
      `UPDATE feeds SET last_error = $2, redirected_to = 'javascript:alert(1)', redirecting_to = $2 WHERE id = $1`,
      [path.slice(7), attack],
    );
    for (const page of [await textOf(editor.get(path)), await textOf(editor.get('/feeds'))]) {
      expect(page).not.toMatch(/<img src=x|<script>document|href="javascript:/);
    }
  });
});

describe('who may only look', () => {
  it('sees no buttons, and is refused whatever changes or fetches', async () => {
    const path = await added();
    requested = [];
    pages = { '/': rss('Wire', item('1', dated)) };
    const page = await textOf(viewer.get(path));
    expect(/<main.*<\/main>/s.exec(page)?.[0]).not.toContain('<form');
    expect(await textOf(viewer.get('/feeds'))).not.toContain('/feeds/new');
    const posts = ['', '/pause', '/resume', '/poll', '/remove', '/merge', '/test'].map((each) => `${path}${each}`);
    for (const post of [
      '/feeds',
      '/feeds/new/find',
      '/feeds/new/preview',
      '/feeds/import',
      '/feeds/import/confirm',
      ...posts,
    ])
      expect([post, (await viewer.post(post, { url: site.origin, site: site.origin, basedOn: '1' })).status]).toEqual([
        post,
        403,
      ]);
    expect(requested).toEqual([]);
  });
});

describe('an OPML file', () => {
  it('is planned, then added; what is there stays, what is no feed is named', async () => {
    await added({ url: 'https://known.example/rss' });
    const outlines = ['https://known.example/rss', 'https://fresh.example/rss', 'javascript:alert(1)'].map(
      (url) => `<outline type="rss" text="${url.slice(0, 20)}" xmlUrl="${url}"/>`,
    );
    const text = `<opml version="2.0"><body>${outlines.join('\n')}</body></opml>`;
    const plan = await textOf(editor.post('/feeds/import', { text }));
    expect(plan).toMatch(/Add 1 feed.*Refused: 1.*New: 1.*fresh.*Already there: 1.*known/s);
    const list = async () => textOf(viewer.get('/feeds/export.opml'));
    expect(await list()).not.toContain('fresh.example');
    expect(await pathOf(editor.post('/feeds/import/confirm', { text }))).toBe('/feeds');
    expect(await list()).toContain('xmlUrl="https://fresh.example/rss"');
    expect((await audit()).at(-1)?.action).toBe('feeds.imported');
  });
});

describe.skipIf(!isChromiumInstalled && process.env.CI !== 'true')('in a browser without script', () => {
  it('a feed is added by its site, paused and resumed, and a file of feeds is imported', async () => {
    pages = { '/': rss('Harbour', item('1', dated)) };
    const browser = await launchChromium();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const [name = '', value = ''] = editor.cookie.split('=');
    await context.addCookies([{ name, value, url: world.url }]);
    const page = await context.newPage();
    const press = (button: string) => page.getByRole('button', { name: button, exact: true }).click();
    const heading = () => page.locator('main h1').textContent();
    await page.goto(`${world.url}/feeds`);
    await page.getByRole('link', { name: 'Add a feed' }).click();
    await page.getByLabel('Address of the site or of its feed').fill(site.origin);
    await press('Find its feeds');
    await page.getByLabel('Name').fill('Harbour News');
    await press('Test again');
    expect(await page.locator('table').textContent()).toContain('Report 1');
    await press('Add this feed');
    expect(await heading()).toBe('Harbour News');
    expect(await page.getByRole('status').textContent()).toContain('Harbour News is on the list');
    await page.locator('summary', { hasText: 'Pause' }).click();
    await page.getByLabel('Reason, seen by everybody').fill('too loud');
    await press('Pause');
    expect(await page.locator('main').textContent()).toContain('until somebody resumes it: too loud');
    await press('Resume');
    await page.goto(`${world.url}/feeds/import`);
    const opml = '<opml version="2.0"><body><outline text="Quay" xmlUrl="https://quay.example/rss"/></body></opml>';
    await page
      .getByLabel('OPML file')
      .setInputFiles({ name: 'f.opml', mimeType: 'text/xml', buffer: Buffer.from(opml) });
    await press('Show the plan');
    await press('Add 1 feed');
    expect(await page.getByRole('status').textContent()).toContain('1 feed added');
    await browser.close();
  });
});

describe('the list', () => {
  it('finds feeds by name, address and state, page by page, what fails first', async () => {
    await world.db.execute(
      `INSERT INTO feeds (url, name, next_poll_at, last_error, last_failure, failures)
       SELECT 'https://many' || n || '.example/rss', 'Many ' || lpad(n::text, 3, '0'), $1,
              CASE WHEN n = 77 THEN 'it is down' END, CASE WHEN n = 77 THEN 'server-error' END, CASE WHEN n = 77 THEN 3 ELSE 0 END
         FROM generate_series(1, 120) AS n`,
      [world.now],
    );
    const first = await textOf(viewer.get('/feeds?q=many'));
    expect(first.indexOf('Many 077')).toBeLessThan(first.indexOf('Many 001'));
    const seen = new Set<string>();
    for (let path: string | undefined = '/feeds?q=many'; path !== undefined; ) {
      const page: string = await textOf(viewer.get(path));
      for (const [name] of page.matchAll(/Many \d{3}/g)) seen.add(name);
      path = /href="(\/feeds\?[^"]*after=[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen.size).toBe(120);
    const failing = await textOf(viewer.get('/feeds?q=many&state=failing'));
    expect([...new Set([...failing.matchAll(/Many \d{3}/g)].map(([name]) => name))]).toEqual(['Many 077']);
    for (const path of ['/feeds?after=garbage', '/feeds?after=WzEsMiwzXQ', '/feeds?state=x', '/feeds?q=%25_'])
      expect([path, (await viewer.get(path)).status]).toEqual([path, 200]);
  });

  it('says once what feeds that fail alike share, and then not at each what to do', async () => {
    await world.db.execute('UPDATE feeds SET removed_at = $1', [world.now]);
    const failing = (name: string, reason: string) =>
      world.db.execute(
        `INSERT INTO feeds (url, name, next_poll_at, last_polled_at, last_error, last_failure, failures)
         VALUES ('https://' || $1 || '.example/rss', $1, $2, $2, 'it failed', $3, 3)`,
        [name, world.now, reason],
      );
    for (const name of ['a', 'b', 'c']) await failing(name, 'dns');
    const alike = await textOf(viewer.get('/feeds'));
    expect(alike).toContain('3 of 3 feeds fail alike: their host names cannot be resolved');
    expect(alike).not.toContain('<code>tocsin doctor --feeds</code>');
    await failing('d', 'tls');
    const apart = await textOf(viewer.get('/feeds'));
    expect(apart).not.toContain('fail alike');
    expect(apart.match(/<code>tocsin doctor --feeds<\/code>/g)).toHaveLength(4);
  });
});
