import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import { churnedItems, headlineOf } from './churnedItems.ts';
import {
  articlesWithGuid,
  type Identity,
  type KnownKeys,
  lookUp,
  moveKeys,
  type OwnedIdentity,
  type Owners,
  ownerOf,
  ownersOf,
  surrender,
  writeKeys,
} from './identityRows.ts';
import { keyed, type NamedItem, named } from './itemKeys.ts';
import { missedBefore } from './missedBefore.ts';
import { adoptedItems } from './ownersTexts.ts';
import { reissuedItems } from './reissues.ts';
import { sharedKeys } from './sharedKeys.ts';

export interface IdentifiedArticle {
  readonly incoming: IncomingArticle;
  readonly articleId: number;
  readonly isNew: boolean;
  /** Known only by its headline: its guid and its link are new. */
  readonly isChurned: boolean;
  /** Was in the feed before, unseen behind an item with the same key, and has been found only now. */
  readonly isBacklog: boolean;
  /** The words of an earlier article of the outlet, published again. */
  readonly isReissue: boolean;
  /** Known, and not in the document before this one. */
  readonly isBack: boolean;
}

/**
 * Finds for each item the article it is, by guid within the feed, then by link; where others share these, by title and date.
 * An item that has none of these in common with an article is still known by the text's fingerprint within the outlet, unless
 * it is published again. Items that are none get an id of their own. All keys of an item lead to its article from then on.
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
  const keys = await lookUp(
    tx,
    items.flatMap(({ identities }) => identities),
  );
  const shared = await sharedKeys(tx, items, keys);
  const wanted = items.map((item) => named(feedId, item, shared.names));
  const titles = await lookUp(tx, wanted.flatMap(titlesOf));
  const known = titles.size === 0 ? keys : new Map([...keys, ...titles]);
  const owners = ownersOf(known, shared.names);
  const recognised = await recognise(tx, feedId, { wanted, shared: shared.names, known, owners, now });
  const backlog = await missedBefore(tx, feedId, items, shared.firstSeen, keys);
  const assigned = await assignIds(tx, wanted, owners, recognised);
  await writeKeys(tx, [...shared.marks, ...(await keysOf(tx, feedId, assigned, known))], now);
  await moveKeys(tx, textsAgain(assigned));
  const claims = oneOfEach(assigned);
  const written = ownersOf(
    await lookUp(
      tx,
      claims.flatMap(({ names, texts }) => [...names, ...texts]),
    ),
  );
  const documentBefore = await lastDocumentAt(tx, feedId);
  const agreed = claims.map((claim) => ({ claim, rival: rivalOf(claim, written) }));
  for (const { claim, rival } of agreed) if (rival !== undefined) await surrender(tx, claim.articleId, rival);
  return agreed.map(({ claim: { incoming, articleId, names, isNew, isReissue }, rival }) => ({
    incoming,
    articleId: rival ?? articleId,
    isNew: isNew && rival === undefined,
    isReissue,
    isChurned: recognised.churned.has(incoming) && !isReissue,
    isBacklog: backlog.has(incoming),
    isBack: documentBefore !== null && wasAway(names, known, documentBefore),
  }));
}

const titlesOf = ({ names, texts }: NamedItem): readonly Identity[] =>
  [...names, ...texts].filter(({ kind }) => kind === 'title');

/** Items that no key names, and what they are known by all the same. */
interface Recognition {
  /** By the article that a key led to before it was shared. */
  readonly adopted: ReadonlyMap<IncomingArticle, number>;
  readonly churned: ReadonlyMap<IncomingArticle, number>;
  /** They have the words of an article that was there before, and are published again. */
  readonly reissued: ReadonlySet<IncomingArticle>;
}

interface Wanted {
  readonly wanted: readonly NamedItem[];
  readonly shared: ReadonlySet<string>;
  readonly known: KnownKeys;
  readonly owners: Owners;
  readonly now: Date;
}

async function recognise(
  tx: Queryable,
  feedId: number,
  { wanted, shared, known, owners, now }: Wanted,
): Promise<Recognition> {
  const nameless = wanted.filter(({ names }) => ownerOf(names, owners) === undefined);
  const adopted = await adoptedItems(tx, nameless, shared, known);
  const rest = nameless.filter(({ incoming }) => !adopted.has(incoming));
  const byText = rest.flatMap(({ incoming, texts }) => {
    const articleId = ownerOf(texts, owners);
    return articleId === undefined ? [] : [{ incoming, articleId }];
  });
  const isKnownText = new Set(byText.map(({ incoming }) => incoming));
  const churned = await churnedItems(
    tx,
    feedId,
    rest.filter(({ incoming }) => !isKnownText.has(incoming)),
    now,
  );
  const standing = wanted.flatMap(({ incoming, names }) => {
    const articleId = ownerOf(names, owners);
    return articleId === undefined ? [] : [{ incoming, articleId }];
  });
  const candidates = [...byText, ...[...churned].map(([incoming, articleId]) => ({ incoming, articleId }))];
  const reissued = await reissuedItems(tx, feedId, candidates, standing);
  return { adopted, churned, reissued };
}

/** The article that another transaction made of the same item while this one was looking. */
function rivalOf({ isNew, names, texts, articleId }: Claim, owners: Owners): number | undefined {
  if (!isNew) return undefined;
  return [...names, ...texts]
    .map((identity) => owners.get(identity.name))
    .find((owner) => owner !== undefined && owner !== articleId);
}

interface Claim extends NamedItem {
  readonly articleId: number;
  readonly isNew: boolean;
  readonly isReissue: boolean;
}

async function assignIds(
  tx: Queryable,
  wanted: readonly NamedItem[],
  known: Owners,
  { adopted, churned, reissued }: Recognition,
): Promise<readonly Claim[]> {
  const ids = await newIds(tx, wanted.length);
  const owners = new Map(known);
  const opened = new Map<number, IncomingArticle>();
  return wanted.map((item, index) => {
    const { incoming, names } = item;
    const isReissue = reissued.has(incoming);
    const byText = () => textOwner(item, owners, opened) ?? churned.get(incoming);
    const owner = ownerOf(names, owners) ?? adopted.get(incoming) ?? (isReissue ? undefined : byText());
    const articleId = owner ?? ids[index] ?? 0;
    if (owner === undefined) opened.set(articleId, incoming);
    const isApart = owner === undefined && !isReissue && ownerOf(item.texts, owners) !== undefined;
    const texts = isApart ? [] : item.texts;
    for (const identity of [...names, ...texts])
      if (isReissue || !owners.has(identity.name)) owners.set(identity.name, articleId);
    return { ...item, texts, articleId, isNew: owner === undefined, isReissue };
  });
}

/** A second item of one document that is the same article is not news; the one with the latest date counts, or else the first. */
function oneOfEach(assigned: readonly Claim[]): readonly Claim[] {
  const claims = new Map<number, Claim>();
  for (const claim of assigned) {
    const first = claims.get(claim.articleId);
    if (first === undefined) claims.set(claim.articleId, claim);
    else if (isLater(claim.incoming, first.incoming))
      claims.set(claim.articleId, { ...first, incoming: claim.incoming });
  }
  return [...claims.values()];
}

/** New items with one text are one article, unless the document dates them apart. */
function textOwner(
  { incoming, texts }: NamedItem,
  owners: Owners,
  opened: ReadonlyMap<number, IncomingArticle>,
): number | undefined {
  const owner = ownerOf(texts, owners);
  const first = owner === undefined ? undefined : opened.get(owner);
  const isApart = first !== undefined && (isLater(incoming, first) || isLater(first, incoming));
  return isApart ? undefined : owner;
}

const isLater = ({ item }: IncomingArticle, { item: other }: IncomingArticle): boolean =>
  item.publishedAt !== null && other.publishedAt !== null && item.publishedAt > other.publishedAt;

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
  known: KnownKeys,
): Promise<readonly OwnedIdentity[]> {
  const guidIsNew = ({ names }: Claim) => names.some((each) => each.kind === 'guid' && !known.has(each.name));
  const doubtful = claims.filter((claim) => !claim.isNew && guidIsNew(claim)).map(({ articleId }) => articleId);
  const withGuid = await articlesWithGuid(tx, String(feedId), doubtful);
  return claims.flatMap(({ incoming, names, texts, articleId }) => {
    const isNoted = (each: Identity) => each.kind !== 'guid' || known.has(each.name) || !withGuid.has(articleId);
    const headline = headlineOf(feedId, incoming);
    const all = [...names.filter(isNoted), ...texts, ...(headline === null ? [] : [headline])];
    return all.map((identity) => ({ ...identity, articleId }));
  });
}

/** A text that is published again is the newest article's. */
const textsAgain = (claims: readonly Claim[]): readonly OwnedIdentity[] =>
  claims.flatMap(({ texts, articleId, isReissue }) =>
    isReissue ? texts.map((identity) => ({ ...identity, articleId })) : [],
  );

async function lastDocumentAt(tx: Queryable, feedId: number): Promise<Date | null> {
  const [feed] = await tx.query<{ at: Date | null }>('SELECT keys_seen_at AS at FROM feeds WHERE id = $1', [feedId]);
  return feed?.at ?? null;
}

/** Whether the item was known before, and no key that names it stood in the document before this one. */
function wasAway(names: readonly Identity[], known: KnownKeys, documentBefore: Date): boolean {
  const seen = names.flatMap((each) => known.get(each.name)?.lastSeenAt ?? []);
  return seen.length > 0 && seen.every((at) => at < documentBefore);
}
