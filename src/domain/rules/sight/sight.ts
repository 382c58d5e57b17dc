import { minuteMs } from '../../basics/time.ts';
import { shownUrl } from '../../basics/webUrl.ts';
import { instantWords } from '../../basics/wording.ts';
import { defaultBlindBelow } from '../ruleDefinition.ts';
import type { SourceFeed, Sources } from './sources.ts';

/** What a rule can see just now. */
export interface Sight {
  /** Of its sources that can see, 0 to 1. */
  readonly share: number;
  /** Feeds that it lives by and that see nothing, the weightiest first. */
  readonly missing: readonly MissingFeed[];
  /** Why it catches nothing whatever its feeds do; null in the normal case. */
  readonly fault: SightFault | null;
}

export interface MissingFeed {
  readonly feed: SourceFeed;
  /** Its part of what the rule lives by. */
  readonly weight: number;
}

export interface SightFault {
  readonly says: string;
  readonly advice: string;
}

/**
 * Of a rule's matches so many are made up by its sources: by their articles a rule is judged that has matched nothing yet,
 * by where its matches came from one that has.
 */
const presumedMatches = 5;

/** `matches`: by feed, of the last 30 days. */
export function sightOf(
  feeds: ReadonlyMap<number, SourceFeed>,
  sources: Sources,
  matches: ReadonlyMap<number, number>,
): Sight {
  const counted = withUnheard(
    [...matches].filter(([id]) => feeds.has(id)),
    sources,
  );
  const total = counted.reduce((sum, [, count]) => sum + count, 0) + (sources.count > 0 ? presumedMatches : 0);
  if (total === 0) return { share: 0, missing: [], fault: noSources };
  const weights = new Map([...sources.blind].map(([id, share]) => [id, presumedMatches * share]));
  for (const [id, count] of counted) {
    if (feeds.get(id)?.blindness !== null) weights.set(id, (weights.get(id) ?? 0) + count);
  }
  const missing = [...weights].flatMap(([id, weight]): readonly MissingFeed[] => {
    const feed = feeds.get(id);
    return feed === undefined ? [] : [{ feed, weight: weight / total }];
  });
  missing.sort((a, b) => b.weight - a.weight);
  const share = Math.max(0, 1 - missing.reduce((sum, { weight }) => sum + weight, 0));
  return { share, missing, fault: null };
}

type Counts = readonly (readonly [feedId: number, matches: number])[];

/** Who never brought anything is held to have missed as many matches as the others had on average. */
function withUnheard(counted: Counts, { unheard, bringing }: Sources): Counts {
  const missing = [...unheard].filter((id) => !counted.some(([each]) => each === id));
  const usual = counted.reduce((sum, [, count]) => sum + count, 0) / Math.max(1, bringing, counted.length);
  return [...counted, ...missing.map((id) => [id, usual] as const)];
}

const noSources: SightFault = {
  says: 'no feed brings what it requires (its source: or lang:), so it silently matches nothing',
  advice: 'check how the outlet is spelled in its query, or add a feed of that outlet or language',
};

export const refusedRule = (message: string): Sight => ({
  ...{ share: 0, missing: [] },
  fault: {
    says: `its query has an error, so it matches nothing: ${message}`,
    advice: 'fix the query in the rules file and apply the file; `tocsin check-rules` shows where',
  },
});

/** What is kept of a rule's sight: since when it is blind, and since when it would be no more. */
export interface KeptSight {
  readonly blindSince: Date | null;
  readonly calmSince: Date | null;
}

export type SightEvent = 'lost' | 'back' | null;

const calmMs = 30 * minuteMs;
const calmPoints = 0.1;

/** Blind at once when too little is seen; seeing again when ten points more are seen, for half an hour. */
export function followSight(
  kept: KeptSight,
  { share, fault }: Sight,
  blindBelow: number | undefined,
  now: Date,
): KeptSight & { readonly event: SightEvent } {
  const least = blindBelow ?? defaultBlindBelow;
  const isBlind = least > 0 && (fault !== null || share < least - 1e-9);
  if (kept.blindSince === null) {
    return { blindSince: isBlind ? now : null, calmSince: null, event: isBlind ? 'lost' : null };
  }
  const isCalm = !isBlind && share >= Math.min(1, least + calmPoints) - 1e-9;
  const calmSince = isCalm ? (kept.calmSince ?? now) : null;
  if (calmSince === null || now.getTime() - calmSince.getTime() < calmMs) {
    return { blindSince: kept.blindSince, calmSince, event: null };
  }
  return { blindSince: null, calmSince: null, event: 'back' };
}

/** In one line, for lists. */
export function sightWords({ share, missing, fault }: Sight): string {
  if (fault !== null) return fault.says;
  if (missing.length === 0) return 'all its sources are delivering';
  const named = missing.slice(0, 3).map(({ feed }) => `${feed.name} (${feed.blindness?.state})`);
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  return `${percent(share)} source coverage: nothing from ${named.join(', ')}${more}`;
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** `Example Wire (https://…), 55% of its coverage: silent since …`. */
export const missingWords = ({ feed, weight }: MissingFeed): string =>
  `${feed.name} (${shownUrl(feed.url)}), ${percent(weight)} of its coverage${
    feed.blindness === null ? '' : `: ${feed.blindness.state} since ${instantWords(feed.blindness.since)}`
  }`;
