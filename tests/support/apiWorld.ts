import { systemSecrets } from '../../src/adapters/secrets/systemSecrets.ts';
import { createTokenStore } from '../../src/adapters/store/desk/apiTokens.ts';
import { insertPerson } from '../../src/adapters/store/desk/signInLinks.ts';
import { makeToken } from '../../src/desk/tokens/makeToken.ts';
import type { PersonRole } from '../../src/domain/people/role.ts';
import type { Scope } from '../../src/domain/people/scope.ts';
import { type ConsoleWorld, createConsoleWorld } from './consoleWorld.ts';
import { createQuietWorld } from './quietWorld.ts';

/** The real API over a store that holds rules, stories and messages. */
export interface ApiWorld extends Pick<ConsoleWorld, 'url' | 'db' | 'now' | 'signIn'> {
  /** A token of somebody with that role. */
  token(scopes: readonly Scope[], options?: { readonly role?: PersonRole; readonly days?: number }): Promise<string>;
  /** With a token; a body is sent as JSON. */
  call(token: string, method: string, path: string, options?: CallOptions): Promise<Response>;
  close(): Promise<void>;
}

/** JSON of which the test knows what it holds. */
export type Parsed = { readonly [key: string]: Parsed } & readonly Parsed[];

export const parsed = async (response: Response): Promise<Parsed> => (await response.json()) as Parsed;

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const attack = `<script>document.title=1</script>'"\`{{7*7}}`;

export async function createApiWorld(): Promise<ApiWorld> {
  const news = await createQuietWorld({
    start: '2022-01-06T06:00:00Z',
    feeds: ['steppe', 'capital'],
    rules: {
      riot: { query: 'riot OR killed >= 1', name: `Riots ${attack}`, owner: 'desk@example.org' },
      quiet: { query: 'volcano' },
      storms: { query: 'storm' },
    },
    subscriptions: [
      { rules: ['riot', 'quiet'] },
      { rules: ['riot'], channel: 'webhook', target: 'https://hooks.example.org/in?key=very-secret' },
    ],
  });
  const item = (guid: string, text: string) => ({ guid, title: `Riot ${guid} in Almaty ${attack}`, contentText: text });
  news.publish('steppe', item('1', 'At least 8 people were killed in riots in Almaty, the police said.'));
  await news.runUntil(5);
  news.publish('capital', {
    ...item('2', 'At least 18 people were killed in riots in Almaty, the Interior Ministry said.'),
    ...{ outlet: { name: 'Capital', domain: 'capital.example' }, link: 'https://capital.example/2' },
  });
  await news.runUntil(70);
  await news.db.execute(`INSERT INTO concepts (name, terms, changed_at) VALUES ('city', '["Almaty", "Алматы"]', $1)`, [
    news.at(70),
  ]);
  const world = await createConsoleWorld({}, { database: news, now: news.at(75) });
  const { url, db, now, signIn } = world;
  let owners = 0;
  return {
    ...{ url, db, now, signIn },
    async token(scopes, { role = 'admin', days = 30 } = {}) {
      const person = { email: `owner${++owners}@example.org`, name: 'Ada', role, timezone: 'UTC', passwordHash: null };
      const owner = await insertPerson(db, person, now);
      const deed = { by: { kind: 'service', id: null, name: 'test' }, why: '', at: now } as const;
      const wanted = { owner, name: 'newsroom', scopes, days };
      const made = await makeToken({ store: createTokenStore(db), secrets: systemSecrets }, deed, wanted);
      if (made.kind !== 'made') throw new Error(made.reason);
      return made.token;
    },
    call: (token, method, path, { body, headers = {} } = {}) =>
      fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async close() {
      await world.close();
      await news.close();
    },
  };
}
