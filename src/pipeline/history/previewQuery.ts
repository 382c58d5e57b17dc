import { type QueryFinding, reasonIn } from '../../domain/rules/language/finding.ts';
import { parseQuery } from '../../domain/rules/language/parser.ts';
import type { Node } from '../../domain/rules/language/syntax.ts';
import type { RuleRevision } from '../../domain/rules/rule.ts';
import { clausesOf, type QueryClause } from '../../domain/rules/search/clauses.ts';
import type { Caught } from '../../domain/rules/search/queryMatcher.ts';
import type { SavedBetween } from './articleHistory.ts';
import { compareQueries, nodeOfRule } from './compareQueries.ts';
import { createPreviewTally, type PreviewCounts } from './previewTally.ts';
import { listed, type SearchHit } from './searchArticles.ts';
import type { SearchStore } from './searchStore.ts';

/** The query in an editor, with the revision that it is to replace. */
export interface QueryPreviewRequest {
  readonly range: SavedBetween;
  /** The revision in force; null: a new rule. */
  readonly saved: Pick<RuleRevision, 'query' | 'concepts'> | null;
  readonly candidate: Pick<RuleRevision, 'query' | 'concepts'>;
  /** How many hits of each change are shown; all are counted. */
  readonly mostHits: number;
  /** Whether clauses are counted. */
  readonly countsClauses: boolean;
}

/** `kept`: both catch it. Without a saved revision everything is `gained`. */
export type PreviewChange = 'kept' | 'gained' | 'lost';

export interface PreviewHit extends Omit<SearchHit, 'story' | 'rules'> {
  readonly change: PreviewChange;
}

/** What a clause of the candidate does in the range. */
export interface ClauseCount extends Pick<QueryClause, 'at' | 'role'> {
  /** How many articles it matches by itself; of a NOT, what it excludes. */
  readonly matched: number;
  /**
   * Of `or`: articles that only this clause catches. Of `and`: articles that all the others would catch, and it alone keeps out. Of `not`:
   * articles that it takes away. Of `only`: all. Null: without it the query would catch nearly everything.
   */
  readonly decides: number | null;
}

export type QueryPreviewEvent =
  /** The candidate is refused; nothing follows. */
  | { readonly kind: 'refused'; readonly message: string; readonly findings: readonly QueryFinding[] }
  | { readonly kind: 'hit'; readonly hit: PreviewHit }
  /** What is known so far, back to that time; its `articles` are those of the whole range from the beginning. */
  | { readonly kind: 'counts'; readonly counts: PreviewCounts; readonly reached: Date; readonly isWhole: boolean }
  | {
      readonly kind: 'clauses';
      readonly clauses: readonly ClauseCount[];
      /** Since when articles were counted for the clauses: a clause like `lang:en` is not run over everything. */
      readonly since: Date;
      readonly isCut: boolean;
    }
  /** `savedIsRefused`: why this version of the language refuses the saved query, which catches nothing then. */
  | { readonly kind: 'end'; readonly counts: PreviewCounts; readonly savedIsRefused: string | null };

const countsEvery = 250;
/** Of those that a clause matches by itself. */
const mostForClauses = 6000;

/**
 * What a query in an editor catches in the stored articles, gains and loses, newest first as it is found; then what each of its clauses
 * does. Aborted between two articles once it is stale, without `end`. Writes nothing.
 */
export async function* previewQuery(
  store: SearchStore,
  request: QueryPreviewRequest,
  signal: AbortSignal,
): AsyncGenerator<QueryPreviewEvent> {
  const { range, saved, candidate } = request;
  const parsed = parseQuery(candidate.query, candidate);
  if (parsed.kind === 'refused') {
    yield { kind: 'refused', message: reasonIn(parsed.findings), findings: parsed.findings };
    return;
  }
  const before = saved === null ? null : nodeOfRule(saved);
  const compared: Compared = { after: parsed.node, before: typeof before === 'string' ? null : before };
  const tally = createPreviewTally(await store.articlesByDay(range));
  for await (const { kind, hit, reached } of catches(store, request, compared, signal, tally)) {
    if (kind === 'hit') yield { kind, hit };
    else yield { kind: 'counts', counts: tally.report(), reached, isWhole: false };
  }
  if (signal.aborted) return;
  const counts = tally.report();
  yield { kind: 'counts', counts, reached: range.since, isWhole: true };
  if (request.countsClauses) yield await countClauses(store, range, parsed.node, signal);
  if (!signal.aborted) yield { kind: 'end', counts, savedIsRefused: typeof before === 'string' ? before : null };
}

interface Compared {
  readonly after: Node;
  /** Null: there is nothing to compare with. */
  readonly before: Node | null;
}

type CatchEvent =
  | { readonly kind: 'hit'; readonly hit: PreviewHit; readonly reached: Date }
  | { readonly kind: 'progress'; readonly hit: null; readonly reached: Date };

async function* catches(
  store: SearchStore,
  { range, mostHits }: QueryPreviewRequest,
  { after, before }: Compared,
  signal: AbortSignal,
  tally: ReturnType<typeof createPreviewTally>,
): AsyncGenerator<CatchEvent> {
  const nodes = before === null ? [after] : [after, before];
  const shown = { kept: 0, gained: 0, lost: 0 };
  let looked = 0;
  for await (const { article, caught } of compareQueries(
    store,
    { range, nodes, among: nodes, keepsNews: true },
    signal,
  )) {
    const [will = null, was = null] = caught;
    tally.add(article, was !== null, will !== null);
    const change = changeOf(was, will);
    const reached = article.savedAt;
    const found = will ?? was;
    if (change !== null && found !== null && ++shown[change] <= mostHits)
      yield { kind: 'hit', hit: { change, ...listed(article, found), figures: article.figures ?? [] }, reached };
    if (++looked % countsEvery === 0) yield { kind: 'progress', hit: null, reached };
  }
}

function changeOf(was: Caught | null, will: Caught | null): PreviewChange | null {
  if (will === null) return was === null ? null : 'lost';
  return was === null ? 'gained' : 'kept';
}

/** One pass over what any clause matches by itself, and over what only one clause keeps out. */
async function countClauses(
  store: SearchStore,
  range: SavedBetween,
  query: Node,
  signal: AbortSignal,
): Promise<Extract<QueryPreviewEvent, { kind: 'clauses' }>> {
  const clauses = clausesOf(query);
  const rests = clauses.flatMap(({ rest }) => rest ?? []);
  const nodes = [query, ...clauses.map(({ alone }) => alone), ...rests];
  const keepingOut = clauses.flatMap(({ role, rest }) => (role === 'and' ? (rest ?? []) : []));
  const among = [...clauses.map(({ alone }) => alone), ...keepingOut];
  const counts = clauses.map(() => ({ matched: 0, decides: 0 }));
  let looked = 0;
  let since = range.since;
  let isCut = false;
  for await (const { article, caught } of compareQueries(store, { range, nodes, among }, signal)) {
    if (looked++ === mostForClauses) {
      [since, isCut] = [article.savedAt, true];
      break;
    }
    const holds = caught[0] !== null;
    let nextRest = 1 + clauses.length;
    for (const [place, { role, rest }] of clauses.entries()) {
      const count = counts[place];
      if (count === undefined) continue;
      const isAlone = caught[1 + place] !== null;
      const restHolds = rest !== null && caught[nextRest++] !== null;
      count.matched += Number(isAlone);
      count.decides += Number(role === 'or' ? holds && !restHolds : role === 'only' ? holds : restHolds && !holds);
    }
  }
  return {
    ...{ kind: 'clauses', since, isCut },
    clauses: clauses.map(({ at, role, rest }, place) => {
      const { matched = 0, decides = 0 } = counts[place] ?? {};
      return { at, role, matched, decides: rest === null && role !== 'only' ? null : decides };
    }),
  };
}
