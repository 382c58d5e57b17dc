import { reasonIn } from '../language/finding.ts';
import { parseQuery } from '../language/parser.ts';
import type { Concepts, MatchInput, RuleMatch, RuleRevision, RuleSet } from '../rule.ts';
import { type Matched, RuleIndex } from './ruleIndex.ts';
import { spansAt } from './spansAt.ts';

/** A rule whose stored query this version of the language refuses, with the reason; it matches nothing. */
export interface RefusedRule {
  readonly ruleId: string;
  readonly message: string;
}

/** What one rule set has over another. */
export interface RuleSetChange {
  /** The set that the change makes. */
  readonly number: number;
  readonly added: readonly RuleRevision[];
  /** Ids of the revisions that are no longer in force. */
  readonly removed: readonly number[];
}

/** Matches articles against one numbered rule set; the set changes only between two articles. */
export interface CompiledRuleSet {
  readonly number: number;
  readonly refused: readonly RefusedRule[];
  /** Every rule that the article satisfies, or that only its story's ledger can still decide. */
  match(input: MatchInput): readonly RuleMatch[];
  /** Goes over to another set, at the cost of what differs. Answers the refused among the rules that came. */
  change(change: RuleSetChange): readonly RefusedRule[];
}

export function compileRuleSet({ number, rules }: RuleSet): CompiledRuleSet {
  const matcher = new Matcher();
  matcher.change({ number, added: rules, removed: [] });
  return matcher;
}

interface Held {
  readonly rule: RuleRevision;
  /** Null when the query is refused. */
  readonly slot: number | null;
}

/** What removed rules leave behind in the index is cleared away when they outnumber those in force. */
const leastWaste = 10_000;

class Matcher implements CompiledRuleSet {
  number = 0;
  #index = new RuleIndex();
  #waste = 0;
  readonly #held = new Map<number, Held>();
  readonly #ruleAt: (RuleRevision | undefined)[] = [];
  readonly #refused = new Map<number, RefusedRule>();
  readonly #concepts = new Map<string, Concepts>();

  get refused(): readonly RefusedRule[] {
    return [...this.#refused.values()];
  }

  change({ number, added, removed }: RuleSetChange): readonly RefusedRule[] {
    for (const id of removed) this.#remove(id);
    for (const rule of added) this.#add(rule);
    if (this.#waste > Math.max(leastWaste, this.#held.size)) this.#rebuild();
    this.number = number;
    return added.flatMap(({ id }) => this.#refused.get(id) ?? []);
  }

  match(input: MatchInput): readonly RuleMatch[] {
    const matched = this.#index.match(input);
    const places = Array.from({ length: matched.count }, (_, place) => place);
    places.sort((a, b) => matched.rules.at(a) - matched.rules.at(b));
    return places.flatMap((place) => this.#matchAt(place, matched));
  }

  #matchAt(place: number, matched: Matched): readonly RuleMatch[] {
    const slot = matched.rules.at(place);
    const rule = this.#ruleAt[slot];
    if (rule === undefined) return [];
    const [spans, score] = [spansAt(place, matched), matched.scores[place] ?? 0];
    const awaits = matched.residues.get(slot) ?? null;
    const shown = this.#index.shownOf(slot);
    return [{ ruleRevisionId: rule.id, ruleId: rule.ruleId, spans, score, awaits, shown }];
  }

  #add({ concepts, ...parts }: RuleRevision): void {
    const rule = { ...parts, concepts: this.#sharedConcepts(concepts) };
    const query = parseQuery(rule.query, { concepts: rule.concepts });
    const slot = query.kind === 'query' ? this.#index.add(query.node) : null;
    this.#held.set(rule.id, { rule, slot });
    if (slot !== null) this.#ruleAt[slot] = rule;
    if (slot !== null && query.kind === 'query') this.#index.nameTerms(slot, query.node);
    if (query.kind === 'refused')
      this.#refused.set(rule.id, { ruleId: rule.ruleId, message: reasonIn(query.findings) });
  }

  /** Rules that use the same concepts come with copies of them; one is kept, and read once. */
  #sharedConcepts(concepts: Concepts): Concepts {
    const key = JSON.stringify(concepts);
    const known = this.#concepts.get(key) ?? concepts;
    this.#concepts.set(key, known);
    return known;
  }

  #remove(id: number): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    this.#refused.delete(id);
    if (held.slot === null) return;
    this.#index.remove(held.slot);
    this.#ruleAt[held.slot] = undefined;
    this.#waste++;
  }

  #rebuild(): void {
    const rules = [...this.#held.values()].map(({ rule }) => rule);
    this.#index = new RuleIndex();
    this.#waste = 0;
    this.#held.clear();
    this.#concepts.clear();
    this.#ruleAt.length = 0;
    for (const rule of rules) this.#add(rule);
  }
}
