import type { Article } from '../../domain/articles/article.ts';
import { buildEntry } from '../../domain/digests/buildEntry.ts';
import type { Entry } from '../../domain/digests/entry.ts';
import { compileRuleSet } from '../../domain/rules/matcher/compile.ts';
import type { RuleMatch, RuleRevision } from '../../domain/rules/rule.ts';
import { holdsBy } from '../../domain/stories/advanceStory.ts';
import { inputOf } from '../match/matchArticles.ts';
import { type ArticlePages, newestFirst, type SavedBetween } from './articleHistory.ts';

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

/** UTC, by when the article was saved. */
export interface PreviewDay {
  readonly day: string;
  readonly articles: number;
  readonly saved: number;
  readonly candidate: number;
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
  readonly store: ArticlePages;
  /** Called for every article that makes a difference, newest first. */
  readonly onArticle: (found: PreviewedArticle) => Promise<void>;
  /** Called for every article: how many were looked at, and when this one was saved. */
  readonly onProgress: (looked: number, at: Date) => void;
}

/** Runs a rule as it is, and as it might become, over the stored articles. Writes nothing, and keeps none of them. */
export async function previewRule(
  deps: PreviewDeps,
  { range, saved, candidate }: PreviewRequest,
): Promise<PreviewReport> {
  const rules = [saved, candidate].filter((rule) => rule !== null);
  const compiled = compileRuleSet({ number: 0, rules });
  const tally = createTally();
  for await (const article of newestFirst(deps.store, range)) {
    const matches = compiled.match(inputOf(article)).filter((match) => holdsBy(match, article.moves));
    const before = matches.find(({ ruleRevisionId }) => ruleRevisionId === saved?.id);
    const after = matches.find(({ ruleRevisionId }) => ruleRevisionId === candidate?.id);
    tally.add(article, before !== undefined, after !== undefined);
    const found = differenceOf({ saved, candidate }, before, after);
    if (found !== null) await deps.onArticle({ change: found.change, article, entry: shown(article, found) });
    deps.onProgress(tally.articles, article.savedAt);
  }
  return { ...tally.report(), savedIsRefused: saved === null ? null : (compiled.refused[0]?.message ?? null) };
}

interface Difference {
  readonly change: PreviewedArticle['change'];
  readonly rule: RuleRevision;
  readonly match: RuleMatch;
}

function differenceOf(
  { saved, candidate }: Pick<PreviewRequest, 'saved' | 'candidate'>,
  before: RuleMatch | undefined,
  after: RuleMatch | undefined,
): Difference | null {
  const isCompared = saved !== null && candidate !== null;
  if (isCompared && (before === undefined) === (after === undefined)) return null;
  if (after !== undefined && candidate !== null)
    return { change: isCompared ? 'gained' : 'caught', rule: candidate, match: after };
  if (before !== undefined && saved !== null)
    return { change: isCompared ? 'lost' : 'caught', rule: saved, match: before };
  return null;
}

const shown = (article: Article, { rule, match }: Difference): Entry =>
  buildEntry(article, [
    { reason: { ruleId: rule.ruleId, ruleName: rule.name, ruleRevision: rule.revision }, spans: match.spans },
  ]);

function createTally() {
  const days = new Map<string, { articles: number; saved: number; candidate: number }>();
  const total = { articles: 0, saved: 0, candidate: 0, gained: 0, lost: 0 };
  return {
    get articles() {
      return total.articles;
    },
    add({ savedAt }: Article, isBefore: boolean, isAfter: boolean) {
      const name = savedAt.toISOString().slice(0, 10);
      const day = days.get(name) ?? { articles: 0, saved: 0, candidate: 0 };
      days.set(name, day);
      for (const counts of [day, total]) {
        counts.articles++;
        counts.saved += Number(isBefore);
        counts.candidate += Number(isAfter);
      }
      total.gained += Number(isAfter && !isBefore);
      total.lost += Number(isBefore && !isAfter);
    },
    report: () => ({ ...total, days: [...days].map(([day, counts]) => ({ day, ...counts })) }),
  };
}
