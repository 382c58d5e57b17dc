import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld, parsed } from '../support/apiWorld.ts';

describe('edits through the API', () => {
  let world: ApiWorld;
  let writer: string;
  beforeAll(async () => {
    world = await createApiWorld();
    writer = await world.token(['write'], { role: 'editor' });
  });
  afterAll(() => world?.close());

  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    world.call(writer, method, `/api/v1${path}`, { ...(body !== undefined && { body }), headers });
  const post = (path: string, body: unknown, headers?: Record<string, string>) => send('POST', path, body, headers);
  const problemOf = async (response: Response) => {
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    return parsed(response);
  };
  const count = async (sql: string): Promise<number | undefined> =>
    (await world.db.query<{ count: number }>(`SELECT count(*) FROM ${sql}`))[0]?.count;

  describe('of rules', () => {
    it('make, change, pause, take out and restore one, each with an audit row in the name of the token', async () => {
      const made = await post('/rules', { id: 'floods', query: 'flood', why: 'spring' });
      expect([made.status, made.headers.get('location'), made.headers.get('etag')]).toEqual([
        ...[201, '/api/v1/rules/floods', '"1"'],
      ]);
      expect(await made.json()).toMatchObject({ rule: { id: 'floods', name: 'floods', alert: { on: 'change' } } });
      const changed = { query: 'flood OR deluge', alert: { on: 'story', when: 'killed >= 3' }, why: 'more words' };
      const put = await send('PUT', '/rules/floods', changed, { 'if-match': '"1"' });
      expect([put.status, put.headers.get('etag')]).toEqual([200, '"2"']);
      expect((await send('PUT', '/rules/floods/pause', { until: '2022-01-07T00:00:00Z', why: 'drill' })).status).toBe(
        204,
      );
      const paused = await parsed(await send('GET', '/rules/floods'));
      expect(paused.pause).toMatchObject({ why: 'drill', until: '2022-01-07T00:00:00.000Z', by: 'newsroom (Ada)' });
      expect((await send('DELETE', '/rules/floods/pause')).status).toBe(204);
      expect((await send('DELETE', '/rules/floods/pause')).status).toBe(404);
      expect((await send('DELETE', '/rules/floods', undefined, { 'if-match': '"2"' })).status).toBe(422);
      expect((await send('DELETE', '/rules/floods?why=over', undefined, { 'if-match': '"2"' })).status).toBe(204);
      expect((await send('GET', '/rules/floods')).status).toBe(404);
      const restored = await post('/rules/floods/restore', { revision: 1, why: 'again' }, { 'if-match': '*' });
      expect(await restored.json()).toMatchObject({ rule: { query: 'flood', revision: 3 } });
      const audit = await world.db.query(
        `SELECT action, actor_kind AS kind, actor_name AS name FROM audit_log WHERE subject_kind = 'rule' AND subject_id = 'floods' ORDER BY id`,
      );
      const by = { kind: 'token', name: 'newsroom (Ada)' };
      expect(audit).toEqual(
        ['rule.saved', 'rule.saved', 'rule.paused', 'rule.resumed', 'rule.removed', 'rule.restored'].map((action) => ({
          ...{ action, ...by },
        })),
      );
    });

    it('say where a rule is wrong, by pointer and column, and change nothing', async () => {
      const body = { id: 'no spaces', query: 'flood AND (', owner: 'nobody', alert: { when: 'killed >' }, why: '' };
      const problem = await problemOf(await post('/rules', body));
      expect(problem.status).toBe(422);
      const pointers = problem.errors?.map(({ pointer }) => String(pointer)) ?? [];
      expect(new Set(pointers)).toEqual(new Set(['/id', '/query', '/owner', '/alert/when', '/why']));
      expect(await count(`rules WHERE id = 'no spaces'`)).toBe(0);
      const check = await parsed(await post('/rules/check', { query: 'flood AND (' }));
      expect(check).toMatchObject({ isFine: false, findings: [{ field: 'query', severity: 'error' }] });
      expect(await (await post('/rules/check', { query: 'flood' })).json()).toEqual({ isFine: true, findings: [] });
    });

    it('take no field that is not theirs, no wrong type, and nothing that is no JSON', async () => {
      const mass = { id: 'mass', query: 'flood', why: 'x', revision: 9, role: 'admin', alert: { on: 'change', by: 1 } };
      const problem = await problemOf(await post('/rules', mass));
      expect(problem.errors?.map(({ pointer }) => String(pointer))).toEqual(
        expect.arrayContaining(['/revision', '/role']),
      );
      expect((await problemOf(await post('/rules', { id: 1, query: [], why: 'x' }))).status).toBe(422);
      expect((await problemOf(await post('/rules', '{'))).status).toBe(422);
      const raw = (body: string, type: string) =>
        fetch(`${world.url}/api/v1/rules`, {
          method: 'POST',
          headers: { authorization: `Bearer ${writer}`, 'content-type': type },
          body,
        });
      expect((await problemOf(await raw('{', 'application/json'))).status).toBe(400);
      expect((await problemOf(await raw('id=a&query=b', 'application/x-www-form-urlencoded'))).status).toBe(415);
      expect((await problemOf(await raw('{}', 'text/plain'))).status).toBe(415);
      const large = JSON.stringify({ id: 'large', query: 'x'.repeat(2 ** 20) });
      expect((await problemOf(await raw(large, 'application/json'))).status).toBe(413);
    });

    it('want to know what they are based on', async () => {
      const body = { query: 'riot OR mob', why: 'x' };
      expect((await problemOf(await send('PUT', '/rules/riot', body))).status).toBe(428);
      for (const tag of ['1', 'W/"1"', '"1", "2"'])
        expect((await problemOf(await send('PUT', '/rules/riot', body, { 'if-match': tag }))).status).toBe(400);
      expect((await problemOf(await send('PUT', '/rules/riot', body, { 'if-match': '"zzz"' }))).status).toBe(412);
      expect((await problemOf(await send('PUT', '/rules/no-such', body, { 'if-match': '"1"' }))).status).toBe(404);
    });

    it('of two editors at once let one through, and show the other both states', async () => {
      const put = (query: string) =>
        send('PUT', '/rules/riot', { query, why: query, name: 'Riots' }, { 'if-match': '"1"' });
      const responses = await Promise.all(['riot OR mob', 'riot OR unrest', 'riot OR looting'].map(put));
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      const late = responses.find(({ status }) => status === 412);
      const won = responses.find(({ status }) => status === 200);
      if (late === undefined || won === undefined) throw new Error('nobody was late');
      const [problem, winner] = [await problemOf(late), await parsed(won)];
      expect(problem.current).toMatchObject({ revision: 2, query: winner.rule?.query, why: winner.rule?.query });
      expect(problem.sent?.query).not.toBe(winner.rule?.query);
      expect(await count(`rule_revisions WHERE rule_id = 'riot'`)).toBe(2);
    });

    it('wait for a second person where the rule demands it', async () => {
      await world.db.execute(`UPDATE rules SET demands_review = true WHERE id = 'quiet'`);
      const put = await send('PUT', '/rules/quiet', { query: 'volcano~', why: 'looser' }, { 'if-match': '"1"' });
      expect([put.status, await put.json()]).toEqual([202, { draftId: expect.any(Number) }]);
      expect((await parsed(await send('GET', '/rules/quiet'))).query).toBe('volcano');
      const { items } = await parsed(await send('GET', '/rules/quiet/drafts'));
      expect(items).toMatchObject([
        { rule: { query: 'volcano~' }, author: 'newsroom (Ada)', why: 'looser', basedOn: 1 },
      ]);
      const approve = (token: string) =>
        world.call(token, 'POST', `/api/v1/rule-drafts/${String(items?.[0]?.id)}/approve`, { body: { why: 'fine' } });
      expect((await problemOf(await approve(writer))).status).toBe(403);
      const second = await world.token(['write'], { role: 'editor' });
      expect(await (await approve(second)).json()).toEqual({ revision: 2 });
      expect((await approve(second)).status).toBe(404);
    });
  });

  it('of the documentation work as they stand there', async () => {
    const page = await readFile('docs/api.md', 'utf8');
    const commands = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, command]) => command ?? '');
    expect(commands.length).toBeGreaterThan(5);
    const env = {
      ...{ PATH: process.env.PATH ?? '', TOCSIN: world.url, TOKEN: await world.token(['write']) },
      METRICS_TOKEN: await world.token(['metrics']),
    };
    for (const command of commands) {
      const { stdout } = await promisify(execFile)('sh', ['-ec', command], { env });
      expect([command, stdout.length > 10]).toEqual([command, true]);
    }
  });

  describe('of feeds', () => {
    it('add, change, pause and remove one, each based on what its caller saw', async () => {
      const made = await post('/feeds', { url: 'https://wire.example/rss', every: '5m', why: 'asked for' });
      expect([made.status, made.headers.get('etag')]).toEqual([201, expect.stringMatching(/^"\d+"$/)]);
      const { id } = await parsed(made);
      const again = await post('/feeds', { url: 'https://wire.example/rss' });
      expect((await problemOf(again)).errors?.[0]?.pointer).toBe('/url');
      const tag = (await send('GET', `/feeds/${id}/settings`)).headers.get('etag') ?? '';
      const body = { url: 'https://wire.example/rss', name: 'The wire', why: 'its name' };
      const changed = await send('PUT', `/feeds/${id}`, body, { 'if-match': tag });
      expect(await changed.json()).toMatchObject({ name: 'The wire', every: null });
      const late = await problemOf(await send('PUT', `/feeds/${id}`, { ...body, name: 'Late' }, { 'if-match': tag }));
      expect([late.status, late.current, late.sent]).toMatchObject([412, { name: 'The wire' }, { name: 'Late' }]);
      expect((await send('PUT', `/feeds/${id}/pause`, { why: 'down' })).status).toBe(204);
      expect((await problemOf(await send('POST', `/feeds/${id}/poll`))).status).toBe(409);
      expect((await send('DELETE', `/feeds/${id}/pause`)).status).toBe(204);
      expect((await send('POST', `/feeds/${id}/poll`)).status).toBe(204);
      const remove = (version: string) => send('DELETE', `/feeds/${id}?why=x`, undefined, { 'if-match': version });
      expect([(await remove(tag)).status, (await remove('*')).status]).toEqual([412, 204]);
      expect((await send('GET', `/feeds/${id}`)).status).toBe(404);
    });

    it('refuse an address that is none, a secret that is no reference, and to fetch what is not public', async () => {
      const pointer = async (body: unknown) => (await problemOf(await post('/feeds', body))).errors?.[0]?.pointer;
      expect(await pointer({ url: 'javascript:alert(1)' })).toBe('/url');
      expect(await pointer({ url: 'https://a.example/rss', auth: { bearer: 'a-secret' } })).toMatch(/^\/auth/);
      for (const url of [`${world.url}/healthz`, 'http://169.254.169.254/latest/meta-data', 'http://[::1]:80/']) {
        const tried = await parsed(await post('/feeds/try', { url }));
        expect([url, tried.isFeed, tried.items]).toEqual([url, false, []]);
      }
    });

    it('send a secret of the service to a new place only for an administrator with the scope', async () => {
      const login = { url: 'https://signed.example/rss', auth: { bearer: 'env:WIRE_TOKEN' } };
      const admin = await world.token(['admin'], { role: 'admin' });
      const narrow = await world.token(['write'], { role: 'admin' });
      for (const [token, path] of [
        [writer, '/feeds'],
        [narrow, '/feeds'],
        [writer, '/feeds/try'],
      ] as const) {
        const refused = await world.call(token, 'POST', `/api/v1${path}`, { body: login });
        expect([path, refused.status]).toEqual([path, 403]);
      }
      const { id } = await parsed(await world.call(admin, 'POST', '/api/v1/feeds', { body: login }));
      const put = (changes: object) =>
        send('PUT', `/feeds/${id}`, { ...login, ...changes }, { 'if-match': '*' }).then(({ status }) => status);
      expect(await put({ url: 'https://elsewhere.example/rss' })).toBe(403);
      expect(await put({ auth: { bearer: 'env:OTHER' } })).toBe(403);
      expect(await put({ name: 'Signed' })).toBe(200);
    });
  });

  describe('of concepts', () => {
    it('make, change, rename and remove one, each based on what its caller saw', async () => {
      const made = await post('/concepts', { name: 'waters', terms: ['flood'], why: 'spring' });
      expect([made.status, made.headers.get('location')]).toEqual([201, '/api/v1/concepts/waters']);
      const tag = made.headers.get('etag') ?? '';
      expect((await send('GET', '/concepts/waters')).headers.get('etag')).toBe(tag);
      const add = (term: string, based: string) =>
        send('PATCH', '/concepts/waters', { added: [term], why: 'more' }, { 'if-match': based });
      const changed = await add('deluge', tag);
      expect(await changed.json()).toEqual({ name: 'waters', terms: ['flood', 'deluge'], rules: [] });
      const late = await problemOf(await add('tide', tag));
      expect([late.status, late.current, late.sent]).toMatchObject([
        412,
        { terms: ['flood', 'deluge'] },
        { added: ['tide'] },
      ]);
      expect((await problemOf(await add('(', '*'))).errors?.[0]?.pointer).toBe('/added');
      expect((await problemOf(await post('/concepts', { name: 'waters', terms: ['x'], why: 'x' }))).status).toBe(409);
      expect((await problemOf(await post('/concepts', { name: 'no name', terms: ['x'], why: 'x' }))).status).toBe(422);
      expect((await post('/rules', { id: 'waters', query: '@waters AND Almaty', why: 'x' })).status).toBe(201);
      const newName = { newName: 'rivers', why: 'clearer' };
      const renamed = await parsed(await post('/concepts/waters/rename', newName, { 'if-match': '*' }));
      expect(renamed).toMatchObject({ name: 'rivers', rules: ['waters'] });
      const remove = () => send('DELETE', '/concepts/rivers?why=over', undefined, { 'if-match': '*' });
      expect((await problemOf(await remove())).detail).toContain('waters');
      expect((await send('DELETE', '/rules/waters?why=over', undefined, { 'if-match': '*' })).status).toBe(204);
      expect((await remove()).status).toBe(204);
      expect((await remove()).status).toBe(404);
    });
  });

  describe('of subscribers', () => {
    it('add somebody, change them, and take them out', async () => {
      const made = await post('/subscribers', { email: 'cy@example.org', name: 'Cy', timezone: 'Asia/Almaty' });
      const { id } = await parsed(made);
      const tag = (await send('GET', `/subscribers/${id}`)).headers.get('etag') ?? '';
      expect([made.status, made.headers.get('etag')]).toEqual([201, tag]);
      expect((await problemOf(await post('/subscribers', { email: 'CY@example.org' }))).status).toBe(409);
      const wrong = await problemOf(await post('/subscribers', { email: 'cy', timezone: 'Moon' }));
      expect(wrong.errors?.map(({ pointer }) => String(pointer))).toEqual(['/email', '/timezone']);
      const put = (name: string) =>
        send('PUT', `/subscribers/${id}`, { email: 'cy@example.org', name }, { 'if-match': tag });
      expect((await put('Cyan')).status).toBe(200);
      expect((await problemOf(await put('Late'))).current).toMatchObject({ name: 'Cyan', timezone: 'UTC' });
      const remove = () => send('DELETE', `/subscribers/${id}`, undefined, { 'if-match': '*' });
      expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    });

    it('give them a subscription, whose secret address stays what it is when nobody names it', async () => {
      const { id } = await parsed(await post('/subscribers', { email: 'di@example.org' }));
      const hook = {
        rules: ['riot'],
        channel: 'webhook',
        schedule: 'instant',
        target: 'https://hook.example/x?key=s3cret',
      };
      const made = await post(`/subscribers/${id}/subscriptions`, hook);
      const shown = await parsed(made);
      expect([made.status, shown.channel, JSON.stringify(shown).includes('s3cret')]).toEqual([201, 'webhook', false]);
      const path = `/subscriptions/${shown.id}`;
      const tag = made.headers.get('etag') ?? '';
      const daily = { rules: ['riot', 'storms'], channel: 'webhook', schedule: 'daily 07:00', quiet: '22:00-06:00' };
      const changed = await send('PUT', path, daily, { 'if-match': tag });
      expect(await changed.json()).toMatchObject({ rules: ['riot', 'storms'], quiet: { from: { hour: 22 } } });
      const [row] = await world.db.query<{ target: string }>('SELECT target FROM subscriptions WHERE id = $1', [
        shown.id,
      ]);
      expect(row?.target).toBe(hook.target);
      const late = await problemOf(await send('PUT', path, hook, { 'if-match': tag }));
      expect([late.status, JSON.stringify(late.current).includes('s3cret')]).toEqual([412, false]);
      const refusals = [
        [{ ...hook, rules: ['no-such'] }, '/rules'],
        [{ ...hook, schedule: 'sometimes' }, '/schedule'],
        [{ ...hook, channel: 'slack' }, '/target'],
        [{ ...hook, secret: 'a-secret' }, '/secret'],
      ] as const;
      for (const [body, pointer] of refusals) {
        const problem = await problemOf(await post(`/subscribers/${id}/subscriptions`, body));
        expect([pointer, problem.errors?.map((each) => String(each.pointer))]).toEqual([pointer, [pointer]]);
      }
      const audit = await world.db.query<{ kept: string }>(
        "SELECT json_agg(a)::text AS kept FROM audit_log AS a WHERE subject_kind = 'subscription'",
      );
      expect(audit[0]?.kept).not.toContain('s3cret');
      expect((await send('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(204);
    });

    it('test a subscription; an administrator exports and erases a person', async () => {
      const { id } = await parsed(await post('/subscribers', { email: 'ed@example.org', name: 'Ed' }));
      const mail = await parsed(
        await post(`/subscribers/${id}/subscriptions`, { rules: ['riot'], schedule: 'instant' }),
      );
      const test = () => post(`/subscriptions/${mail.id}/test`, { why: 'x' });
      expect(await (await test()).json()).toMatchObject({ outcome: 'sent' });
      const statuses = [(await test()).status, (await test()).status, (await test()).status];
      expect(statuses).toEqual([200, 200, 409]);
      const admin = await world.token(['admin']);
      const as = (what: string) =>
        world.call(admin, 'POST', `/api/v1/subscribers/${id}/${what}`, { body: { why: 'asked' } });
      expect((await post(`/subscribers/${id}/export`, {})).status).toBe(403);
      expect(await (await as('export')).text()).toContain('ed@example.org');
      expect((await as('erase')).status).toBe(204);
      expect(await count(`subscribers WHERE email = 'ed@example.org'`)).toBe(0);
      expect((await as('erase')).status).toBe(204);
      const nobody = await world.call(admin, 'POST', '/api/v1/subscribers/99999/erase', { body: {} });
      expect(nobody.status).toBe(404);
    });
  });

  describe('of stories', () => {
    const storyId = async () =>
      (await world.db.query<{ id: number }>('SELECT id FROM listed_stories ORDER BY id LIMIT 1'))[0]?.id ?? 0;

    it('take, acknowledge, mute and note on one, each based on what its caller saw', async () => {
      const id = await storyId();
      const first = await send('GET', `/stories/${id}/attention`);
      expect([first.headers.get('etag'), (await parsed(first)).attention?.owner]).toEqual(['"0"', null]);
      const taken = await send('PUT', `/stories/${id}/owner`, {}, { 'if-match': '"0"' });
      expect([taken.status, taken.headers.get('etag')]).toEqual([200, '"1"']);
      expect((await parsed(taken)).owner).toMatchObject({ name: 'newsroom (Ada)' });
      const late = await send('PUT', `/stories/${id}/owner`, {}, { 'if-match': '"0"' });
      expect((await problemOf(late)).current).toMatchObject({ version: 1, owner: { name: 'newsroom (Ada)' } });
      const mute = { figure: 'killed', byPercent: 20, why: 'known' };
      const muted = await send('PUT', `/stories/${id}/mute`, mute, { 'if-match': '"1"' });
      expect((await parsed(muted)).mute).toMatchObject({ figure: 'killed', byPercent: 20, base: 18, reason: 'known' });
      const known = await send('PUT', `/stories/${id}/acknowledgement`, { change: 1 }, { 'if-match': '*' });
      expect((await parsed(known)).acknowledged).toMatchObject({ by: 'newsroom (Ada)', change: 1 });
      expect((await send('DELETE', `/stories/${id}/mute`, undefined, { 'if-match': '*' })).status).toBe(200);
      expect((await send('DELETE', `/stories/${id}/mute`, undefined, { 'if-match': '*' })).status).toBe(404);
      expect((await post(`/stories/${id}/notes`, { text: 'Called the ministry.' })).status).toBe(204);
      expect(await count(`story_notes WHERE story_id = ${id}`)).toBe(1);
    });

    it('merge, split and correct: the story writer is asked, with who and why', async () => {
      const id = await storyId();
      const [article] = await world.db.query<{ id: number }>(
        'SELECT max(article_id) AS id FROM story_members WHERE story_id = $1',
        [id],
      );
      const split = await post(`/stories/${id}/split`, { articles: [article?.id], why: 'another event' });
      expect([split.status, await split.json()]).toEqual([202, { editId: expect.any(Number) }]);
      const strike = { authority: 'police', min: 8, max: 8 };
      const state = { min: 9, max: 9, attribution: 'Health Ministry', source: 'call at 14:00' };
      const claims = (await parsed(await send('GET', `/stories/${id}`))).claims;
      const known = claims?.map(({ authority, min, max }) => ({ authority, min, max }))[0];
      const correct = await post(`/stories/${id}/correct`, { figure: 'killed', strike: known, state, why: 'checked' });
      expect(correct.status).toBe(202);
      const edits = (await parsed(await send('GET', `/stories/${id}`))).edits;
      expect(edits).toMatchObject([{ kind: 'split', by: 'newsroom (Ada)', why: 'another event' }, { kind: 'correct' }]);
      const wrong = { figure: 'killed', strike: { ...strike, min: 7 }, why: 'x' };
      expect((await problemOf(await post(`/stories/${id}/correct`, wrong))).errors?.[0]?.pointer).toBe('/strike');
      expect((await post(`/stories/${id}/merge`, { from: id, why: 'x' })).status).toBe(422);
      expect((await post(`/stories/${id}/merge`, { from: 99_999, why: 'x' })).status).toBe(404);
      expect((await post(`/stories/${id}/split`, { articles: [article?.id] })).status).toBe(422);
    });

    it('say what is wrong with a mute or a note', async () => {
      const id = await storyId();
      const mute = async (body: unknown) =>
        (await problemOf(await send('PUT', `/stories/${id}/mute`, body, { 'if-match': '*' }))).errors?.[0]?.pointer;
      expect(await mute({ figure: 'killed', byPercent: 20 })).toBe('/why');
      expect(await mute({ until: '2020-01-01T00:00:00Z', why: 'x' })).toBe('/until');
      expect(await mute({ figure: 'killed', byPercent: -1, why: 'x' })).toBe('/figure');
      expect(await mute({ figure: 'killed', why: 'x' })).toBe('');
      expect((await problemOf(await post(`/stories/${id}/notes`, { text: ' ' }))).errors?.[0]?.pointer).toBe('/text');
      expect((await post('/stories/99999/notes', { text: 'x' })).status).toBe(404);
    });
  });

  describe('of people and tokens', () => {
    it('add somebody, change the role and keep them out; a token is shown once and never stored', async () => {
      const admin = await world.token(['admin']);
      const as = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
        world.call(admin, method, `/api/v1${path}`, { ...(body !== undefined && { body }), headers });
      const added = await parsed(await as('POST', '/people', { email: 'bo@example.org', name: 'Bo', role: 'viewer' }));
      expect(added.link).toMatch(/\/link\/[\w-]{40,}$/);
      const again = await as('POST', '/people', { email: 'BO@example.org', name: 'Bo', role: 'viewer' });
      expect((await problemOf(again)).status).toBe(409);
      const wrong = await as('POST', '/people', { email: 'bo', name: 'Bo', role: 'viewer' });
      expect((await problemOf(wrong)).errors?.[0]?.pointer).toBe('/email');
      const path = `/people/${added.id}`;
      expect((await as('GET', path)).headers.get('etag')).toBe('"viewer"');
      const role = (to: string, tag: string) => as('PUT', `${path}/role`, { role: to }, { 'if-match': tag });
      expect((await role('editor', '"viewer"')).status).toBe(200);
      expect((await problemOf(await role('admin', '"viewer"'))).current).toEqual({ role: 'editor' });
      const made = await parsed(await as('POST', '/tokens', { ownerId: added.id, name: 'script', scopes: ['read'] }));
      expect((await world.call(String(made.token), 'GET', '/api/v1/rules')).status).toBe(200);
      expect(await (await as('GET', '/tokens')).text()).not.toContain(String(made.token));
      expect(await count(`keyed_requests WHERE response::text LIKE '%${String(made.token)}%'`)).toBe(0);
      const greedy = await as('POST', '/tokens', { ownerId: added.id, name: 'script', scopes: ['admin'] });
      expect((await problemOf(greedy)).errors?.[0]?.pointer).toBe('/scopes');
      expect((await as('POST', `${path}/disable`, { why: 'left' })).status).toBe(204);
      expect((await world.call(String(made.token), 'GET', '/api/v1/rules')).status).toBe(401);
      expect((await as('DELETE', `/tokens/${made.id}`)).status).toBe(204);
      const { items } = await parsed(await as('GET', '/audit?subjectKind=person&subjectId=bo@example.org'));
      expect(items?.map(({ action }) => action)).toEqual(['person.disabled', 'person.role-changed', 'person.added']);
    });
  });

  describe('with an Idempotency-Key', () => {
    const key = (value: string) => ({ 'idempotency-key': value });

    it('are done once, and answered the same way again', async () => {
      const body = { id: 'once', query: 'quake', why: 'x' };
      const first = await post('/rules', body, key('k1'));
      const again = await post('/rules', body, key('k1'));
      expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
      expect(await again.text()).toBe(await first.text());
      expect([again.headers.get('etag'), again.headers.get('location')]).toEqual(['"1"', '/api/v1/rules/once']);
      expect(await count(`audit_log WHERE subject_id = 'once'`)).toBe(1);
      expect((await post('/rules', body)).status).toBe(409);
    });

    it('are refused where the key stood for another request', async () => {
      await post('/rules', { id: 'other', query: 'quake', why: 'x' }, key('k2'));
      const problem = await problemOf(await post('/rules', { id: 'others', query: 'quake', why: 'x' }, key('k2')));
      expect([problem.status, problem.type]).toEqual([422, 'urn:tocsin:problem:key-used-before']);
      expect(await count(`rules WHERE id = 'others'`)).toBe(0);
    });

    it('are answered again where they were refused, too', async () => {
      const body = { id: 'bad', query: '(', why: 'x' };
      const [first, again] = [await post('/rules', body, key('k3')), await post('/rules', body, key('k3'))];
      expect([first.status, again.status]).toEqual([422, 422]);
      expect(again.headers.get('content-type')).toBe('application/problem+json');
    });

    it('of one key and many at once do one', async () => {
      const body = { id: 'storm', query: 'storm', why: 'x' };
      const responses = await Promise.all(Array.from({ length: 8 }, () => post('/rules', body, key('k4'))));
      const statuses = responses.map(({ status }) => status);
      expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
      const done = responses.filter(({ status, headers }) => status === 201 && !headers.has('idempotency-replayed'));
      expect(done).toHaveLength(1);
      expect(await count(`audit_log WHERE subject_id = 'storm'`)).toBe(1);
      for (const late of responses.filter(({ status }) => status === 409))
        expect((await problemOf(late)).type).toBe('urn:tocsin:problem:request-in-progress');
    });

    it('belong to their caller: the key of another one is another key', async () => {
      const other = await world.token(['write'], { role: 'editor' });
      const make = (token: string, id: string) =>
        world.call(token, 'POST', '/api/v1/rules', { body: { id, query: 'hail', why: 'x' }, headers: key('k5') });
      expect([(await make(writer, 'hail-1')).status, (await make(other, 'hail-2')).status]).toEqual([201, 201]);
    });

    it('are forgotten after a day, and no body is kept of a request', async () => {
      await post('/rules', { id: 'wind', query: 'gale', why: 'a secret reason' }, key('k6'));
      await world.db.execute(`UPDATE keyed_requests SET began_at = began_at - interval '1 day' WHERE key = 'k6'`);
      expect((await post('/rules', { id: 'wind-2', query: 'gale', why: 'x' }, key('k6'))).status).toBe(201);
      expect((await problemOf(await post('/rules', { id: 'x' }, key('x'.repeat(256))))).status).toBe(400);
    });
  });
});
