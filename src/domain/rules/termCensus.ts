import { fold } from '../languages/fold.ts';
import { readsLedger } from './language/readsLedger.ts';
import { childrenOf, type Node, type Term } from './language/syntax.ts';
import { RuleIndex } from './matcher/ruleIndex.ts';
import { spansAt } from './matcher/spansAt.ts';
import type { Concepts, MatchInput } from './rule.ts';
import type { Span } from './span.ts';

/** Letters by which it is known which articles could hold a term: Kazakh ones are read by no Russian text. */
export type Script = 'latin' | 'cyrillic' | 'kazakh';

export interface CensusRule {
  readonly id: string;
  readonly query: string;
  readonly node: Node;
  readonly concepts: Concepts;
}

/** A term of a query or of a concept, and what the articles held of it. */
export interface CountedTerm {
  /** As it was written. */
  readonly text: string;
  /** Null: it stands in the query itself. */
  readonly concept: string | null;
  readonly ruleId: string;
  readonly script: Script | null;
  readonly isPrefix: boolean;
  articles: number;
  /** The different words that a prefix stood for, folded; at most `mostWords` + 1 are kept. */
  readonly words: Set<string>;
}

export const mostWords = 200;

/** Counts in one pass how many articles hold each term of some rules, and how many each rule matches. */
export interface TermCensus {
  readonly terms: readonly CountedTerm[];
  /** By rule id; only articles that were counted for the rules, and no rule that the ledger of a story decides. */
  readonly matched: ReadonlyMap<string, number>;
  add(input: MatchInput, countsForRules: boolean): void;
}

export function createTermCensus(rules: readonly CensusRule[]): TermCensus {
  const index = new RuleIndex();
  const decidable = rules.filter(({ node }) => !readsLedger(node));
  const ruleOf = new Map(decidable.map((rule) => [index.add(rule.node), rule.id]));
  const matched = new Map(decidable.map(({ id }) => [id, 0]));
  const termOf = new Map<number, CountedTerm>();
  for (const { node, term } of distinctTerms(rules)) termOf.set(index.add(node), term);
  return {
    terms: [...termOf.values()],
    matched,
    add(input, countsForRules) {
      const found = index.match(input);
      for (let place = 0; place < found.count; place++) {
        const slot = found.rules.at(place);
        const ruleId = ruleOf.get(slot);
        if (ruleId !== undefined && countsForRules) matched.set(ruleId, (matched.get(ruleId) ?? 0) + 1);
        const term = termOf.get(slot);
        if (term === undefined) continue;
        term.articles++;
        if (term.isPrefix && term.words.size <= mostWords) keepWords(term.words, spansAt(place, found), input);
      }
    },
  };
}

function keepWords(words: Set<string>, spans: readonly Span[], input: MatchInput): void {
  for (const [field, start, end] of spans) {
    if (words.size > mostWords) return;
    words.add(fold(input[field].slice(start, end)));
  }
}

interface PlacedTerm {
  readonly node: Exclude<Term, { kind: 'concept' }>;
  readonly term: CountedTerm;
}

/** Each term once for each concept, and once for each query. */
function distinctTerms(rules: readonly CensusRule[]): readonly PlacedTerm[] {
  const terms = new Map<string, PlacedTerm>();
  for (const rule of rules) {
    for (const each of termsOf(rule)) {
      const key = JSON.stringify([each.term.concept ?? rule.id, each.term.concept === null, each.term.text]);
      if (!terms.has(key)) terms.set(key, each);
    }
  }
  return [...terms.values()];
}

function termsOf({ id, query, node: root, concepts }: CensusRule): readonly PlacedTerm[] {
  const found: PlacedTerm[] = [];
  const walked = new Set<string>();
  const take = (node: Node, text: string, concept: string | null): void => {
    if (node.kind === 'concept') {
      if (walked.has(node.name)) return;
      walked.add(node.name);
      for (const [place, child] of node.terms.entries())
        take(child, concepts[node.name]?.[place] ?? node.name, node.name);
    } else if (node.kind === 'word' || node.kind === 'phrase') {
      const isPrefix = node.kind === 'word' && node.mode === 'prefix';
      const about = { text, concept, ruleId: id, script: scriptOf(text), isPrefix };
      found.push({ node, term: { ...about, articles: 0, words: new Set() } });
    } else {
      for (const child of childrenOf(node)) take(child, query.slice(child.at.from, child.at.to), concept);
    }
  };
  take(root, query.slice(root.at.from, root.at.to), null);
  return found;
}

/** Null where the letters say nothing: figures, and scripts that no language of ours is written in. */
export function scriptOf(text: string): Script | null {
  if (/[әғқңөұүһі]/iu.test(text)) return 'kazakh';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'cyrillic';
  return /\p{Script=Latin}/u.test(text) ? 'latin' : null;
}
