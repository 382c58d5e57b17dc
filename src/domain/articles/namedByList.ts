import { siteHostOf, webUrl } from '../basics/webUrl.ts';
import type { FeedItem } from './article.ts';

/** A feed as the list has it. Without a name of its own it is listed by its host. */
export interface ListedFeed {
  readonly name: string;
  readonly url: string;
}

/**
 * The item under the name that ops gave its feed, where the feed speaks for itself. What an item names as its own source, as
 * aggregators do, stays. `title`: the document's own.
 */
export function namedByList<T extends Pick<FeedItem, 'link' | 'outlet'>>(
  item: T,
  title: string | null,
  { name, url }: ListedFeed,
): T {
  if (name === new URL(url).hostname || !isFeedItself(item, title, url)) return item;
  return { ...item, outlet: { ...item.outlet, name } };
}

/** Some documents have no title, or their address for one: then a host stands in for the outlet's name. */
function isFeedItself({ link, outlet }: Pick<FeedItem, 'link' | 'outlet'>, title: string | null, url: string): boolean {
  const isTitled = title !== null && webUrl(title) === null;
  return isTitled ? outlet.name === title : [siteHostOf(link), siteHostOf(url), title].includes(outlet.name);
}
