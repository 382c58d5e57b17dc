import type { IncomingArticle } from '../../pipeline/pollStore.ts';
import type { Queryable } from './database.ts';
import { storable } from './storable.ts';

export interface IdentifiedArticle {
  readonly incoming: IncomingArticle;
  readonly articleId: number;
  readonly isNew: boolean;
}

interface Identity {
  readonly kind: 'guid' | 'link' | 'fingerprint';
  readonly scope: string;
  /** SHA-256, hex. */
  readonly key: string;
}

/**
 * Finds for each item the article it is, by guid within the feed, then by link, then by the text's fingerprint within
 * the outlet; items that are none get an id of their own. All keys of an item lead to its article from then on.
 *
 * Two feeds that bring one new link at the same time agree: the second waits at the first's key, finds it taken, and
 * takes the first's article. Keys are written in one order, so that they cannot wait for each other.
 */
export async function identifyArticles(
  tx: Queryable,
  feedId: number,
  articles: readonly IncomingArticle[],
  now: Date,
): Promise<readonly IdentifiedArticle[]> {
  const shared = sharedLinks(articles);
  const wanted = articles.map((incoming) => {
    const isOwn = ({ kind, key }: Identity) => kind !== 'link' || incoming.keys.guid === null || !shared.has(key);
    return { incoming, identities: identitiesOf(feedId, incoming).filter(isOwn) };
  });
  const known = await lookUp(
    tx,
    wanted.flatMap(({ identities }) => identities),
  );
  const claims = await assignIds(tx, wanted, known);
  await writeKeys(tx, claims, now);
  const written = claims.flatMap(({ identities }) => identities);
  const owners = await lookUp(tx, written);
  const agreed = claims.map((claim) => ({ claim, rival: rivalOf(claim, owners) }));
  for (const { claim, rival } of agreed) if (rival !== undefined) await surrender(tx, claim.articleId, rival);
  return agreed.map(({ claim: { incoming, articleId, isNew }, rival }) =>
    rival === undefined ? { incoming, articleId, isNew } : { incoming, articleId: rival, isNew: false },
  );
}

/** The article that another transaction made of the same item while this one was looking. */
function rivalOf({ isNew, identities, articleId }: Claim, owners: ReadonlyMap<string, number>): number | undefined {
  if (!isNew) return undefined;
  return identities
    .map((identity) => owners.get(nameOf(identity)))
    .find((owner) => owner !== undefined && owner !== articleId);
}

const surrender = (tx: Queryable, ours: number, theirs: number): Promise<number> =>
  tx.execute('UPDATE article_identities SET article_id = $2 WHERE article_id = $1', [ours, theirs]);

/** Links that items with guids of their own have in common (a podcast's home page): they name no article. */
function sharedLinks(articles: readonly IncomingArticle[]): ReadonlySet<string> {
  const guids = new Map<string, Set<string>>();
  for (const { keys } of articles) {
    if (keys.link !== null && keys.guid !== null)
      guids.set(keys.link, (guids.get(keys.link) ?? new Set()).add(keys.guid));
  }
  return new Set([...guids].filter(([, own]) => own.size > 1).map(([link]) => link));
}

function identitiesOf(feedId: number, { keys, item }: IncomingArticle): readonly Identity[] {
  const outlet = storable(item.outlet.domain ?? item.outlet.name);
  return [
    ...(keys.guid === null ? [] : [{ kind: 'guid', scope: String(feedId), key: keys.guid } as const]),
    ...(keys.link === null ? [] : [{ kind: 'link', scope: '', key: keys.link } as const]),
    ...(keys.fingerprint === null ? [] : [{ kind: 'fingerprint', scope: outlet, key: keys.fingerprint } as const]),
  ];
}

interface Claim {
  readonly incoming: IncomingArticle;
  readonly identities: readonly Identity[];
  readonly articleId: number;
  readonly isNew: boolean;
}

const nameOf = ({ kind, scope, key }: Identity): string => `${kind} ${scope} ${key}`;

/** The article of the strongest key that has one. */
const ownerOf = (identities: readonly Identity[], owners: ReadonlyMap<string, number>): number | undefined =>
  identities.map((identity) => owners.get(nameOf(identity))).find((owner) => owner !== undefined);

async function assignIds(
  tx: Queryable,
  wanted: readonly Omit<Claim, 'articleId' | 'isNew'>[],
  known: ReadonlyMap<string, number>,
): Promise<readonly Claim[]> {
  const ids = await newIds(tx, wanted.length);
  const owners = new Map(known);
  const claims: Claim[] = [];
  for (const [index, { incoming, identities }] of wanted.entries()) {
    const owner = ownerOf(identities, owners);
    const articleId = owner ?? ids[index] ?? 0;
    for (const identity of identities) if (!owners.has(nameOf(identity))) owners.set(nameOf(identity), articleId);
    // A second item of one document that is the same article is not news; the first, the feed's newest, counts.
    if (!claims.some((claim) => claim.articleId === articleId)) {
      claims.push({ incoming, identities, articleId, isNew: owner === undefined });
    }
  }
  return claims;
}

async function newIds(tx: Queryable, count: number): Promise<readonly number[]> {
  const rows = await tx.query<{ id: number }>("SELECT nextval('article_ids') AS id FROM generate_series(1, $1)", [
    count,
  ]);
  return rows.map(({ id }) => id);
}

const asRows = (identities: readonly Identity[]) => JSON.stringify(identities);
const identityRows = `jsonb_to_recordset($1::jsonb) AS n (kind text, scope text, key text, "articleId" bigint)`;

async function lookUp(tx: Queryable, identities: readonly Identity[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<Identity & { articleId: number }>(
    `SELECT i.kind, i.scope, encode(i.key, 'hex') AS key, i.article_id AS "articleId"
       FROM article_identities AS i
       JOIN ${identityRows} ON i.kind = n.kind AND i.scope = n.scope AND i.key = decode(n.key, 'hex')`,
    [asRows(identities)],
  );
  return new Map(rows.map((row) => [nameOf(row), row.articleId]));
}

async function writeKeys(tx: Queryable, claims: readonly Claim[], now: Date): Promise<void> {
  const rows = new Map<string, Identity & { articleId: number }>();
  for (const { identities, articleId } of claims) {
    for (const identity of identities)
      if (!rows.has(nameOf(identity))) rows.set(nameOf(identity), { ...identity, articleId });
  }
  const inOrder = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await tx.execute(
    `INSERT INTO article_identities (kind, scope, key, article_id, last_seen_at)
     SELECT kind, scope, decode(key, 'hex'), "articleId", $2 FROM ${identityRows}
     ON CONFLICT (kind, scope, key) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
    [JSON.stringify(inOrder), now],
  );
}
