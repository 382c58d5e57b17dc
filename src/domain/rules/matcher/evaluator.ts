import type { StatedFigure } from '../../figures/figure.ts';
import { featureOf, fieldMask, isLeaf, maskOf, type Presence } from './features.ts';
import { figuresThatMeet } from './figureCondition.ts';
import { Ints } from './ints.ts';
import { comparisons, figureKindAt, operation, type Programs } from './program.ts';
import type { Places } from './termPlaces.ts';

/** What can be said of a node from the text alone. `open`: it hangs on conditions on the story's ledger (Kleene's unknown). */
export const verdict = { no: 0, yes: 1, open: 2 } as const;

const { no, yes, open } = verdict;

/** Runs programs over the article at hand. */
export class Evaluator {
  #figures: readonly StatedFigure[] = [];
  /** Verdicts of nodes with a memo: the stamp of the article times 4, plus the verdict. */
  readonly #memos = new Ints(1024);
  readonly #presence: Presence;
  readonly #places: Places;
  readonly #programs: Programs;

  constructor(presence: Presence, places: Places, programs: Programs) {
    this.#presence = presence;
    this.#places = places;
    this.#programs = programs;
  }

  begin(figures: readonly StatedFigure[]): void {
    this.#figures = figures;
    this.#memos.reserve(this.#programs.memos);
    if (this.#presence.stamp === 1) this.#memos.items.fill(0);
  }

  /** The verdict on the node. */
  evaluate(ref: number): number {
    if (isLeaf(ref)) return this.#presence.fieldsOf(featureOf(ref), maskOf(ref)) === 0 ? no : yes;
    const { code } = this.#programs;
    const at = ref >> 1;
    switch (code.at(at)) {
      case operation.any:
      case operation.phrase:
      case operation.near:
        return this.#remembered(at);
      case operation.and:
        return this.#all(at + 2, code.at(at + 1));
      case operation.or:
        return this.#atLeast(1, at + 2, code.at(at + 1));
      case operation.of:
        return this.#atLeast(code.at(at + 1), at + 3, code.at(at + 2));
      case operation.not:
        return opposite(this.evaluate(code.at(at + 1)));
      case operation.score:
        return this.#score(at);
      case operation.figure:
        return this.figuresOf(at).length > 0 ? yes : no;
      default:
        return open;
    }
  }

  /** The figures by which the condition at that place in the code holds. */
  figuresOf(at: number): readonly StatedFigure[] {
    const { code, numbers } = this.#programs;
    const mask = code.at(at + 1);
    const condition = {
      figure: figureKindAt(code.at(at + 2)),
      comparison: comparisons[code.at(at + 3)] ?? '=',
      value: numbers[code.at(at + 4)] ?? 0,
    };
    const inFields = this.#figures.filter(({ span }) => (fieldMask[span[0]] & mask) !== 0);
    return figuresThatMeet(condition, inFields);
  }

  /** The sum of the weights whose terms hold. */
  sumOf(at: number): number {
    const { code, numbers } = this.#programs;
    let sum = 0;
    for (let term = at + 3; term < at + 3 + 2 * code.at(at + 2); term += 2) {
      if (this.evaluate(code.at(term)) === yes) sum += numbers[code.at(term + 1)] ?? 0;
    }
    return sum;
  }

  #remembered(at: number): number {
    const memo = this.#programs.code.at(at + 1);
    const { stamp } = this.#presence;
    const known = this.#memos.at(memo);
    if (known >> 2 === stamp) return known & 3;
    const found = this.#holds(at) ? yes : no;
    this.#memos.items[memo] = (stamp << 2) | found;
    return found;
  }

  #holds(at: number): boolean {
    const { code } = this.#programs;
    if (code.at(at) === operation.any) return this.#hasAny(at + 3, code.at(at + 2));
    const ref = at << 1;
    if (code.at(at) === operation.near && !(this.#mayHold(code.at(at + 5)) && this.#mayHold(code.at(at + 6))))
      return false;
    return (
      this.#places.of(ref, fieldMask.title, 1).firsts.length > 0 ||
      this.#places.of(ref, fieldMask.body, 1).firsts.length > 0
    );
  }

  #mayHold(side: number): boolean {
    return !isLeaf(side) || this.evaluate(side) === yes;
  }

  #hasAny(from: number, count: number): boolean {
    const { items } = this.#programs.code;
    for (let at = from; at < from + count; at++) {
      const leaf = items[at] ?? 0;
      if (this.#presence.fieldsOf(featureOf(leaf), maskOf(leaf)) !== 0) return true;
    }
    return false;
  }

  #all(from: number, count: number): number {
    let result: number = yes;
    for (let at = from; at < from + count; at++) {
      const found = this.evaluate(this.#programs.code.at(at));
      if (found === no) return no;
      if (found === open) result = open;
    }
    return result;
  }

  #atLeast(least: number, from: number, count: number): number {
    let held = 0;
    let undecided = 0;
    for (let at = from; at < from + count; at++) {
      const found = this.evaluate(this.#programs.code.at(at));
      if (found === yes && ++held >= least) return yes;
      if (found === open) undecided++;
    }
    return held + undecided >= least ? open : no;
  }

  #score(at: number): number {
    const { code, numbers } = this.#programs;
    const threshold = numbers[code.at(at + 1)] ?? 0;
    let lowest = 0;
    let highest = 0;
    for (let term = at + 3; term < at + 3 + 2 * code.at(at + 2); term += 2) {
      const weight = numbers[code.at(term + 1)] ?? 0;
      const found = this.evaluate(code.at(term));
      if (found === yes || (found === open && weight < 0)) lowest += weight;
      if (found === yes || (found === open && weight > 0)) highest += weight;
    }
    if (lowest >= threshold) return yes;
    return highest >= threshold ? open : no;
  }
}

const opposite = (found: number): number => (found === open ? open : found === yes ? no : yes);
