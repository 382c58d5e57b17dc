import type { Queryable } from '../database.ts';

interface IdentityRow {
  readonly kind: 'guid' | 'link' | 'fingerprint' | 'headline' | 'title';
  readonly scope: string;
  /** SHA-256, hex. */
  readonly key: string;
}

export interface Identity extends IdentityRow {
  /** All of it in one string. */
  readonly name: string;
}

export const identityOf = (kind: Identity['kind'], scope: string, key: string): Identity => ({
  ...{ kind, scope, key },
  name: nameOf(kind, scope, key),
});

const nameOf = (kind: string, scope: string, key: string): string => `${kind} ${scope} ${key}`;

export interface OwnedIdentity extends Identity {
  readonly articleId: number;
  /** Several items have it in common: it names none of them, then or later. */
  readonly isShared?: boolean;
}

/** A key as it was noted before. */
export interface KnownKey {
  /** Of a shared key: the article that it named before it was shared, or 0. */
  readonly articleId: number;
  readonly isShared: boolean;
  readonly lastSeenAt: Date;
}

/** By the names of the identities. */
export type KnownKeys = ReadonlyMap<string, KnownKey>;

/** The articles by the names of the identities that have one. */
export type Owners = ReadonlyMap<string, number>;

/** The article of the strongest key that has one. */
export function ownerOf(identities: readonly Identity[], owners: Owners): number | undefined {
  for (const { name } of identities) {
    const owner = owners.get(name);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

const rowOf = ({ kind, scope, key, articleId, isShared }: OwnedIdentity) => ({
  ...{ kind, scope, key, articleId },
  ...(isShared && { isShared }),
});

const rows = `jsonb_to_recordset($1::jsonb) AS n (kind text, scope text, key text, "articleId" bigint, "isShared" boolean)`;

/** `seenSince`: those that stood in a feed since then; the others are as if unknown. */
export async function lookUp(
  tx: Queryable,
  identities: readonly Identity[],
  seenSince: Date | null = null,
): Promise<KnownKeys> {
  if (identities.length === 0) return new Map();
  const found = await tx.query<IdentityRow & KnownKey>(
    `SELECT i.kind, i.scope, encode(i.key, 'hex') AS key, i.article_id AS "articleId", i.is_shared AS "isShared", i.last_seen_at AS "lastSeenAt"
       FROM article_identities AS i
       JOIN ${rows} ON i.kind = n.kind AND i.scope = n.scope AND i.key = decode(n.key, 'hex')
      WHERE $2::timestamptz IS NULL OR i.last_seen_at >= $2`,
    [JSON.stringify(identities.map(({ kind, scope, key }) => ({ kind, scope, key }))), seenSince],
  );
  return new Map(found.map((row) => [nameOf(row.kind, row.scope, row.key), row]));
}

/** Shared keys have no owner. */
export function ownersOf(known: KnownKeys, shared: ReadonlySet<string> = new Set()): Owners {
  const owners = new Map<string, number>();
  for (const [name, { articleId, isShared }] of known) if (!isShared && !shared.has(name)) owners.set(name, articleId);
  return owners;
}

/**
 * Notes the identities as seen now. One that has an article keeps it, but for headlines, which go to the newest; one that is
 * shared stays so. They are written in one order, so that two transactions cannot wait for each other.
 */
export async function writeKeys(tx: Queryable, identities: readonly OwnedIdentity[], now: Date): Promise<void> {
  const firsts = new Map<string, OwnedIdentity>();
  for (const identity of identities) if (!firsts.has(identity.name)) firsts.set(identity.name, identity);
  const inOrder = [...firsts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identity]) => rowOf(identity));
  await tx.execute(
    `INSERT INTO article_identities AS i (kind, scope, key, article_id, last_seen_at, is_shared)
     SELECT kind, scope, decode(key, 'hex'), "articleId", $2, coalesce("isShared", false) FROM ${rows}
     ON CONFLICT (kind, scope, key) DO UPDATE
        SET last_seen_at = excluded.last_seen_at, is_shared = i.is_shared OR excluded.is_shared,
            article_id = CASE WHEN i.kind = 'headline' THEN excluded.article_id ELSE i.article_id END`,
    [JSON.stringify(inOrder), now],
  );
}

/** The keys lead to these articles from now on, whatever they led to before. */
export async function moveKeys(tx: Queryable, identities: readonly OwnedIdentity[]): Promise<void> {
  if (identities.length === 0) return;
  await tx.execute(
    `UPDATE article_identities AS i SET article_id = n."articleId"
       FROM ${rows} WHERE i.kind = n.kind AND i.scope = n.scope AND i.key = decode(n.key, 'hex')`,
    [JSON.stringify(identities.map(rowOf))],
  );
}

/** The articles that have a guid in this feed already. */
export async function articlesWithGuid(
  tx: Queryable,
  scope: string,
  articleIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (articleIds.length === 0) return new Set();
  const found = await tx.query<{ articleId: number }>(
    `SELECT DISTINCT article_id AS "articleId" FROM article_identities
      WHERE article_id = ANY ($2::bigint[]) AND kind = 'guid' AND scope = $1`,
    [scope, articleIds],
  );
  return new Set(found.map(({ articleId }) => articleId));
}

/** All identities of one article lead to the other from now on. */
export const surrender = (tx: Queryable, ours: number, theirs: number): Promise<number> =>
  tx.execute('UPDATE article_identities SET article_id = $2 WHERE article_id = $1', [ours, theirs]);
