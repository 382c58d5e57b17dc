import { digest } from '../../../domain/articles/identity.ts';
import { dayMs } from '../../../domain/basics/time.ts';
import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import { storable } from '../storable.ts';
import {
  articlesWithGuid,
  type Identity,
  lookUp,
  nameOf,
  type OwnedIdentity,
  type Owners,
  surrender,
  writeKeys,
} from './identityRows.ts';

export interface IdentifiedArticle {
  readonly incoming: IncomingArticle;
  readonly articleId: number;
  readonly isNew: boolean;
  /** Known only by its headline: its guid and its link are new. */
  readonly isChurned: boolean;
}

/**
 * Finds for each item the article it is, by guid within the feed, then by link, then by the text's fingerprint within
 * the outlet; items that are none get an id of their own. All keys of an item lead to its article from then on.
 *
 * Two feeds that bring one new link at the same time agree: the second waits at the first's key, finds it taken, and
 * takes the first's article.
 */
export async function identifyArticles(
  tx: Queryable,
  feedId: number,
  articles: readonly IncomingArticle[],
  now: Date,
): Promise<readonly IdentifiedArticle[]> {
  const shared = await sharedLinks(tx, articles, now);
  const wanted = articles.map((incoming) => {
    const isOwn = ({ kind, key }: Identity) => kind !== 'link' || incoming.keys.guid === null || !shared.has(key);
    return { incoming, identities: identitiesOf(feedId, incoming).filter(isOwn) };
  });
  const known = await lookUp(
    tx,
    wanted.flatMap(({ identities }) => identities),
  );
  const churned = await churnedItems(tx, feedId, wanted, known, now);
  const claims = await assignIds(tx, wanted, known, churned);
  await writeKeys(tx, await keysOf(tx, feedId, claims, known), now);
  const owners = await lookUp(
    tx,
    claims.flatMap(({ identities }) => identities),
  );
  const agreed = claims.map((claim) => ({ claim, rival: rivalOf(claim, owners) }));
  for (const { claim, rival } of agreed) if (rival !== undefined) await surrender(tx, claim.articleId, rival);
  return agreed.map(({ claim, rival }) => {
    const { incoming, articleId, isNew } = claim;
    const isChurned = churned.has(incoming);
    return rival === undefined
      ? { incoming, articleId, isNew, isChurned }
      : { incoming, articleId: rival, isNew: false, isChurned };
  });
}

/** The article that another transaction made of the same item while this one was looking. */
function rivalOf({ isNew, identities, articleId }: Claim, owners: Owners): number | undefined {
  if (!isNew) return undefined;
  return identities
    .map((identity) => owners.get(nameOf(identity)))
    .find((owner) => owner !== undefined && owner !== articleId);
}

/**
 * Links that items with guids of their own have in common (a podcast's home page, a live ticker), now or in an earlier
 * document: they name no article.
 */
async function sharedLinks(
  tx: Queryable,
  articles: readonly IncomingArticle[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const guids = new Map<string, Set<string>>();
  for (const { keys } of articles) {
    if (keys.link !== null && keys.guid !== null)
      guids.set(keys.link, (guids.get(keys.link) ?? new Set()).add(keys.guid));
  }
  const sharedAs = (key: string) => ({ kind: 'shared', scope: '', key }) as const;
  const earlier = await lookUp(tx, [...guids.keys()].map(sharedAs));
  const all = [...guids].filter(([key, own]) => own.size > 1 || earlier.has(nameOf(sharedAs(key)))).map(([key]) => key);
  if (all.length > 0)
    await writeKeys(
      tx,
      all.map((key) => ({ ...sharedAs(key), articleId: 0 })),
      now,
    );
  return new Set(all);
}

const longestScope = 255;

/** An index takes no key of several thousand bytes, and the name of an outlet is a stranger's to write. */
const scopeOf = (name: string): string => (name.length <= longestScope ? name : digest(name));

function identitiesOf(feedId: number, { keys, item }: IncomingArticle): readonly Identity[] {
  const outlet = scopeOf(storable(item.outlet.domain ?? item.outlet.name));
  return [
    ...(keys.guid === null ? [] : [{ kind: 'guid', scope: String(feedId), key: keys.guid } as const]),
    ...(keys.link === null ? [] : [{ kind: 'link', scope: '', key: keys.link } as const]),
    ...(keys.fingerprint === null ? [] : [{ kind: 'fingerprint', scope: outlet, key: keys.fingerprint } as const]),
  ];
}

interface Wanted {
  readonly incoming: IncomingArticle;
  readonly identities: readonly Identity[];
}

interface Claim extends Wanted {
  readonly articleId: number;
  readonly isNew: boolean;
}

/** The article of the strongest key that has one. */
const ownerOf = (identities: readonly Identity[], owners: Owners): number | undefined =>
  identities.map((identity) => owners.get(nameOf(identity))).find((owner) => owner !== undefined);

const churnDays = 7;
const leastChurned = 3;

/**
 * Items whose guids and links are new though their headlines stood in this feed within the week: a publisher that makes new
 * ones at every poll. Only when that is so of several, and of most that seem new: "Morning briefing" comes every day and is news.
 */
async function churnedItems(
  tx: Queryable,
  feedId: number,
  wanted: readonly Wanted[],
  known: Owners,
  now: Date,
): Promise<ReadonlyMap<IncomingArticle, number>> {
  const unknown = wanted.filter(({ identities }) => ownerOf(identities, known) === undefined);
  const headlines = unknown.flatMap(({ incoming }) => {
    const headline = headlineOf(feedId, incoming);
    return headline === null ? [] : [{ incoming, headline }];
  });
  const since = new Date(now.getTime() - churnDays * dayMs);
  const owners = await lookUp(
    tx,
    headlines.map(({ headline }) => headline),
    since,
  );
  const churned = new Map<IncomingArticle, number>();
  const taken = new Set<number>();
  for (const { incoming, headline } of headlines) {
    const owner = owners.get(nameOf(headline));
    if (owner === undefined || taken.has(owner)) continue;
    taken.add(owner);
    churned.set(incoming, owner);
  }
  return churned.size >= leastChurned && churned.size * 2 > unknown.length ? churned : new Map();
}

const headlineOf = (feedId: number, { keys }: IncomingArticle): Identity | null =>
  keys.headline === null ? null : { kind: 'headline', scope: String(feedId), key: keys.headline };

async function assignIds(
  tx: Queryable,
  wanted: readonly Wanted[],
  known: Owners,
  churned: ReadonlyMap<IncomingArticle, number>,
): Promise<readonly Claim[]> {
  const ids = await newIds(tx, wanted.length);
  const owners = new Map(known);
  const claims = new Map<number, Claim>();
  for (const [index, { incoming, identities }] of wanted.entries()) {
    const owner = ownerOf(identities, owners) ?? churned.get(incoming);
    const articleId = owner ?? ids[index] ?? 0;
    for (const identity of identities) if (!owners.has(nameOf(identity))) owners.set(nameOf(identity), articleId);
    // A second item of one document that is the same article is not news; the first, the feed's newest, counts.
    if (!claims.has(articleId)) claims.set(articleId, { incoming, identities, articleId, isNew: owner === undefined });
  }
  return [...claims.values()];
}

async function newIds(tx: Queryable, count: number): Promise<readonly number[]> {
  const rows = await tx.query<{ id: number }>("SELECT nextval('article_ids') AS id FROM generate_series(1, $1)", [
    count,
  ]);
  return rows.map(({ id }) => id);
}

/**
 * What is to be noted of the claims. A further guid of an article that has one in this feed is not: a publisher that makes
 * new ones at every poll would fill the table.
 */
async function keysOf(
  tx: Queryable,
  feedId: number,
  claims: readonly Claim[],
  known: Owners,
): Promise<readonly OwnedIdentity[]> {
  const guidIsNew = ({ identities }: Claim) =>
    identities.some((each) => each.kind === 'guid' && !known.has(nameOf(each)));
  const doubtful = claims.filter((claim) => !claim.isNew && guidIsNew(claim)).map(({ articleId }) => articleId);
  const named = await articlesWithGuid(tx, String(feedId), doubtful);
  return claims.flatMap(({ incoming, identities, articleId }) => {
    const isNoted = (each: Identity) => each.kind !== 'guid' || known.has(nameOf(each)) || !named.has(articleId);
    const headline = headlineOf(feedId, incoming);
    const all = [...identities.filter(isNoted), ...(headline === null ? [] : [headline])];
    return all.map((identity) => ({ ...identity, articleId }));
  });
}
