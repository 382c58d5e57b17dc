import { rulesUsing, type TermEdit } from '../../domain/rules/conceptEdit.ts';
import { parseQuery } from '../../domain/rules/language/parser.ts';
import { compileRuleSet } from '../../domain/rules/matcher/compile.ts';
import type { Concepts, RuleMatch } from '../../domain/rules/rule.ts';
import type { RuleDefinition, RuleDefinitions } from '../../domain/rules/ruleDefinition.ts';
import { unsavedRule } from '../../domain/rules/unsavedRule.ts';
import { holdsBy } from '../../domain/stories/advanceStory.ts';
import { inputOf } from '../match/matchArticles.ts';
import { newestPlace, type SavedBetween } from './articleHistory.ts';
import { candidateArticles } from './candidatePages.ts';
import { excerptsAround, type SearchHit } from './searchArticles.ts';
import { noFilters, searchNeeds } from './searchRequest.ts';
import type { SearchedArticle, SearchStore } from './searchStore.ts';

export interface ConceptPreviewRequest {
  readonly range: SavedBetween;
  readonly name: string;
  readonly edit: TermEdit;
  /** As they are. */
  readonly current: RuleDefinitions;
  /** As the concepts would be. */
  readonly wanted: Concepts;
}

/** An article that a rule would catch, or catch no more. */
export type ChangedHit = Pick<SearchHit, 'title' | 'excerpts'> & {
  readonly article: Pick<SearchedArticle, 'articleId' | 'outlet' | 'publishedAt' | 'savedAt'>;
};

export interface RuleGains {
  readonly ruleId: string;
  readonly name: string;
  readonly gained: number;
  readonly lost: number;
  /** The newest of each. */
  readonly firstGained: readonly ChangedHit[];
  readonly firstLost: readonly ChangedHit[];
}

export interface ConceptPreview {
  /** Of every rule that uses the concept; those that change most first. */
  readonly rules: readonly RuleGains[];
  /** Articles that hold one of the changed terms. */
  readonly looked: number;
  /** It ended before the range was through, here. */
  readonly cutAt: Date | null;
}

const examples = 3;
const mostLooked = 20_000;

/**
 * What an edit of a concept would have gained and lost in every rule that uses it. Only articles that hold a term that is added or
 * taken out can make a difference, so that the index finds them. Aborted: what was found so far. Writes nothing.
 */
export async function previewConcept(
  store: SearchStore,
  { range, name, edit, current, wanted }: ConceptPreviewRequest,
  signal: AbortSignal,
): Promise<ConceptPreview> {
  const rules = [
    ...new Map(
      [...rulesUsing(name, current), ...rulesUsing(name, { ...current, concepts: wanted })].map((rule) => [
        rule.id,
        rule,
      ]),
    ).values(),
  ];
  const gains = rules.map(emptyGains);
  const node = nodeOf([...edit.added, ...edit.removed], { ...current.concepts, ...wanted });
  if (node === null || rules.length === 0) return { rules: gains, looked: 0, cutAt: null };
  const compiled = compileRuleSet({ number: 0, rules: bothOf(rules, current.concepts, wanted) });
  const needs = searchNeeds(node, noFilters, await store.archiveKnowledge());
  const run = {
    request: { range, alternatives: [needs], storyId: null, ruleId: null },
    before: newestPlace(range.until),
    parts: { moves: true, figures: true },
  };
  let looked = 0;
  let last: Date | null = null;
  for await (const article of candidateArticles(store, run, signal)) {
    last = article.savedAt;
    if (looked === mostLooked) return { rules: byChange(gains), looked, cutAt: last };
    if (!article.isLatest) continue;
    looked++;
    const matches = compiled.match(inputOf(article)).filter((match) => holdsBy(match, article.moves));
    for (const [place, each] of gains.entries()) note(each, article, matches, place);
  }
  return { rules: byChange(gains), looked, cutAt: signal.aborted ? (last ?? range.until) : null };
}

/** Ids: twice the place for the rule as it is, one more as it would be. */
const bothOf = (rules: readonly RuleDefinition[], before: Concepts, after: Concepts) =>
  rules.flatMap(({ id, query }, place) => [
    unsavedRule({ id: 2 * place, ruleId: id, query, concepts: before }),
    unsavedRule({ id: 2 * place + 1, ruleId: id, query, concepts: after }),
  ]);

/** The terms as one query; null where none of them can be read. */
function nodeOf(terms: readonly string[], concepts: Concepts) {
  let name = 'changed';
  while (Object.hasOwn(concepts, name)) name += '-';
  const parsed = parseQuery(`@${name}`, { concepts: { ...concepts, [name]: terms } });
  return parsed.kind === 'query' ? parsed.node : null;
}

interface Gains extends RuleGains {
  gained: number;
  lost: number;
  readonly firstGained: ChangedHit[];
  readonly firstLost: ChangedHit[];
}

const emptyGains = ({ id, name }: RuleDefinition): Gains => ({
  ...{ ruleId: id, name, gained: 0, lost: 0, firstGained: [], firstLost: [] },
});

function note(gains: Gains, article: SearchedArticle, matches: readonly RuleMatch[], place: number): void {
  const before = matches.find(({ ruleRevisionId }) => ruleRevisionId === 2 * place);
  const after = matches.find(({ ruleRevisionId }) => ruleRevisionId === 2 * place + 1);
  if (after !== undefined && before === undefined) {
    gains.gained++;
    if (gains.firstGained.length < examples) gains.firstGained.push(shownHit(article, after));
  }
  if (before !== undefined && after === undefined) {
    gains.lost++;
    if (gains.firstLost.length < examples) gains.firstLost.push(shownHit(article, before));
  }
}

const shownHit = (article: SearchedArticle, { spans }: RuleMatch): ChangedHit => {
  const { articleId, outlet, publishedAt, savedAt } = article;
  return { article: { articleId, outlet, publishedAt, savedAt }, ...excerptsAround(article, spans) };
};

const byChange = (gains: readonly RuleGains[]): readonly RuleGains[] =>
  [...gains].sort((a, b) => b.gained + b.lost - (a.gained + a.lost));
