import { folding } from '../../../domain/articles/identity.ts';
import { isOtherStory } from '../../../domain/articles/otherStory.ts';
import type { Queryable } from '../database.ts';
import type { KnownKeys, OwnedIdentity } from './identityRows.ts';
import { canBeShared, type KeyedItem } from './itemKeys.ts';
import { ownersTexts } from './ownersTexts.ts';

/** Keys that several items have in common. They name no article. */
export interface SharedKeys {
  readonly names: ReadonlySet<string>;
  /** Those of them that were not known to be shared before this document. */
  readonly firstSeen: ReadonlySet<string>;
  /** To be noted: what was shared once stays so. */
  readonly marks: readonly OwnedIdentity[];
}

/**
 * The keys of the items that name none of them: a guid like `N/A`, the link of a home page, a status page or a live ticker.
 * Shared is what different items have in common in this document or an earlier one, and what an item has under which
 * another story was published before.
 */
export async function sharedKeys(tx: Queryable, items: readonly KeyedItem[], known: KnownKeys): Promise<SharedKeys> {
  const groups = itemsByKey(items);
  const names = new Set([...groups.keys()].filter((name) => known.get(name)?.isShared === true));
  const before = new Set(names);
  for (const [name, having] of groups) {
    if (having.length > 1 && name.startsWith('guid') && areSeveral(having, placeOf)) names.add(name);
  }
  for (const [name, having] of groups) {
    if (having.length < 2 || !name.startsWith('link')) continue;
    const withoutGuid = having.filter((item) => ownGuid(item, names) === null);
    if (areSeveral(having, (item) => ownGuid(item, names)) || haveSeveralDates(withoutGuid)) names.add(name);
  }
  for (const name of await reusedKeys(tx, items, known, names)) names.add(name);
  return {
    names,
    firstSeen: new Set([...names].filter((name) => !before.has(name))),
    marks: marksOf(items, names, known),
  };
}

function marksOf(items: readonly KeyedItem[], names: ReadonlySet<string>, known: KnownKeys): readonly OwnedIdentity[] {
  if (names.size === 0) return [];
  const shared = items.flatMap(({ identities }) => identities.filter(({ name }) => names.has(name)));
  return shared.map((each) => ({ ...each, articleId: known.get(each.name)?.articleId ?? 0, isShared: true }));
}

function itemsByKey(items: readonly KeyedItem[]): ReadonlyMap<string, readonly KeyedItem[]> {
  const groups = new Map<string, KeyedItem[]>();
  for (const item of items) {
    for (const identity of item.identities) {
      if (!canBeShared(identity)) continue;
      const group = groups.get(identity.name);
      if (group === undefined) groups.set(identity.name, [item]);
      else group.push(item);
    }
  }
  return groups;
}

const placeOf = ({ incoming: { keys } }: KeyedItem): string | null => keys.anchor ?? keys.link;

const ownGuid = ({ incoming: { keys }, identities }: KeyedItem, shared: ReadonlySet<string>): string | null =>
  identities.some((each) => each.kind === 'guid' && !shared.has(each.name)) ? keys.guid : null;

/**
 * Whether items with one key are different ones: other titles; or of date, text and their other key (`otherKey`) two differ. An
 * item may stand in a document twice, under two categories or with two dates.
 */
function areSeveral(items: readonly KeyedItem[], otherKey: (item: KeyedItem) => string | null): boolean {
  if (several(items.map(({ incoming }) => folding(incoming.item.title)))) return true;
  const differing = [
    haveSeveralDates(items),
    several(items.map(({ incoming }) => incoming.contentHash)),
    several(items.map(otherKey)),
  ];
  return differing.filter(Boolean).length >= 2;
}

const haveSeveralDates = (items: readonly KeyedItem[]): boolean =>
  several(items.map(({ incoming }) => incoming.item.publishedAt?.getTime() ?? null));

const several = (values: readonly (string | number | null)[]): boolean => new Set(values).size > 1;

/** Guids (or links without their fragments) whose article is another story, at another link (or another fragment). */
async function reusedKeys(
  tx: Queryable,
  items: readonly KeyedItem[],
  known: KnownKeys,
  shared: ReadonlySet<string>,
): Promise<readonly string[]> {
  const suspects = items.flatMap(({ incoming, identities }) => {
    const [first, second] = identities.filter(canBeShared);
    if (first === undefined || second === undefined || shared.has(first.name)) return [];
    const owner = known.get(first.name)?.articleId;
    const isElsewhere = owner !== undefined && known.get(second.name)?.articleId !== owner;
    return isElsewhere ? [{ name: first.name, owner, isGuid: first.kind === 'guid', item: incoming.item }] : [];
  });
  const texts = await ownersTexts(
    tx,
    suspects.map(({ owner }) => owner),
  );
  const latestOf = new Map(texts.map((text) => [text.articleId, text]));
  return suspects
    .filter(({ owner, item, isGuid }) => {
      const latest = latestOf.get(owner);
      const hadPlace = isGuid ? latest?.link : latest?.link?.includes('#');
      return latest !== undefined && hadPlace && isOtherStory(latest, item);
    })
    .map(({ name }) => name);
}
