import type { Article } from '../../domain/articles/article.ts';
import { buildEntry } from '../../domain/digests/buildEntry.ts';
import type { Entry } from '../../domain/digests/entry.ts';
import type { Node } from '../../domain/rules/language/syntax.ts';
import type { RuleRevision } from '../../domain/rules/rule.ts';
import type { Caught } from '../../domain/rules/search/queryMatcher.ts';
import type { SavedBetween } from './articleHistory.ts';
import { compareQueries, nodeOfRule } from './compareQueries.ts';
import { createPreviewTally, type PreviewDay } from './previewTally.ts';
import type { SearchStore } from './searchStore.ts';

export interface PreviewRequest {
  readonly range: SavedBetween;
  /** The revision in force; null: there is none to compare with. */
  readonly saved: RuleRevision | null;
  /** What it might become; null: only what the saved one catches is asked for. Its id is none of the store's. */
  readonly candidate: RuleRevision | null;
}

/** An article that one of the two catches and the other does not; `caught` where there is only one. */
export interface PreviewedArticle {
  readonly change: 'gained' | 'lost' | 'caught';
  readonly article: Article;
  /** What a message would show of it. */
  readonly entry: Entry;
}

export interface PreviewReport {
  readonly articles: number;
  readonly saved: number;
  readonly candidate: number;
  readonly gained: number;
  readonly lost: number;
  /** Newest first; days without articles are left out. */
  readonly days: readonly PreviewDay[];
  /** Why this version of the rule language refuses the saved query; it catches nothing then. */
  readonly savedIsRefused: string | null;
}

export interface PreviewDeps {
  readonly store: SearchStore;
  /** Called for every article that makes a difference, newest first. */
  readonly onArticle: (found: PreviewedArticle) => Promise<void>;
  /** Called for every article that either may catch: how many were looked at, and when this one was saved. */
  readonly onProgress: (looked: number, at: Date) => void;
}

const never = new AbortController().signal;

/**
 * Runs a rule as it is, and as it might become, over the stored articles that either may catch. Writes nothing, and keeps none
 * of them. Counts all articles of the range.
 */
export async function previewRule(
  { store, onArticle, onProgress }: PreviewDeps,
  request: PreviewRequest,
): Promise<PreviewReport> {
  const { range, saved, candidate } = request;
  const [before, after] = [
    saved === null ? null : nodeOfRule(saved),
    candidate === null ? null : nodeOfRule(candidate),
  ];
  const nodes = [before, after].filter(isNode);
  const tally = createPreviewTally(await store.articlesByDay(range));
  let looked = 0;
  for await (const { article, caught } of compareQueries(store, { range, nodes, among: nodes }, never)) {
    const was = isNode(before) ? (caught[0] ?? null) : null;
    const will = isNode(after) ? (caught[isNode(before) ? 1 : 0] ?? null) : null;
    tally.add(article, was !== null, will !== null);
    const found = differenceOf(request, was, will);
    if (found !== null)
      await onArticle({ change: found.change, article, entry: shownBy(found.rule, article, found.caught) });
    onProgress(++looked, article.savedAt);
  }
  return { ...tally.report(), savedIsRefused: typeof before === 'string' ? before : null };
}

const isNode = (read: Node | string | null): read is Node => read !== null && typeof read !== 'string';

interface Difference {
  readonly change: PreviewedArticle['change'];
  readonly rule: RuleRevision;
  readonly caught: Caught;
}

function differenceOf(
  { saved, candidate }: Pick<PreviewRequest, 'saved' | 'candidate'>,
  before: Caught | null,
  after: Caught | null,
): Difference | null {
  const isCompared = saved !== null && candidate !== null;
  if (isCompared && (before === null) === (after === null)) return null;
  if (after !== null && candidate !== null)
    return { change: isCompared ? 'gained' : 'caught', rule: candidate, caught: after };
  if (before !== null && saved !== null) return { change: isCompared ? 'lost' : 'caught', rule: saved, caught: before };
  return null;
}

/** What a message of the rule would show of the article. */
export const shownBy = (rule: RuleRevision, article: Article, { spans }: Caught): Entry =>
  buildEntry(article, [{ reason: { ruleId: rule.ruleId, ruleName: rule.name, ruleRevision: rule.revision }, spans }]);
