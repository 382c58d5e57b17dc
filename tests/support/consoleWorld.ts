import type { Browser, BrowserContext } from 'playwright-core';
import { readSettings } from '../../config/settings.ts';
import { systemSecrets } from '../../src/adapters/secrets/systemSecrets.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { insertSession } from '../../src/adapters/store/desk/sessions.ts';
import { insertPerson } from '../../src/adapters/store/desk/signInLinks.ts';
import { createApp } from '../../src/app/createApp.ts';
import { createLog } from '../../src/app/logging.ts';
import type { PersonRole } from '../../src/domain/people/role.ts';
import { hashOfToken } from '../../src/domain/people/tokenHash.ts';
import { csrfField, csrfHeader, csrfTokenOf } from '../../src/web/access/csrf.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { makeDataDir, removeDataDir } from './dataDir.ts';
import { now as worldNow } from './world.ts';

/** Somebody who is signed in, without a browser. */
export interface Visitor {
  /** `tocsin_session=…` */
  readonly cookie: string;
  readonly csrf: string;
  readonly personId: number;
  /** Redirects are not followed. */
  get(path: string): Promise<Response>;
  /** Posts a form with the session's token. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<Response>;
}

/** The real pages over a real store; no step runs beside them. */
export interface ConsoleWorld {
  readonly url: string;
  readonly db: Database;
  readonly connectionString: string;
  /** The pages' clock stands still here. */
  readonly now: Date;
  signIn(role: PersonRole, name?: string): Promise<Visitor>;
  /** A context of the browser that is signed in; close it. */
  browse(browser: Browser, visitor: Visitor): Promise<BrowserContext>;
  close(): Promise<void>;
}

export const signingKey = 'a key for the pages of tests';

interface ConsoleOptions {
  readonly now?: Date;
  /** Where the store is; else it is a new one. */
  readonly database?: Pick<TestDatabase, 'db' | 'connectionString'>;
}

/** `environment`: settings besides those that it needs. */
export async function createConsoleWorld(
  environment: Readonly<Record<string, string>> = {},
  { now = worldNow, database: given }: ConsoleOptions = {},
): Promise<ConsoleWorld> {
  const made = given === undefined ? await createTestDatabase() : null;
  const database = given ?? made;
  if (database === null) throw new Error('there is no database');
  const dataDir = await makeDataDir('tocsin-console-');
  const settings = readSettings({
    ...{ DATABASE_URL: database.connectionString, DATA_DIR: dataDir, CONFIG_DIR: `${dataDir}/none`, PORT: '0' },
    ...{ SECRET_KEY: signingKey, CANARY_MINUTES: '0', LOG_LEVEL: 'error', ...environment },
  });
  const app = await createApp(settings, { roles: ['web'], log: createLog('error'), clock: { now: () => now } });
  await app.start();
  const url = new Map(app.places()).get('console') ?? '';
  const { db } = database;
  let people = 0;
  const signIn = async (role: PersonRole, name = `The ${role}`): Promise<Visitor> => {
    const email = `${role}${++people}@example.org`;
    const person = await insertPerson(db, { email, name, role, timezone: 'Asia/Almaty', passwordHash: null }, now);
    const token = systemSecrets.newToken();
    const tokenHash = hashOfToken(token);
    const expiresAt = new Date(now.getTime() + 3_600_000);
    const origin = { address: '127.0.0.1', userAgent: 'test' };
    await insertSession(db, { ...origin, tokenHash, personId: person.id, at: now, expiresAt });
    const csrf = csrfTokenOf(signingKey, tokenHash.toString('hex'));
    const cookie = `tocsin_session=${token}`;
    return {
      ...{ cookie, csrf, personId: person.id },
      get: (path) => fetch(`${url}${path}`, { headers: { cookie }, redirect: 'manual' }),
      post: (path, fields = {}) =>
        fetch(`${url}${path}`, {
          ...{ method: 'POST', redirect: 'manual', headers: { cookie, [csrfHeader]: csrf } },
          body: new URLSearchParams({ [csrfField]: csrf, ...fields }),
        }),
    };
  };
  return {
    ...{ url, db, now, signIn, connectionString: database.connectionString },
    async browse(browser, { cookie }) {
      const context = await browser.newContext();
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url }]);
      return context;
    },
    async close() {
      await app.stop();
      await made?.drop();
      await removeDataDir(dataDir);
    },
  };
}
