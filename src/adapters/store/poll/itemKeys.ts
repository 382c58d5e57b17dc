import { digest } from '../../../domain/articles/identity.ts';
import type { IncomingArticle } from '../../../pipeline/poll/pollStore.ts';
import { storable } from '../storable.ts';
import type { Identity } from './identityRows.ts';

/** An item with all the keys it has, the strongest first, and what stands in where others have them, too. */
export interface KeyedItem {
  readonly incoming: IncomingArticle;
  readonly identities: readonly Identity[];
  readonly title: Identity;
}

export const keyed = (feedId: number, incoming: IncomingArticle): KeyedItem => ({
  incoming,
  identities: identitiesOf(feedId, incoming),
  title: { kind: 'title', scope: String(feedId), key: incoming.keys.title },
});

export const allKeysOf = ({ identities, title }: KeyedItem): readonly Identity[] => [
  ...identities,
  ...identities.map(markOf),
  title,
];

/** How a shared key is noted; only guids and links can be shared. */
export const markOf = (identity: Identity): Identity => ({ ...identity, kind: 'shared' });

const longestScope = 255;

/** An index takes no key of several thousand bytes, and the name of an outlet is a stranger's to write. */
const scopeOf = (name: string): string => (name.length <= longestScope ? name : digest(name));

function identitiesOf(feedId: number, { keys, item }: IncomingArticle): readonly Identity[] {
  const outlet = scopeOf(storable(item.outlet.domain ?? item.outlet.name));
  return [
    ...(keys.guid === null ? [] : [{ kind: 'guid', scope: String(feedId), key: keys.guid } as const]),
    ...(keys.link === null ? [] : [{ kind: 'link', scope: '', key: keys.link } as const]),
    ...(keys.anchor === null ? [] : [{ kind: 'link', scope: '', key: keys.anchor } as const]),
    ...(keys.fingerprint === null ? [] : [{ kind: 'fingerprint', scope: outlet, key: keys.fingerprint } as const]),
  ];
}
