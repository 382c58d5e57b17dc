import { reasonIn } from '../../domain/rules/language/finding.ts';
import { parseQuery } from '../../domain/rules/language/parser.ts';
import { readsLedger } from '../../domain/rules/language/readsLedger.ts';
import type { Node } from '../../domain/rules/language/syntax.ts';
import type { RuleRevision } from '../../domain/rules/rule.ts';
import { asksForFigures, type Caught, createQueryMatcher } from '../../domain/rules/search/queryMatcher.ts';
import { needsOf } from '../../domain/rules/search/queryNeeds.ts';
import { newestPlace, type SavedBetween } from './articleHistory.ts';
import { begun, candidateArticles, searchInput } from './candidatePages.ts';
import { changesOf } from './searchArticles.ts';
import type { SearchedArticle, SearchStore } from './searchStore.ts';

/** An article, with what each query caught in it, in the order of the queries. */
export interface ComparedArticle {
  readonly article: SearchedArticle;
  readonly caught: readonly (Caught | null)[];
}

export interface ComparedQueries {
  readonly range: SavedBetween;
  readonly nodes: readonly Node[];
  /** Only articles that one of these may match are looked at. */
  readonly among: readonly Node[];
  /** Whether articles come with how they moved their story, and with what they state, though no query asks for it. */
  readonly keepsNews?: boolean;
}

/** Runs queries over the stored revisions, newest first. Conditions on the ledger are decided by how it moved then. */
export async function* compareQueries(
  store: SearchStore,
  { range, nodes, among, keepsNews = false }: ComparedQueries,
  signal: AbortSignal,
): AsyncGenerator<ComparedArticle> {
  const archive = await store.archiveKnowledge();
  const alternatives = among.map((node) => needsOf(node, archive));
  const request = { range, alternatives, storyId: null, ruleId: null };
  const parts = { moves: keepsNews || nodes.some(readsLedger), figures: keepsNews || nodes.some(asksForFigures) };
  const run = { request, before: newestPlace(range.until), parts };
  if (among.length === 0) return;
  const articles = begun(candidateArticles(store, run, signal));
  const match = createQueryMatcher(nodes);
  const inputFor = searchInput(nodes);
  for await (const article of articles) yield { article, caught: match(inputFor(article), changesOf(article)) };
}

/** The tree of a rule's query; a text: why this version of the language refuses it. */
export function nodeOfRule({ query, concepts }: Pick<RuleRevision, 'query' | 'concepts'>): Node | string {
  const parsed = parseQuery(query, { concepts });
  return parsed.kind === 'query' ? parsed.node : reasonIn(parsed.findings);
}
