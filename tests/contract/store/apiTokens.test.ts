import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemSecrets } from '../../../src/adapters/secrets/systemSecrets.ts';
import { createTokenStore, listTokens, personOfToken } from '../../../src/adapters/store/desk/apiTokens.ts';
import { insertPerson } from '../../../src/adapters/store/desk/signInLinks.ts';
import { makeToken } from '../../../src/desk/tokens/makeToken.ts';
import { revokeToken } from '../../../src/desk/tokens/revokeToken.ts';
import { dayMs, minuteMs } from '../../../src/domain/basics/time.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import type { Scope } from '../../../src/domain/people/scope.ts';
import { hashOfToken } from '../../../src/domain/people/tokenHash.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('API tokens', () => {
  const at = new Date('2026-12-01T08:00:00Z');
  let database: TestDatabase;
  let owner: Person;
  beforeAll(async () => {
    database = await createTestDatabase();
    const wanted = { email: 'ada@example.org', name: 'Ada', timezone: 'UTC', passwordHash: null };
    owner = await insertPerson(database.db, { ...wanted, role: 'editor' }, at);
  });
  afterAll(() => database?.drop());

  const deed = { by: { kind: 'person', id: 1, name: 'Ada' }, why: '', at } as const;
  const make = (wanted: { name?: string; scopes?: readonly Scope[]; days?: number | null } = {}) =>
    makeToken({ store: createTokenStore(database.db), secrets: systemSecrets }, deed, {
      ...{ owner, name: 'newsroom', scopes: ['read'], days: 30 },
      ...wanted,
    });
  const made = async (wanted?: Parameters<typeof make>[0]) => {
    const outcome = await make(wanted);
    if (outcome.kind !== 'made') throw new Error(outcome.reason);
    return outcome;
  };
  const use = (token: string, when = at) => personOfToken(database.db, hashOfToken(token), when);

  it('act for their owner with their scopes until they expire', async () => {
    const { id, token } = await made({ scopes: ['read', 'write'] });
    expect(token).toMatch(/^tsn_[\w-]{43}$/);
    expect(await use(token)).toEqual({ tokenId: id, tokenName: 'newsroom', scopes: ['read', 'write'], person: owner });
    expect(await use(token, new Date(at.getTime() + 30 * dayMs - 1))).not.toBeNull();
    expect(await use(token, new Date(at.getTime() + 30 * dayMs))).toBeNull();
    expect(await use(`${token}x`)).toBeNull();
  });

  it('are kept nowhere: neither in their table nor in the audit log', async () => {
    const { id, token } = await made();
    const [row] = await database.db.query<{ kept: string }>(
      `SELECT (SELECT json_agg(t)::text FROM api_tokens AS t) || (SELECT json_agg(a)::text FROM audit_log AS a) AS kept`,
    );
    expect(row?.kept).not.toContain(token.slice(4));
    const entries = await database.db.query(
      `SELECT action, after->>'owner' AS owner FROM audit_log WHERE subject_kind = 'token' AND subject_id = $1`,
      [String(id)],
    );
    expect(entries).toEqual([{ action: 'token.made', owner: 'ada@example.org' }]);
  });

  it('note their use, once a minute at most', async () => {
    const { id, token } = await made();
    const usedAt = async () => (await listTokens(database.db, owner.id)).find((each) => each.id === id)?.lastUsedAt;
    expect(await usedAt()).toBeNull();
    await use(token);
    await use(token, new Date(at.getTime() + minuteMs));
    expect(await usedAt()).toEqual(at);
    const later = new Date(at.getTime() + minuteMs + 1);
    await use(token, later);
    expect(await usedAt()).toEqual(later);
  });

  it('end when they are revoked, by their owner or an administrator and by nobody else', async () => {
    const { id, token } = await made();
    const store = createTokenStore(database.db);
    expect(await revokeToken(store, deed, { id, ownerId: owner.id + 1 })).toEqual({ kind: 'not found' });
    expect(await use(token)).not.toBeNull();
    expect(await revokeToken(store, deed, { id, ownerId: owner.id })).toMatchObject({ kind: 'revoked' });
    expect(await revokeToken(store, deed, { id, ownerId: null })).toEqual({ kind: 'not found' });
    expect(await use(token)).toBeNull();
  });

  it('stop while their owner is disabled', async () => {
    const { token } = await made({ days: null });
    await database.db.execute('UPDATE people SET disabled_at = $1', [at]);
    expect(await use(token)).toBeNull();
    await database.db.execute('UPDATE people SET disabled_at = NULL');
    expect(await use(token)).not.toBeNull();
  });

  it('are refused without a name, without scopes, with more rights than their owner has, or for too long', async () => {
    const fieldOf = async (wanted: Parameters<typeof make>[0]) => {
      const outcome = await make(wanted);
      return outcome.kind === 'refused' ? outcome.field : outcome.kind;
    };
    expect(await fieldOf({ name: ' ' })).toBe('name');
    expect(await fieldOf({ name: 'x'.repeat(81) })).toBe('name');
    expect(await fieldOf({ scopes: [] })).toBe('scopes');
    expect(await fieldOf({ scopes: ['read', 'admin'] })).toBe('scopes');
    expect(await fieldOf({ scopes: ['metrics'] })).toBe('made');
    expect(await fieldOf({ days: 0 })).toBe('days');
    expect(await fieldOf({ days: 1.5 })).toBe('days');
    expect(await fieldOf({ days: 3651 })).toBe('days');
  });
});
