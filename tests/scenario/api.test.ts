import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
