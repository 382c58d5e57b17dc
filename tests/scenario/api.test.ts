import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFeedDocument } from '../../src/adapters/feeds/parseFeedDocument.ts';
import { type ApiWorld, createApiWorld, type Parsed, parsed } from '../support/apiWorld.ts';

describe('the API', () => {
  let world: ApiWorld;
  let reader: string;
  let admin: string;
  beforeAll(async () => {
    world = await createApiWorld();
    reader = await world.token(['read']);
    admin = await world.token(['admin']);
  });
  afterAll(() => world?.close());

  const get = (path: string, headers: Record<string, string> = {}) => world.call(reader, 'GET', path, { headers });
  const json = async (path: string) => {
    const response = await get(path);
    expect([path, response.status]).toEqual([path, 200]);
    return parsed(response);
  };
  const problem = async (response: Response) => {
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body = await parsed(response);
    expect(body).toMatchObject({ type: expect.stringMatching(/^urn:tocsin:problem:/), status: response.status });
    return body;
  };

  it('answers nobody without a token that works, and says how to get one', async () => {
    const session = await world.signIn('admin');
    for (const headers of [
      {},
      { authorization: 'Bearer tsn_made-up' },
      { authorization: 'Basic b3BzOm9wcw==' },
      { authorization: reader },
      { cookie: session.cookie },
      { cookie: session.cookie, 'x-csrf-token': 'forged' },
      { cookie: session.cookie, 'x-csrf-token': session.csrf, origin: 'https://evil.example' },
    ]) {
      for (const path of ['/api/v1/rules', '/api/v1/no-such', '/api/v2', '/metrics']) {
        const response = await fetch(`${world.url}${path}`, { headers: { ...headers } });
        expect([headers, path, response.status]).toEqual([headers, path, 401]);
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
        await problem(response);
      }
    }
    const own = { cookie: session.cookie, 'x-csrf-token': session.csrf };
    expect((await fetch(`${world.url}/api/v1/rules`, { headers: own })).status).toBe(200);
  });

  it('does not take a token whose time is over', async () => {
    const token = await world.token(['read'], { days: 1 });
    await world.db.execute('UPDATE api_tokens SET expires_at = $1 WHERE id = (SELECT max(id) FROM api_tokens)', [
      world.now,
    ]);
    expect((await world.call(token, 'GET', '/api/v1/rules')).status).toBe(401);
  });

  it('gives the rules with their version, and nothing where nothing changed', async () => {
    const rule = await json('/api/v1/rules/riot');
    expect(rule).toMatchObject({ id: 'riot', revision: 1, query: 'riot OR killed >= 1', owner: 'desk@example.org' });
    const first = await get('/api/v1/rules/riot');
    expect(first.headers.get('etag')).toBe('"1"');
    const again = await get('/api/v1/rules/riot', { 'if-none-match': '"1"' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(await json('/api/v1/rules/riot/revisions')).toMatchObject({ items: [{ revision: 1, endedAt: null }] });
    expect((await get('/api/v1/rules/no-such')).status).toBe(404);
  });

  it('pages by cursor: every item once, in order, with a link to the next page', async () => {
    const seen: string[] = [];
    let address: string | null = '/api/v1/rules?limit=1';
    while (address !== null) {
      const response: Response = await get(address);
      const page = await parsed(response);
      seen.push(...(page.items ?? []).map(({ id }) => String(id)));
      address = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
      expect(typeof page.next === 'string').toBe(address !== null);
    }
    expect(seen).toEqual(['quiet', 'riot', 'storms']);
  });

  it('refuses a cursor that it did not give, and a limit that is none, with the name of the parameter', async () => {
    for (const query of ['cursor=x', 'cursor=WzEsMl0', 'limit=0', 'limit=201', 'limit=1e3', 'limit=1&limit=2']) {
      const body = await problem(await get(`/api/v1/rules?${query}`));
      expect([query, body.status, body.errors?.[0]?.parameter]).toEqual([query, 400, query.split('=')[0]]);
    }
  });

  it('gives a story with its ledger, and each claim with quote and source', async () => {
    const { items } = await json('/api/v1/stories');
    const story = await json(`/api/v1/stories/${items?.[0]?.id}`);
    expect(story.ledger?.[0]).toMatchObject({ kind: 'killed', min: 18, outlet: 'Capital' });
    expect(story.claims?.map(({ quote, min }) => [min, String(quote).length > 5])).toEqual([
      [8, true],
      [18, true],
    ]);
    expect(story.moves?.map(({ to }) => to?.min)).toEqual([8, 18]);
    expect(story.members).toHaveLength(2);
    expect((await get('/api/v1/stories/99999')).status).toBe(404);
    expect((await get('/api/v1/stories/1%20OR%201')).status).toBe(404);
  });

  it('searches the archive with the language of the rules, and says where a query is wrong', async () => {
    const found = await json('/api/v1/articles?query=Almaty%20AND%20riot&limit=1');
    expect(found).toMatchObject({ total: { count: 2, isExact: true }, items: [{ outlet: 'Capital' }] });
    const rest = await json(`/api/v1/articles?query=Almaty%20AND%20riot&limit=1&cursor=${String(found.next)}`);
    expect([rest.items, rest.next, rest.total]).toMatchObject([[{ outlet: 'steppe' }], null, null]);
    const article = await json(`/api/v1/articles/${String(found.items?.[0]?.articleId)}`);
    expect(article).toMatchObject({ matches: [{ ruleId: 'riot', isInForce: true }], revisions: [{ revision: 1 }] });
    const wrong = await problem(await get('/api/v1/articles?query=a%20OR%20b%20AND%20c'));
    expect(wrong.errors?.[0]).toMatchObject({ parameter: 'query', detail: expect.stringMatching(/^column \d+: /) });
    expect((await problem(await get('/api/v1/articles?cursor=x'))).errors?.[0]?.parameter).toBe('cursor');
  });

  it('says why a rule matches an article and why a query does not', async () => {
    const { items } = await json('/api/v1/articles?query=Ministry');
    const why = async (body: unknown) =>
      parsed(await world.call(reader, 'POST', `/api/v1/articles/${String(items?.[0]?.articleId)}/why`, { body }));
    expect((await why({ rule: 'riot' })).matches).toBe(true);
    expect(await why({ query: 'Almaty AND volcano' })).toMatchObject({
      matches: false,
      clauses: [{ depth: 0 }, { clause: 'Almaty', holds: true }, { clause: 'volcano', holds: false }],
    });
    expect((await why({})).status).toBe(422);
    expect((await why({ rule: 'no-such' })).status).toBe(422);
  });

  it('previews a query line by line, as it is found', async () => {
    const preview = (body: unknown) => world.call(reader, 'POST', '/api/v1/rules/preview', { body });
    const response = await preview({ query: 'Ministry', rule: 'riot', days: 7 });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Parsed);
    expect(lines.filter(({ kind }) => String(kind) === 'hit').map(({ hit }) => hit?.change)).toEqual(['kept', 'lost']);
    expect(lines.at(-1)).toMatchObject({ kind: 'end', counts: { saved: 2, candidate: 1, lost: 1, gained: 0 } });
    expect((await problem(await preview({ query: '(' }))).errors?.[0]?.pointer).toBe('/query');
  });

  it('has an Atom feed for each rule, for who has a token or the address with its key', async () => {
    const { url } = await json('/api/v1/rules/riot/feed-address');
    const own = String(url).replace(/^https?:\/\/[^/]+/, world.url);
    const response = await fetch(own);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      ...[200, 'application/atom+xml; charset=utf-8'],
    ]);
    const text = await response.text();
    const read = await parseFeedDocument(Buffer.from(text), { contentType: 'application/atom+xml', url: own });
    if (read.kind !== 'feed') throw new Error('the feed cannot be read');
    expect(read.items.map(({ link }) => link)).toContain('https://capital.example/2');
    expect(read.items[0]?.title).toContain('<script>');
    expect(text).not.toContain('<script>');
    const tag = response.headers.get('etag') ?? '';
    expect((await fetch(own, { headers: { 'if-none-match': tag } })).status).toBe(304);
    expect((await get('/api/v1/rules/riot/feed.atom')).status).toBe(200);
    for (const wrong of [
      own.replace('/riot/', '/quiet/'),
      `${own}x`,
      own.replace(/\?.*/, ''),
      own.replace(/key=\d+/, 'key=99'),
    ])
      expect([wrong, (await fetch(wrong)).status]).toEqual([wrong, 401]);
    expect((await fetch(own.replace('/feed.atom', ''))).status).toBe(401);
    const person = /key=(\d+)/.exec(own)?.[1];
    await world.db.execute('UPDATE people SET disabled_at = $1 WHERE id = $2', [world.now, person]);
    expect((await fetch(own)).status).toBe(401);
    await world.db.execute('UPDATE people SET disabled_at = NULL WHERE id = $1', [person]);
  });

  it('gives subscribers and deliveries without what is secret in an address', async () => {
    const subscribers = await (await get('/api/v1/subscribers')).text();
    const deliveries = await (await get('/api/v1/deliveries')).text();
    expect(subscribers).toContain('hooks.example.org/in?…');
    expect(deliveries).toContain('hooks.example.org/in');
    expect(subscribers + deliveries).not.toContain('very-secret');
    expect(subscribers + deliveries).not.toMatch(/[a-z0-9]{2,}@/);
    expect(await (await world.call(admin, 'GET', '/api/v1/subscribers')).text()).toMatch(/[a-z0-9]{2,}@/);
    const { items } = JSON.parse(deliveries) as Parsed;
    const message = await json(`/api/v1/messages/${items?.[0]?.messageId}`);
    expect(message).toMatchObject({ entries: [{ reasons: [{ ruleId: 'riot' }] }] });
    expect((await get('/api/v1/messages/1')).status).toBe(404);
  });

  it('says of an address what methods it takes, and of an unknown one that there is none', async () => {
    const response = await world.call(admin, 'PATCH', '/api/v1/rules');
    expect([response.status, response.headers.get('allow')]).toEqual([405, expect.stringContaining('GET')]);
    await problem(response);
    await problem(await get('/api/v1/nothing-here'));
    expect((await get('/api/v1/nothing-here')).status).toBe(404);
  });

  it('gives metrics to who may read them, and to nobody else', async () => {
    const monitor = await world.token(['metrics']);
    expect((await world.call(reader, 'GET', '/metrics')).status).toBe(403);
    expect((await world.call(monitor, 'GET', '/api/v1/rules')).status).toBe(403);
    const text = await (await world.call(monitor, 'GET', '/metrics')).text();
    expect(text).toMatch(/^tocsin_rules 3$/m);
    expect(text).toMatch(/^tocsin_deliveries\{state="rejected"\} 0$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? \d+(\.\d+)?(e[+-]?\d+)?)$/);
  });
});
