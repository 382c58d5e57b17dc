import { formatQuery } from '../language/formatQuery.ts';
import { childrenOf, type Node, type Term } from '../language/syntax.ts';
import { mostShown } from '../rule.ts';
import { type Evaluator, verdict } from './evaluator.ts';
import { fieldMask } from './features.ts';
import { Ints } from './ints.ts';
import type { Programs } from './program.ts';

/**
 * The terms and concepts that each rule has a name for, and which of them the article at hand shows. Kept as the reference
 * of the node and the number of its name, rule by rule, in the order of their names; names are shared by all rules.
 */
export class ShownTerms {
  /** How many terms, then for each its reference and its name. */
  readonly #entries = new Ints(1024);
  /** By slot: where its entries begin. */
  readonly #from = new Ints(1024);
  readonly #names: string[] = [];
  readonly #numberOf = new Map<string, number>();
  readonly #programs: Programs;
  readonly #evaluator: Evaluator;

  constructor(programs: Programs, evaluator: Evaluator) {
    this.#programs = programs;
    this.#evaluator = evaluator;
  }

  /** What the slot held before is left behind. */
  add(slot: number, node: Node): void {
    const terms = namedTerms(node, fieldMask.both).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    this.#from.reserve(slot + 1);
    this.#from.items[slot] = this.#entries.length;
    this.#entries.push(terms.length);
    for (const { term, mask: within, name } of terms) {
      this.#entries.push(this.#programs.encode(term, within));
      this.#entries.push(this.#numbered(name));
    }
  }

  /** Sorted, each once, the first `mostShown`. */
  of(slot: number): readonly string[] {
    const shown: string[] = [];
    const from = (this.#from.items[slot] ?? 0) + 1;
    const end = from + 2 * this.#entries.at(from - 1);
    let last = -1;
    for (let at = from; at < end && shown.length < mostShown; at += 2) {
      const name = this.#entries.at(at + 1);
      if (name === last || this.#evaluator.evaluate(this.#entries.at(at)) !== verdict.yes) continue;
      shown.push(this.#names[name] ?? '');
      last = name;
    }
    return shown;
  }

  #numbered(name: string): number {
    const known = this.#numberOf.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#numberOf.set(name, number);
    return number;
  }
}

interface NamedTerm {
  readonly term: Term;
  readonly mask: number;
  readonly name: string;
}

/** The words, phrases and concepts of a query that speak for it: not what it excludes, nor what lowers a SCORE. */
function namedTerms(node: Node, mask: number): NamedTerm[] {
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'concept':
      return [{ term: node, mask, name: formatQuery(node) }];
    case 'not':
      return [];
    case 'field':
      return namedTerms(node.child, fieldMask[node.field]);
    case 'score':
      return node.terms.flatMap(({ node: term, weight }) => (weight < 0 ? [] : namedTerms(term, mask)));
    default:
      return childrenOf(node).flatMap((child) => namedTerms(child, mask));
  }
}
