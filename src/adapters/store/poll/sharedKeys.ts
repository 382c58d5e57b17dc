import { isOtherStory } from '../../../domain/articles/otherStory.ts';
import type { Queryable } from '../database.ts';
import { type Identity, nameOf, type OwnedIdentity, type Owners } from './identityRows.ts';
import { type KeyedItem, markOf } from './itemKeys.ts';
import { ownersTexts } from './ownersTexts.ts';

/** Keys that several items have in common. They name no article. */
export interface SharedKeys {
  readonly names: ReadonlySet<string>;
  /** Those of them that were not known to be shared before this document. */
  readonly firstSeen: ReadonlySet<string>;
  /** To be noted: what was shared once stays so. */
  readonly marks: readonly OwnedIdentity[];
}

const canBeShared = ({ kind }: Identity): boolean => kind === 'guid' || kind === 'link';

/**
 * The keys of the items that name none of them: a guid like `N/A`, the link of a home page, a status page or a live ticker.
 * Shared is what different items have in common in this document or an earlier one, and what an item has under which
 * another story was published before.
 */
export async function sharedKeys(tx: Queryable, items: readonly KeyedItem[], known: Owners): Promise<SharedKeys> {
  const all = new Map(
    items.flatMap(({ identities }) => identities.filter(canBeShared)).map((each) => [nameOf(each), each]),
  );
  const before = new Set([...all].filter(([, each]) => known.has(nameOf(markOf(each)))).map(([name]) => name));
  const guids = new Set([...before, ...sharedGuids(items)]);
  const ownGuid = ({ incoming, identities }: KeyedItem) =>
    identities.some((each) => each.kind === 'guid' && !guids.has(nameOf(each))) ? incoming.keys.guid : null;
  const inDocument = new Set([...guids, ...ofSeveral(items, 'link', ownGuid), ...ofSeveral(items, 'link', titleOf)]);
  const names = new Set([...inDocument, ...(await reusedKeys(tx, items, known, inDocument))]);
  const marks = [...all].filter(([name]) => names.has(name)).map(([, each]) => ({ ...markOf(each), articleId: 0 }));
  return { names, firstSeen: new Set([...names].filter((name) => !before.has(name))), marks };
}

/** Guids over different titles or dates, or over different texts at different links. */
function sharedGuids(items: readonly KeyedItem[]): readonly string[] {
  const ofTexts = ofSeveral(items, 'guid', ({ incoming }) => incoming.contentHash);
  const ofLinks = new Set(ofSeveral(items, 'guid', ({ incoming: { keys } }) => keys.anchor ?? keys.link));
  return [...ofSeveral(items, 'guid', titleOf), ...ofTexts.filter((name) => ofLinks.has(name))];
}

const titleOf = ({ incoming }: KeyedItem): string => incoming.keys.title;

/** The keys under which the document has several items that differ in this. */
function ofSeveral(
  items: readonly KeyedItem[],
  kind: Identity['kind'],
  evidence: (item: KeyedItem) => string | null,
): readonly string[] {
  const found = new Map<string, Set<string>>();
  for (const item of items) {
    const proof = evidence(item);
    if (proof === null) continue;
    for (const each of item.identities) {
      if (each.kind === kind) found.set(nameOf(each), (found.get(nameOf(each)) ?? new Set()).add(proof));
    }
  }
  return [...found].filter(([, proofs]) => proofs.size > 1).map(([name]) => name);
}

/** Guids (or links without their fragments) whose article is another story, at another link (or another fragment). */
async function reusedKeys(
  tx: Queryable,
  items: readonly KeyedItem[],
  known: Owners,
  shared: ReadonlySet<string>,
): Promise<readonly string[]> {
  const suspects = items.flatMap(({ incoming, identities }) => {
    const [first, second] = identities.filter(canBeShared);
    if (first === undefined || second === undefined || shared.has(nameOf(first))) return [];
    const owner = known.get(nameOf(first));
    const isElsewhere = owner !== undefined && known.get(nameOf(second)) !== owner;
    return isElsewhere ? [{ name: nameOf(first), owner, isGuid: first.kind === 'guid', item: incoming.item }] : [];
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
