import { grouped } from '../../domain/basics/grouped.ts';
import { dayMs, hourMs } from '../../domain/basics/time.ts';
import type { SharedFault } from '../../domain/feeds/health/sharedFault.ts';
import type { Notice } from '../../domain/notices/notice.ts';
import { type SightChange, sightNotices } from '../../domain/notices/sightNotices.ts';
import type { createRuleReader, RuleReading } from '../../domain/rules/sight/ruleReader.ts';
import { followSight, refusedRule, type Sight, sightOf, sightWords } from '../../domain/rules/sight/sight.ts';
import { type SourceFeed, type Sources, sourcesFor, sourcesOfFeed } from '../../domain/rules/sight/sources.ts';
import type { FollowedSight, HealthRound, WatchedRule } from './healthStore.ts';

export interface SightDeps {
  readonly readRules: ReturnType<typeof createRuleReader>;
  /** Hears of rules without an owner; null: the console and the log only. */
  readonly admin: string | null;
  readonly consoleUrl: string;
}

export interface SightRound {
  readonly changes: readonly SightChange[];
  readonly notices: readonly Notice[];
}

const sourcesHours = 1;

/** Which rules can see: keeps it, and what owners are to be notified of. */
export async function watchSight(
  round: HealthRound,
  now: Date,
  { shared, ...deps }: SightDeps & { readonly shared: SharedFault | null },
): Promise<SightRound> {
  await round.refreshSources(new Date(now.getTime() - sourcesHours * hourMs), now);
  const feeds = new Map((await round.sourceFeeds()).map((feed) => [feed.id, feed]));
  const rules = await round.watchedRules();
  const isYoung = !(await round.isPolledSince(new Date(now.getTime() - dayMs)));
  const readings = deps.readRules(rules);
  const sourcesOf = createSourcesOf(feeds);
  const followed = rules.map((rule): FollowedSight & { readonly rule: WatchedRule; readonly sight: Sight } => {
    const sight = sightOfRule(rule, readings.get(rule.revisionId), feeds, sourcesOf, isYoung);
    const { event, ...kept } = followSight(rule.kept, sight, rule.blindBelow, now);
    return { ...kept, ruleId: rule.ruleId, event, sight, rule, share: sight.share, ...shownOf(sight) };
  });
  await round.saveSights(followed.filter(isAltered));
  const changes = followed.flatMap(({ rule, event, sight }) => (event === null ? [] : [{ ...rule, event, sight }]));
  const blind = [...feeds.values()].filter(({ blindness }) => blindness !== null).length;
  const notices = sightNotices({ changes, now, ...deps, feeds: { blind, all: feeds.size, shared } });
  await round.saveNotices(notices, now);
  return { changes, notices };
}

const shownOf = (sight: Sight) => ({
  says: sightWords(sight),
  advice: sight.fault?.advice ?? sight.missing[0]?.feed.blindness?.advice ?? null,
});

/** In its first day a service has not seen yet which outlets its feeds bring: any of them may. */
function sightOfRule(
  { matches }: WatchedRule,
  reading: RuleReading | undefined,
  feeds: ReadonlyMap<number, SourceFeed>,
  sourcesOf: (reading: RuleReading & { readonly kind: 'needs' }) => Sources,
  isYoung: boolean,
): Sight {
  if (reading === undefined) throw new Error('a rule was not read');
  if (reading.kind === 'refused') return refusedRule(reading.message);
  const sight = sightOf(feeds, sourcesOf(reading), new Map(matches));
  if (sight.fault === null || !isYoung) return sight;
  return sightOf(feeds, sourcesOf({ kind: 'needs', needs: { sources: null, langs: null } }), new Map(matches));
}

/** Most rules need the same: nothing. */
function createSourcesOf(feeds: ReadonlyMap<number, SourceFeed>) {
  const known = new Map<string, Sources>();
  const bySource = feedsBySource(feeds.values());
  const amongOf = (sources: readonly string[] | null): Iterable<SourceFeed> =>
    sources === null ? feeds.values() : new Set(sources.flatMap((source) => bySource.get(source) ?? []));
  return ({ needs }: RuleReading & { readonly kind: 'needs' }): Sources => {
    const key = JSON.stringify([needs.sources, needs.langs]);
    const sources = known.get(key) ?? sourcesFor(amongOf(needs.sources), needs);
    known.set(key, sources);
    return sources;
  };
}

/** Thousands of rules that each ask for another outlet look at its feeds only. */
function feedsBySource(feeds: Iterable<SourceFeed>): ReadonlyMap<string, readonly SourceFeed[]> {
  const pairs = [...feeds].flatMap((feed) => [...sourcesOfFeed(feed)].map((source) => ({ source, feed })));
  const groups = grouped(pairs, ({ source }) => source);
  return new Map([...groups].map(([source, found]) => [source, found.map(({ feed }) => feed)]));
}

const isAltered = ({
  rule,
  says,
  share,
  blindSince,
  calmSince,
}: FollowedSight & { readonly rule: WatchedRule }): boolean =>
  rule.statement === null ||
  rule.statement.says !== says ||
  Math.abs(rule.statement.share - share) > 0.005 ||
  rule.kept.blindSince?.getTime() !== blindSince?.getTime() ||
  rule.kept.calmSince?.getTime() !== calmSince?.getTime();
