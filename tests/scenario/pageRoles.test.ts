import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/domain/people/role.ts';
import { hashOfToken } from '../../src/domain/people/tokenHash.ts';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';
import { listedRoutes } from '../support/listedRoutes.ts';

/** Who may use each route of the pages: everybody, or whoever has the role. A new route needs its line here. */
const access = {
  open: `
    GET /assets/:file
    GET /health
    GET /healthz
    GET /link/:token
    GET /password
    GET /password/:token
    GET /sign-in
    GET /sign-in/oidc
    GET /sign-in/oidc/callback
    GET /unsubscribe/:token
    GET /websub/:token
    GET /welcome/:token
    POST /link/:token
    POST /password
    POST /password/:token
    POST /sign-in
    POST /unsubscribe/:token
    POST /unsubscribe/:token/all
    POST /unsubscribe/:token/undo
    POST /websub/:token
    POST /welcome/:token
  `,
  viewer: String.raw`
    GET /
    GET /account
    GET /articles
    GET /articles/:id{[1-9][0-9]{0,14}}
    GET /changes
    GET /events
    GET /feeds
    GET /feeds/:id{[0-9]{1,15}}
    GET /feeds/:id{[0-9]{1,15}}/edit
    GET /feeds/export.opml
    GET /feeds/import
    GET /feeds/new
    GET /handover
    GET /messages
    GET /messages/:id
    GET /messages/:id/mail
    GET /rules
    GET /rules/:id
    GET /rules/new
    GET /concepts
    GET /concepts/:name
    GET /subscribers
    GET /subscribers/:id{\d{1,15}}
    GET /subscribers/new
    GET /settings/files
    GET /settings
    GET /settings/quarantine
    GET /stories
    GET /stories/:file{\d{1,15}\.csv}
    GET /stories/:id{\d{1,15}}
    POST /account/password
    POST /account/profile
    POST /account/sessions/:id/end
    POST /account/sessions/end-others
    POST /account/tokens
    POST /account/tokens/:id/revoke
    POST /desk/seen
    POST /rules/:id/preview
    POST /sign-out
  `,
  editor: String.raw`
    GET /settings/files/:kind/export.yaml
    POST /concepts
    POST /concepts/:name
    POST /concepts/:name/plan
    POST /concepts/:name/remove
    POST /concepts/:name/rename
    POST /settings/files/:kind/apply
    POST /settings/files/:kind/plan
    POST /subscribers/:id{\d{1,15}}
    POST /subscribers/:id{\d{1,15}}/export
    POST /subscribers/:id{\d{1,15}}/remove
    POST /subscribers/:id{\d{1,15}}/resume
    POST /subscribers/:id{\d{1,15}}/subscriptions
    POST /subscribers/:id{\d{1,15}}/subscriptions/:subscription{\d{1,15}}
    POST /subscribers/:id{\d{1,15}}/subscriptions/:subscription{\d{1,15}}/remove
    POST /subscribers/:id{\d{1,15}}/subscriptions/:subscription{\d{1,15}}/test
    POST /subscribers/new
    GET /settings/doctor
    POST /feeds
    POST /feeds/:id{[0-9]{1,15}}
    POST /feeds/:id{[0-9]{1,15}}/merge
    POST /feeds/:id{[0-9]{1,15}}/pause
    POST /feeds/:id{[0-9]{1,15}}/poll
    POST /feeds/:id{[0-9]{1,15}}/remove
    POST /feeds/:id{[0-9]{1,15}}/resume
    POST /feeds/:id{[0-9]{1,15}}/test
    POST /feeds/import
    POST /feeds/import/confirm
    POST /feeds/new/find
    POST /feeds/new/preview
    POST /messages/:id/resend
    POST /messages/:id/retry
    POST /messages/retry
    POST /messages/targets/:id/resume
    POST /rules
    POST /rules/:id
    POST /rules/:id/cases
    POST /rules/:id/cases/:case{\d{1,12}}/drop
    POST /rules/:id/drafts/:draft{\d{1,12}}/approve
    POST /rules/:id/drafts/:draft{\d{1,12}}/decline
    POST /rules/:id/pause
    POST /rules/:id/remove
    POST /rules/:id/restore
    POST /rules/:id/resume
    POST /rules/:id/review
    POST /settings/doctor
    POST /settings/quarantine/release
    POST /stories/:id{\d{1,15}}/:deed
  `,
  admin: String.raw`
    POST /subscribers/:id{\d{1,15}}/erase
    GET /settings/audit
    GET /settings/audit/export.csv
    GET /settings/people
    GET /settings/people/:id
    GET /settings/service
    GET /settings/tokens
    POST /settings/people
    POST /settings/people/:id/disable
    POST /settings/people/:id/enable
    POST /settings/people/:id/password-link
    POST /settings/people/:id/role
    POST /settings/people/:id/sign-out
    POST /settings/tokens/:id/revoke
  `,
} as const;

/** Programs come here with a token instead of a session; tests of the API hold who may do what. */
const isOfApi = (route: string) => / \/(api\/|metrics$|openapi\.json$|mcp$)/.test(route);

const linesOf = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

/** A request that fits the route; what it names is not there. */
const requestOf = (route: string): readonly [method: string, path: string] => {
  const [method = '', pattern = ''] = route.split(' ');
  return [method, pattern.replace(/:file\{[^/]*\}/, '1.csv').replace(/:\w+(\{[^/]*\})?/g, '1')];
};

describe('every route of the pages', () => {
  let world: ConsoleWorld;
  const people = new Map<string, Visitor>();
  beforeAll(async () => {
    world = await createConsoleWorld();
    for (const role of roles) people.set(role, await world.signIn(role));
  });
  afterAll(() => world?.close());

  const ask = async (route: string, headers: Record<string, string>) => {
    const [method, path] = requestOf(route);
    const response = await fetch(`${world.url}${path}`, { method, headers, redirect: 'manual' });
    const isForm = response.headers.get('content-type')?.startsWith('text/html') === true;
    const text = isForm ? await response.text() : '';
    if (!isForm) await response.body?.cancel();
    const isSentToSignIn = response.headers.get('location')?.startsWith('/sign-in') === true;
    if (isSentToSignIn || response.status === 401) return 'sign in';
    if (response.status !== 403) return 'let through';
    return text.includes('You may not do this') ? 'not this role' : 'not from our page';
  };
  const closed = Object.entries(access).flatMap(([role, text]) =>
    role === 'open' ? [] : linesOf(text).map((route) => [role, route] as const),
  );
  const answers = async (headersOf: (role: string) => Record<string, string>) => {
    const given: string[] = [];
    for (const [role, route] of closed) given.push(`${route}: ${await ask(route, headersOf(role))}`);
    return given;
  };
  const toSignIn = closed.map(([, route]) => `${route}: sign in`);

  it('stands in the table, and the table names no other', () => {
    expect(listedRoutes().filter((route) => !isOfApi(route))).toEqual(Object.values(access).flatMap(linesOf).sort());
  });

  it('that is closed sends strangers to sign in', async () => {
    expect(await answers(() => ({}))).toEqual(toSignIn);
  });

  it('that is closed knows neither a forged session nor an API token in its place', async () => {
    const [admin] = await world.db.query<{ id: number }>(`SELECT id FROM people WHERE role = 'admin'`);
    await world.db.execute(
      `INSERT INTO api_tokens (token_hash, name, scopes, person_id, created_at) VALUES ($1, 'x', '{admin}', $2, $3)`,
      [hashOfToken('tsn_x'), admin?.id, world.now],
    );
    const headers = { cookie: 'tocsin_session=tsn_x', authorization: 'Bearer tsn_x' };
    expect(await answers(() => headers)).toEqual(toSignIn);
  });

  it('that is closed lets in its role and those above, and to change something wants the session’s own token', async () => {
    for (const has of roles) {
      const { cookie = '' } = people.get(has) ?? {};
      const other = people.get(has === 'viewer' ? 'editor' : 'viewer')?.csrf ?? '';
      const expected = closed.map(([role, route]) => {
        if (roles.indexOf(has) < (roles as readonly string[]).indexOf(role)) return `${route}: not this role`;
        return `${route}: ${route.startsWith('GET ') ? 'let through' : 'not from our page'}`;
      });
      expect(await answers(() => ({ cookie }))).toEqual(expected);
      expect(await answers(() => ({ cookie, 'x-csrf-token': other }))).toEqual(expected);
    }
  });

  it('that is closed knows no session that has ended, was not used for a week, or is of somebody disabled', async () => {
    const { cookie = '' } = people.get('admin') ?? {};
    const ends = [
      `UPDATE sessions SET expires_at = '${world.now.toISOString()}'`,
      `UPDATE sessions SET last_seen_at = '2000-01-01Z'`,
    ];
    for (const end of ends) {
      await world.db.execute(end);
      expect(await answers(() => ({ cookie }))).toEqual(toSignIn);
      await world.db.execute(`UPDATE sessions SET expires_at = '2100-01-01Z', last_seen_at = $1`, [world.now]);
      expect(await ask('GET /settings', { cookie })).toBe('let through');
    }
    await world.db.execute('UPDATE people SET disabled_at = $1', [world.now]);
    expect(await answers(() => ({ cookie }))).toEqual(toSignIn);
  });
});
