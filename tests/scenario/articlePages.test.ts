import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

const attack = '<img src=x onerror="document.title=1"><script>alert(1)</script>';

describe('the pages of articles', () => {
  let news: QuietWorld;
  let world: ConsoleWorld;
  let viewer: Visitor;
  let editor: Visitor;

  beforeAll(async () => {
    news = await createQuietWorld({
      start: '2022-01-05T06:00:00Z',
      feeds: ['steppe', 'capital'],
      rules: { riot: { query: 'riot OR killed >= 10', name: 'Riots' }, quiet: 'volcano NEAR/3 ash' },
      subscriptions: [{ rules: ['riot'] }],
    });
    const report = 'At least 12 people were killed in riots in Almaty on Wednesday, the Interior Ministry said.';
    news.publish('steppe', { guid: '1', title: 'Riots in Almaty', contentText: report });
    await news.runUntil(5);
    news.publish('steppe', { guid: '1', title: 'Riots in Almaty', contentText: report.replace('12', '18') });
    news.publish('capital', { guid: '2', title: `Harvest festival ${attack}`, contentText: 'Apples and honey.' });
    await news.runUntil(10);
    news.sleepUntil(24 * 60 + 5);
    await news.runUntil(24 * 60 + 10);
    news.publish('capital', { guid: '3', title: 'A volcano in Chile', contentText: 'No ash was seen.', lang: 'es' });
    await news.runUntil(24 * 60 + 20);
    for (let n = 0; n < 30; n++)
      news.publish('steppe', { guid: `t${n}`, title: `Tremor number ${n} in the mountains`, contentText: `${n}` });
    await news.runUntil(24 * 60 + 30);
    world = await createConsoleWorld({}, { database: news, now: news.at(24 * 60 + 40) });
    viewer = await world.signIn('viewer');
    editor = await world.signIn('editor');
  });
  afterAll(async () => {
    await world?.close();
    await news?.close();
  });

  const read = async (path: string, as = viewer) => {
    const response = await as.get(path);
    return { status: response.status, text: await response.text() };
  };
  const titlesOf = (text: string) =>
    [...text.matchAll(/<a class="plain" href="\/articles\/\d+">(.*?)<\/a>/g)].map(([, title = '']) =>
      title.replace(/<\/?mark>/g, ''),
    );

  it('find what a rule with the same query would catch, with the words that match', async () => {
    const { status, text } = await read('/articles?q=killed+%3E%3D+10');
    expect([status, titlesOf(text)]).toEqual([200, ['Riots in Almaty']]);
    expect(text).toContain('<b>18</b>');
    expect(text).toContain('<a class="chip" href="/rules/riot">Riots</a>');
    expect(text).toMatch(/<a href="\/stories\/\d+">/);
    expect((await read('/articles?q=almaty')).text).toContain('Riots in <mark>Almaty</mark>');
    expect(titlesOf((await read('/articles?q=killed+%3E+18')).text)).toEqual([]);
  });

  it('narrow by feed, outlet, language and day, as the address says', async () => {
    const titles = async (query: string) => titlesOf((await read(`/articles?${query}`)).text);
    expect(await titles('q=almaty&feed=1')).toEqual(['Riots in Almaty']);
    expect(await titles('q=almaty&feed=2')).toEqual([]);
    expect(await titles('lang=es')).toEqual(['A volcano in Chile']);
    // The viewer's day: 6 Jan in Almaty begins at 18:00 UTC of the 5th.
    expect(await titles('from=2022-01-06&q=volcano+OR+riot')).toEqual(['A volcano in Chile']);
    expect(await titles('to=2022-01-05&q=volcano+OR+riot')).toEqual(['Riots in Almaty']);
  });

  it('teach with queries that work where nothing is asked, and go on by a place in the list', async () => {
    const { text } = await read('/articles');
    const examples = [...text.matchAll(/<a href="(\/articles\?q=[^"]+)"><code>/g)].map(([, path = '']) => path);
    expect(examples).toHaveLength(3);
    for (const path of examples) expect([path, (await read(path)).status]).toEqual([path, 200]);
    expect(titlesOf(text)).toHaveLength(25);
    const [, next = ''] = /<a class="button" href="([^"]+)" rel="next">/.exec(text) ?? [];
    const older = titlesOf((await read(next.replaceAll('&amp;', '&'))).text);
    expect(older.at(-1)).toBe('Riots in Almaty');
    expect(new Set([...titlesOf(text), ...older]).size).toBe(33);
  });

  it('say what is wrong with a query at its place, with a link that mends it', async () => {
    const { status, text } = await read('/articles?q=riot+near%2F5+police&lang=en');
    expect(status).toBe(422);
    expect(text).toContain('<u>near/5</u>');
    expect(text).toContain('href="/articles?q=riot+NEAR%2F5+police&amp;lang=en"');
    expect(text).not.toContain('/rules/new');
    expect((await read('/articles?from=yesterday')).status).toBe(422);
    expect((await read('/articles?feed=1;drop')).status).toBe(422);
    expect((await read('/articles?q=riot&before=nonsense')).status).toBe(422);
  });

  it('offer to make a rule of a query to whoever may edit, and to nobody else', async () => {
    expect((await read('/articles?q=riot', editor)).text).toContain('href="/rules/new?query=riot"');
    expect((await read('/articles?q=riot')).text).not.toContain('/rules/new');
  });

  it('show an article with its figures, its story, what matched, and what its publisher changed', async () => {
    const { text } = await read('/articles/1');
    expect(text).toContain('<q>At least 18 people were killed</q>');
    expect(text).toContain('Interior Ministry says');
    expect(text).toMatch(/<del>12<\/del>\s*<ins>18<\/ins>|<ins>18<\/ins>/);
    expect(text).toContain('<a href="/rules/riot">Riots</a>');
    expect((await read('/articles?changed=1')).text).toContain('<ins>18</ins>');
    expect((await viewer.get('/changes')).headers.get('location')).toBe('/articles?changed=1');
    expect((await viewer.get('/articles/999')).status).toBe(404);
    expect((await viewer.get('/articles/1;drop')).status).toBe(404);
  });

  it('say clause by clause why a rule matches an article, or does not', async () => {
    expect((await read('/articles/1?rule=riot')).text).toContain('Riots matches this article.');
    const [, path = ''] =
      /href="(\/articles\/\d+)">A <mark>volcano/.exec((await read('/articles?q=volcano')).text) ?? [];
    const { text } = await read(`${path}?rule=quiet`);
    expect(text).toContain('quiet does not match this article.');
    expect(text).toMatch(/<code>volcano NEAR\/3 ash<\/code> <small>[^<]+<\/small>/);
  });

  const pathOf = async (query: string) =>
    /<a class="plain" href="(\/articles\/\d+)"/.exec((await read(`/articles?q=${query}`)).text)?.[1] ?? '';

  it('say for a subscriber why the article was sent, or not; whoever may not edit sees no address', async () => {
    const { text } = await read('/articles/1?subscriber=2', editor);
    const [, person = ''] = /<option value="(\d+)"[^>]*>Desk, desk@example\.org/.exec(text) ?? [];
    const told = await read(`/articles/1?subscriber=${person}`, editor);
    expect(told.text).toMatch(/Notified, by Riots\.<(?:(?!<li).)*href="\/messages\//s);
    const masked = (await read(`/articles/1?subscriber=${person}`)).text;
    expect([masked.includes('desk@example.org'), masked.includes('Notified, by Riots.')]).toEqual([false, true]);
    const not = await read(`${await pathOf('apples')}?subscriber=${person}`, editor);
    expect(not.text).toContain('Not notified: it matches none of its rules (Riots).');
    expect((await read('/articles/1?subscriber=none%27', editor)).status).toBe(200);
  });

  it('show hostile titles as text', async () => {
    for (const path of [
      '/articles',
      await pathOf('apples'),
      `/articles?q=${encodeURIComponent(attack)}`,
      '/articles?q=apples',
    ])
      expect(await read(path)).toMatchObject({ text: expect.not.stringContaining('<img src=x') });
  });

  it('are for nobody who is not signed in', async () => {
    for (const path of ['/articles', '/articles/1']) {
      const response = await fetch(`${world.url}${path}`, { redirect: 'manual' });
      expect([response.status, response.headers.get('location')?.startsWith('/sign-in')]).toEqual([302, true]);
    }
  });
});
