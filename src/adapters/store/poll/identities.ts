import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import { churnedItems, headlineOf } from './churnedItems.ts';
import {
  articlesOfOthers,
  articlesWith,
  type Identity,
  lookUp,
  nameOf,
  type OwnedIdentity,
  type Owners,
  ownerOf,
  surrender,
  writeKeys,
} from './identityRows.ts';
import { allKeysOf, type KeyedItem, keyed } from './itemKeys.ts';
import { adoptedItems } from './ownersTexts.ts';
import { sharedKeys } from './sharedKeys.ts';

export interface IdentifiedArticle {
  readonly incoming: IncomingArticle;
  readonly articleId: number;
  readonly isNew: boolean;
  /** Known only by its headline: its guid and its link are new. */
  readonly isChurned: boolean;
  /** Was in the feed before, unseen behind an item with the same key, and has been found only now. */
  readonly isBacklog: boolean;
}

/**
 * Finds for each item the article it is, by guid within the feed, then by link, then by the text's fingerprint within
 * the outlet; where others share its guid and its link, by title and date. Items that are none get an id of their own. All
 * keys of an item lead to its article from then on.
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
  const items = articles.map((incoming) => keyed(feedId, incoming));
  const known = await lookUp(tx, items.flatMap(allKeysOf));
  const shared = await sharedKeys(tx, items, known);
  const wanted = items.map((item) => ({ ...item, identities: namingKeys(item, shared.names) }));
  const isUnknown = (_item: KeyedItem, index: number) => ownerOf(wanted[index]?.identities ?? [], known) === undefined;
  const adopted = await adoptedItems(tx, items.filter(isUnknown), shared.names, known);
  const churned = await churnedItems(
    tx,
    feedId,
    wanted.filter(({ incoming }) => !adopted.has(incoming)),
    known,
    now,
  );
  // Before the titles of this document are noted.
  const backlog = await backlogOf(tx, feedId, items, shared.firstSeen, known);
  const assigned = await assignIds(tx, wanted, known, new Map([...churned, ...adopted]));
  await writeKeys(tx, [...shared.marks, ...(await keysOf(tx, feedId, assigned, known))], now);
  const claims = firstOfEach(assigned);
  const owners = await lookUp(
    tx,
    claims.flatMap(({ identities }) => identities),
  );
  const agreed = claims.map((claim) => ({ claim, rival: rivalOf(claim, owners) }));
  for (const { claim, rival } of agreed) if (rival !== undefined) await surrender(tx, claim.articleId, rival);
  return agreed.map(({ claim: { incoming, articleId, isNew }, rival }) => ({
    incoming,
    articleId: rival ?? articleId,
    isNew: isNew && rival === undefined,
    isChurned: churned.has(incoming),
    isBacklog: backlog.has(incoming),
  }));
}

/** The keys that the item has to itself; its title, where neither guid nor link is left of those it has. */
function namingKeys({ identities, title }: KeyedItem, shared: ReadonlySet<string>): readonly Identity[] {
  const own = identities.filter((each) => !shared.has(nameOf(each)));
  const isNamed = own.length === identities.length || own.some(({ kind }) => kind !== 'fingerprint');
  return isNamed ? own : [...own, title];
}

/**
 * Items behind a key that is now found to be shared, and under which this feed had an article before titles were noted: they may
 * have been in it for long.
 */
async function backlogOf(
  tx: Queryable,
  feedId: number,
  items: readonly KeyedItem[],
  firstSeen: ReadonlySet<string>,
  known: Owners,
): Promise<ReadonlySet<IncomingArticle>> {
  const ownersOf = ({ identities }: KeyedItem) =>
    identities.flatMap((each) => (firstSeen.has(nameOf(each)) ? (known.get(nameOf(each)) ?? []) : []));
  const owners = items.flatMap(ownersOf);
  const titled = await articlesWith(tx, 'title', String(feedId), owners);
  const foreign = await articlesOfOthers(tx, feedId, owners);
  const isBacklog = (item: KeyedItem) => ownersOf(item).some((owner) => !titled.has(owner) && !foreign.has(owner));
  return new Set(items.filter(isBacklog).map(({ incoming }) => incoming));
}

/** The article that another transaction made of the same item while this one was looking. */
function rivalOf({ isNew, identities, articleId }: Claim, owners: Owners): number | undefined {
  if (!isNew) return undefined;
  return identities
    .map((identity) => owners.get(nameOf(identity)))
    .find((owner) => owner !== undefined && owner !== articleId);
}

/** Its `identities` are those that name the item. */
interface Claim extends KeyedItem {
  readonly articleId: number;
  readonly isNew: boolean;
}

async function assignIds(
  tx: Queryable,
  wanted: readonly KeyedItem[],
  known: Owners,
  recognised: ReadonlyMap<IncomingArticle, number>,
): Promise<readonly Claim[]> {
  const ids = await newIds(tx, wanted.length);
  const owners = new Map(known);
  return wanted.map((each, index) => {
    const owner = ownerOf(each.identities, owners) ?? recognised.get(each.incoming);
    const articleId = owner ?? ids[index] ?? 0;
    for (const identity of each.identities) if (!owners.has(nameOf(identity))) owners.set(nameOf(identity), articleId);
    return { ...each, articleId, isNew: owner === undefined };
  });
}

/** A second item of one document that is the same article is not news; the first, the feed's newest, counts. */
function firstOfEach(assigned: readonly Claim[]): readonly Claim[] {
  const claims = new Map<number, Claim>();
  for (const claim of assigned) if (!claims.has(claim.articleId)) claims.set(claim.articleId, claim);
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
  const named = await articlesWith(tx, 'guid', String(feedId), doubtful);
  return claims.flatMap(({ incoming, identities, title, articleId }) => {
    const isNoted = (each: Identity) => each.kind !== 'guid' || known.has(nameOf(each)) || !named.has(articleId);
    const headline = headlineOf(feedId, incoming);
    const all = [...identities.filter(isNoted), title, ...(headline === null ? [] : [headline])];
    return all.map((identity) => ({ ...identity, articleId }));
  });
}
