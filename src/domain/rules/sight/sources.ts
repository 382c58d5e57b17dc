import { siteHostOf } from '../../basics/webUrl.ts';
import type { Finding } from '../../feeds/health/states.ts';
import { sourcesOf } from '../matcher/outlet.ts';
import type { RuleNeeds } from './ruleNeeds.ts';

/** A feed as rules look at it. */
export interface SourceFeed {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly outlets: readonly BroughtOutlet[];
  /** Why nothing of use comes from it; null: it can see. */
  readonly blindness: Finding | null;
}

/** How many articles of an outlet, in a language, it brought of late. */
export interface BroughtOutlet {
  readonly name: string;
  readonly domain: string | null;
  readonly lang: string | null;
  readonly articles: number;
}

/** The feeds that can bring what a rule asks for. */
export interface Sources {
  readonly count: number;
  /** Those of them that see nothing, by id, each with its share of all. */
  readonly blind: ReadonlyMap<number, number>;
  /** Those of the blind that never brought anything. */
  readonly unheard: ReadonlySet<number>;
  /** How many brought such articles. */
  readonly bringing: number;
}

/**
 * The feeds whose articles can match: those that brought articles of such an outlet and language, or lie on its host. One that has
 * brought nothing yet may bring any language. Each counts by the articles, and one more, since none is worth nothing. One that sees nothing
 * and never brought anything counts as the others do on average: it was listed because it should.
 */
export function sourcesFor(feeds: Iterable<SourceFeed>, needs: RuleNeeds): Sources {
  const weighed = [...feeds].flatMap((feed) => {
    const weight = weightOf(feed, needs);
    return weight === null ? [] : [{ feed, weight }];
  });
  const heard = weighed.filter(({ feed }) => feed.outlets.length > 0);
  const usual = heard.reduce((sum, { weight }) => sum + weight, 0) / Math.max(1, heard.length);
  const blind = weighed
    .filter(({ feed }) => feed.blindness !== null)
    .map(({ feed, weight }) => ({ feed, weight: isUnheard(feed) ? Math.max(usual, weight) : weight }));
  const seeing = weighed.filter(({ feed }) => feed.blindness === null);
  const total = [...blind, ...seeing].reduce((sum, { weight }) => sum + weight, 0);
  return {
    count: weighed.length,
    blind: new Map(blind.map(({ feed, weight }) => [feed.id, weight / total])),
    unheard: new Set(blind.filter(({ feed }) => isUnheard(feed)).map(({ feed }) => feed.id)),
    bringing: heard.length,
  };
}

const isUnheard = ({ outlets }: SourceFeed): boolean => outlets.length === 0;

/** What `source:` finds a feed by: the outlets that it brought, its name, its host. */
export const sourcesOfFeed = ({ name, url, outlets }: SourceFeed): ReadonlySet<string> =>
  new Set([...outlets, { name, domain: siteHostOf(url) }].flatMap((outlet) => sourcesOf({ outlet, feedName: name })));

function weightOf({ name, url, outlets }: SourceFeed, { sources, langs }: RuleNeeds): number | null {
  const isOf = (outlet: Pick<BroughtOutlet, 'name' | 'domain'>) =>
    sources === null || sourcesOf({ outlet, feedName: name }).some((source) => sources.includes(source));
  const isIn = (lang: string | null) => langs === null || (lang !== null && langs.includes(lang));
  const fitting = outlets.filter((outlet) => isOf(outlet) && isIn(outlet.lang));
  const articles = fitting.reduce((sum, outlet) => sum + outlet.articles, 0);
  const mayBring = outlets.length === 0 || langs === null;
  const isOwnHost = isOf({ name, domain: siteHostOf(url) });
  return articles > 0 || (isOwnHost && mayBring) ? articles + 1 : null;
}
