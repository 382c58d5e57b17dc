import { notificationsOf } from '../../domain/digests/notifications.ts';
import { type CompiledRuleSet, compileRuleSet, type RefusedRule } from '../../domain/rules/matcher/compile.ts';
import type { RuleRevision } from '../../domain/rules/rule.ts';
import { holdsBy } from '../../domain/stories/advanceStory.ts';
import type { Clock } from '../../ports/clock.ts';
import { inputOf } from '../match/matchArticles.ts';
import type { Rematched, ReplaySaving, ReplayStore, SavedReplay, SettledArticle } from './replayStore.ts';

export interface ReplayDeps {
  readonly store: ReplayStore;
  readonly clock: Clock;
  /** Called after every batch: how many revisions were looked at, and when the last of them was saved. */
  readonly onProgress: (looked: number, at: Date) => void;
}

export interface ReplayRequest {
  readonly since: Date;
  /** Null: every rule in force. */
  readonly ruleIds: readonly string[] | null;
  readonly notifies: boolean;
  readonly isDryRun: boolean;
}

export interface ReplayedRule {
  readonly ruleId: string;
  /** Articles that it matches now. */
  readonly matched: number;
  /** Of these, articles that no revision of it had matched. */
  readonly gained: number;
  /** Articles that a revision of it matched then, and that it does not match now. */
  readonly lost: number;
}

export interface ReplayReport {
  readonly ruleSet: number;
  /** Requested, and not in force. */
  readonly unknown: readonly string[];
  readonly refused: readonly RefusedRule[];
  /** Article revisions matched. */
  readonly looked: number;
  /** Revisions that were left to the pipeline, which they have not passed yet. */
  readonly onTheirWay: number;
  readonly rules: readonly ReplayedRule[];
  /** Notifications, counted for every subscription. */
  readonly notified: number;
  /** Stopped before the end. */
  readonly isCut: boolean;
}

const articlesABatch = 100;

/**
 * Matches the stored article revisions saved since then with the rules in force, and saves what is not there yet, batch by
 * batch, each in one transaction. What was matched then and is not now stays as it is: history is not rewritten. Nobody is
 * notified unless `notifies` says so. Safe beside the running service and another replay; may be cut off at any time and
 * run again.
 */
export async function replay(deps: ReplayDeps, request: ReplayRequest, signal: AbortSignal): Promise<ReplayReport> {
  const { store, clock } = deps;
  const { number, rules: inForce } = await store.loadRuleSet(await store.currentRuleSet());
  const rules = inForce.filter(({ ruleId }) => request.ruleIds?.includes(ruleId) ?? true);
  const unknown = (request.ruleIds ?? []).filter((id) => !rules.some(({ ruleId }) => ruleId === id));
  const compiled = compileRuleSet({ number, rules });
  const tally = createTally(rules);
  const isIdle = unknown.length > 0 || rules.length === 0;
  if (!isIdle) await replayPages(deps, request, { rules, compiled, tally, until: clock.now() }, signal);
  return { ruleSet: number, unknown, refused: compiled.refused, ...tally.report(), isCut: signal.aborted };
}

interface Course {
  readonly rules: readonly RuleRevision[];
  readonly compiled: CompiledRuleSet;
  readonly tally: Tally;
  readonly until: Date;
}

async function replayPages(
  { store, clock, onProgress }: ReplayDeps,
  { since, notifies, isDryRun }: ReplayRequest,
  { rules, compiled, tally, until }: Course,
  signal: AbortSignal,
): Promise<void> {
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  let place = { savedAt: since, articleId: 0, revision: 0 };
  while (!signal.aborted) {
    const page = await store.settledArticles({ since, until }, place, articlesABatch);
    if (page.last === null) return;
    place = page.last;
    const now = clock.now();
    const options: ReplaySaving = {
      ruleSet: compiled.number,
      notify: notifies ? (news) => notificationsOf(news, now) : null,
      ...{ isDryRun, now },
    };
    const rematched = page.settled.map((settled) => rematch(settled, compiled, ruleOf));
    tally.add(rematched, await store.saveReplayed(rematched, options), page.onTheirWay);
    onProgress(tally.looked, place.savedAt);
  }
}

/** Conditions on the ledger are decided by how it moved then. */
function rematch(
  settled: SettledArticle,
  compiled: CompiledRuleSet,
  ruleOf: ReadonlyMap<number, RuleRevision>,
): Rematched {
  const { article } = settled;
  const found = compiled.match(inputOf(article)).filter((match) => holdsBy(match, article.moves));
  const matches = found.flatMap(({ ruleRevisionId, spans, score }) => {
    const rule = ruleOf.get(ruleRevisionId);
    return rule === undefined ? [] : [{ rule, spans, score }];
  });
  return { ...settled, matches };
}

interface Tally {
  readonly looked: number;
  add(rematched: readonly Rematched[], saved: SavedReplay, onTheirWay: number): void;
  report(): Pick<ReplayReport, 'looked' | 'onTheirWay' | 'rules' | 'notified'>;
}

function createTally(rules: readonly RuleRevision[]): Tally {
  const counts = new Map(rules.map(({ ruleId }) => [ruleId, { matched: 0, gained: 0, lost: 0 }]));
  // A dry run saves nothing, so two of its batches may find the same notification.
  const notified = new Set<string>();
  let looked = 0;
  let onTheirWay = 0;
  const count = (ruleId: string, what: 'matched' | 'gained' | 'lost', by = 1) => {
    const own = counts.get(ruleId);
    if (own !== undefined) own[what] += by;
  };
  return {
    get looked() {
      return looked;
    },
    add(rematched, saved, left) {
      looked += rematched.length;
      onTheirWay += left;
      for (const { matches, matchedRules } of rematched) {
        const found = matches.map(({ rule }) => rule.ruleId);
        for (const ruleId of found) count(ruleId, 'matched');
        for (const ruleId of matchedRules) if (!found.includes(ruleId)) count(ruleId, 'lost');
      }
      for (const [ruleId, gained] of saved.gained) count(ruleId, 'gained', gained);
      for (const { subscriptionId, key } of saved.notified) notified.add(`${subscriptionId} ${key}`);
    },
    report: () => ({
      ...{ looked, onTheirWay, notified: notified.size },
      rules: [...counts].map(([ruleId, each]) => ({ ruleId, ...each })),
    }),
  };
}
