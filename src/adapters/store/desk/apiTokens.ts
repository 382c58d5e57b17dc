import type { MakeTokenStore } from '../../../desk/tokens/makeToken.ts';
import type { RevokeTokenStore } from '../../../desk/tokens/revokeToken.ts';
import { minuteMs } from '../../../domain/basics/time.ts';
import type { ListedToken, TokenUser } from '../../../domain/people/apiToken.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { Scope } from '../../../domain/people/scope.ts';
import type { Database, Queryable } from '../database.ts';
import { inDeed } from './auditLog.ts';
import { personColumns, personOf } from './personRows.ts';

export const createTokenStore = (db: Database): MakeTokenStore & RevokeTokenStore => ({
  addToken: (token, entryOf) =>
    inDeed(db, async (tx) => {
      const [row] = await tx.query<{ readonly id: number }>(
        `INSERT INTO api_tokens (token_hash, name, scopes, person_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
        [token.tokenHash, token.name, token.scopes, token.personId, token.at, token.expiresAt],
      );
      if (row === undefined) throw new Error('adding a token gave no row');
      return { result: row.id, entry: entryOf(row.id) };
    }),
  revokeToken: ({ id, ownerId }, entryOf) =>
    inDeed(db, async (tx) => {
      const [token] = await tx.query<ListedToken>(
        `SELECT ${listedColumns} FROM api_tokens AS t JOIN people AS p ON p.id = t.person_id
          WHERE t.id = $1 AND t.revoked_at IS NULL AND ($2::bigint IS NULL OR t.person_id = $2) FOR UPDATE OF t`,
        [id, ownerId],
      );
      if (token === undefined) return { result: null, entry: null };
      const entry = entryOf(token);
      await tx.execute('UPDATE api_tokens SET revoked_at = $2 WHERE id = $1', [id, entry.at]);
      return { result: token, entry };
    }),
});

const listedColumns = `t.id, t.name, t.scopes, t.person_id AS "ownerId", p.name AS "ownerName", t.created_at AS "createdAt",
  t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt"`;

/** Tokens that were not revoked, the newest first; of one person, or of all. */
export const listTokens = (db: Queryable, ownerId: number | null): Promise<readonly ListedToken[]> =>
  db.query<ListedToken>(
    `SELECT ${listedColumns} FROM api_tokens AS t JOIN people AS p ON p.id = t.person_id
      WHERE t.revoked_at IS NULL AND ($1::bigint IS NULL OR t.person_id = $1) ORDER BY t.id DESC`,
    [ownerId],
  );

const usedEveryMs = minuteMs;

/** Who acts with a token; null: nobody, revoked, expired, or its owner is disabled. Notes the use, once a minute at most. */
export async function personOfToken(db: Queryable, tokenHash: Buffer, at: Date): Promise<TokenUser | null> {
  const [row] = await db.query<Person & { tokenId: number; tokenName: string; scopes: Scope[]; usedAt: Date | null }>(
    `SELECT ${personColumns}, t.id AS "tokenId", t.name AS "tokenName", t.scopes, t.last_used_at AS "usedAt"
       FROM api_tokens AS t JOIN people AS p ON p.id = t.person_id
      WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
        AND p.disabled_at IS NULL`,
    [tokenHash, at],
  );
  if (row === undefined) return null;
  const { tokenId, tokenName, scopes, usedAt } = row;
  if (usedAt === null || at.getTime() - usedAt.getTime() > usedEveryMs)
    await db.execute('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [tokenId, at]);
  return { tokenId, tokenName, scopes, person: personOf(row) };
}
