import { always, type Features, featureOf, fieldMask, isLeaf, leafOf, maskOf } from './features.ts';
import { leftToReach } from './leftToReach.ts';
import { figureKindAt, operation, type Programs } from './program.ts';

/** Leaves of which an article must have at least one, or a node cannot hold; and the share of articles that do. */
export interface Requirement {
  readonly cost: number;
  readonly leaves: readonly number[];
}

/** A word of the title is rarer than that word anywhere. */
const titleShare = 0.3;

/**
 * What a rule needs. The cheapest of its requirements anchors it: only articles that have one of those features meet the
 * rule at all (Lucene's monitor calls this the presearcher). OR needs the union of what its children need, AND all that
 * any child needs, k of n the union of the cheapest n−k+1; a NOT, or a condition on the ledger, needs nothing.
 */
export class Requirements {
  readonly #programs: Programs;
  readonly #features: Features;

  constructor(programs: Programs, features: Features) {
    this.#programs = programs;
    this.#features = features;
  }

  /** Cheapest first; never empty. */
  of(ref: number): readonly Requirement[] {
    const all = [...this.#needs(ref)].sort((a, b) => a.cost - b.cost || a.leaves.length - b.leaves.length);
    return all.length === 0 ? [{ cost: 1, leaves: [leafOf(always, fieldMask.both)] }] : all;
  }

  #needs(ref: number): readonly Requirement[] {
    if (isLeaf(ref)) return [this.#leaf(ref)];
    const { code } = this.#programs;
    const at = ref >> 1;
    switch (code.at(at)) {
      case operation.any:
        return this.#union(this.#refs(at + 3, code.at(at + 2)));
      case operation.phrase:
        return [this.#leaf(leafOf(code.at(at + 3), code.at(at + 2)))];
      case operation.near:
        return [...this.#needs(code.at(at + 5)), ...this.#needs(code.at(at + 6))];
      case operation.and:
        return this.#refs(at + 2, code.at(at + 1)).flatMap((child) => this.#needs(child));
      case operation.or:
        return this.#union(this.#refs(at + 2, code.at(at + 1)));
      case operation.of:
        return this.#cheapestOf(this.#refs(at + 3, code.at(at + 2)), code.at(at + 1));
      case operation.score:
        return this.#enoughToReach(at);
      case operation.figure:
        return [this.#leaf(leafOf(this.#programs.named('figure', figureKindAt(code.at(at + 2))), fieldMask.both))];
      default:
        return [];
    }
  }

  #leaf(leaf: number): Requirement {
    const rate = this.#features.rateOf(featureOf(leaf));
    return { cost: maskOf(leaf) === fieldMask.title ? rate * titleShare : rate, leaves: [leaf] };
  }

  #refs(from: number, count: number): readonly number[] {
    return Array.from({ length: count }, (_, index) => this.#programs.code.at(from + index));
  }

  /** Every child may be the one that holds; a child without needs leaves nothing to ask for. */
  #union(children: readonly number[]): readonly Requirement[] {
    const cheapest = children.map((child) => this.#cheapest(child));
    return joined(
      cheapest.flatMap((each) => each ?? []),
      cheapest.length,
    );
  }

  #cheapestOf(children: readonly number[], least: number): readonly Requirement[] {
    const known = children.flatMap((child) => this.#cheapest(child) ?? []).sort((a, b) => a.cost - b.cost);
    const needed = children.length - least + 1;
    return joined(known.slice(0, needed), needed);
  }

  #enoughToReach(at: number): readonly Requirement[] {
    const { code, numbers } = this.#programs;
    const terms = Array.from({ length: code.at(at + 2) }, (_, index) => ({
      need: this.#cheapest(code.at(at + 3 + 2 * index)),
      weight: numbers[code.at(at + 4 + 2 * index)] ?? 0,
    }));
    const kept = leftToReach(numbers[code.at(at + 1)] ?? 0, terms);
    return joined(kept, kept.length);
  }

  #cheapest(ref: number): Requirement | null {
    const needs = this.#needs(ref);
    return needs.length === 0 ? null : needs.reduce((best, each) => (each.cost < best.cost ? each : best));
  }
}

/** All of so many as one requirement, or none if some are missing. */
function joined(requirements: readonly Requirement[], expected: number): readonly Requirement[] {
  if (requirements.length < expected || expected === 0) return [];
  const leaves = [...new Set(requirements.flatMap((each) => each.leaves))];
  return [{ cost: requirements.reduce((sum, { cost }) => sum + cost, 0), leaves }];
}
