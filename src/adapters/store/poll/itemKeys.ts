import { digest, titleKey } from '../../../domain/articles/identity.ts';
import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import { storable } from '../storable.ts';
import { type Identity, identityOf } from './identityRows.ts';

/** An item with the keys that it has, the strongest first. */
export interface KeyedItem {
  readonly incoming: IncomingArticle;
  readonly identities: readonly Identity[];
}

export const keyed = (feedId: number, incoming: IncomingArticle): KeyedItem => ({
  incoming,
  identities: identitiesOf(feedId, incoming),
});

/** Only guids and links can be shared. */
export const canBeShared = ({ kind }: Identity): boolean => kind === 'guid' || kind === 'link';

const longestScope = 255;

/** An index takes no key of several thousand bytes, and the name of an outlet is a stranger's to write. */
const scopeOf = (name: string): string => (name.length <= longestScope ? name : digest(name));

function identitiesOf(feedId: number, { keys, item }: IncomingArticle): readonly Identity[] {
  const outlet = scopeOf(storable(item.outlet.domain ?? item.outlet.name));
  return [
    ...(keys.guid === null ? [] : [identityOf('guid', String(feedId), keys.guid)]),
    ...(keys.link === null ? [] : [identityOf('link', '', keys.link)]),
    ...(keys.anchor === null ? [] : [identityOf('link', '', keys.anchor)]),
    ...(keys.fingerprint === null ? [] : [identityOf('fingerprint', outlet, keys.fingerprint)]),
  ];
}

/** An item with the keys that name it. */
export interface NamedItem extends KeyedItem {
  /** No two articles have one of these: guid, link, or what stands in for them. */
  readonly names: readonly Identity[];
  /** What an article that is published again has in common with the earlier one: its text, its title. */
  readonly texts: readonly Identity[];
}

/**
 * What names the item once the shared keys are left out. Where neither guid nor link is left of those it has, its title and date
 * do.
 */
export function named(feedId: number, { incoming, identities }: KeyedItem, shared: ReadonlySet<string>): NamedItem {
  const own = shared.size === 0 ? identities : identities.filter(({ name }) => !shared.has(name));
  const names = own.filter(canBeShared);
  const texts = own.filter((each) => !canBeShared(each));
  if (names.length > 0 || own.length === identities.length) return { incoming, identities, names, texts };
  const title = (key: string) => identityOf('title', String(feedId), key);
  const alone = titleKey(incoming.item.title, null);
  return {
    ...{ incoming, identities, names: [title(incoming.keys.title)] },
    texts: incoming.keys.title === alone ? texts : [...texts, title(alone)],
  };
}
