import { type FigureKind, figureKinds } from '../../figures/figure.ts';
import { plainTerms } from '../language/plainTerms.ts';
import type { Comparison, FigureCondition, LedgerCondition, Node, Term, Weighted } from '../language/syntax.ts';
import { type Features, featureOf, fieldMask, isLeaf, leafOf } from './features.ts';
import { Ints } from './ints.ts';
import type { Pairs } from './pairs.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * A rule as integers. A reference to a node is odd for a leaf (see `leafOf`) and else twice the node's offset in the code.
 * What stands at the offset, after the operation:
 *
 *     any      memo, n, leaves…                     at least one of the leaves
 *     phrase   memo, mask, pair, place, n, words…   the pair, with the words around it; `place`: that of the pair's first
 *     near     memo, mask, distance, ordered, left, right
 *     and, or  n, children…
 *     of       k, n, children…
 *     not      child
 *     score    threshold, n, (child, weight)…       numbers by their index
 *     figure   mask, kind, comparison, value        the value by its index
 *     ledger   the condition's index
 *
 * `memo` is where the node's verdict on the article at hand is kept: rules share equal nodes.
 */
export const operation = {
  any: 1,
  phrase: 2,
  near: 3,
  and: 4,
  or: 5,
  of: 6,
  not: 7,
  score: 8,
  figure: 9,
  ledger: 10,
} as const;

export const comparisons: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>='];

type Near = Extract<Node, { kind: 'near' }>;

/** Turns queries into programs. Equal subtrees of all rules are one node. */
export class Programs {
  readonly code = new Ints(1 << 12);
  readonly numbers: number[] = [];
  readonly ledger: LedgerCondition[] = [];
  memos = 0;
  readonly #nodes = new Map<string, number>();
  readonly #numberIndex = new Map<number, number>();
  readonly #named = new Map<string, number>();
  readonly #concepts = new WeakMap<readonly Term[], Map<number, number>>();
  readonly #features: Features;
  readonly #vocabulary: Vocabulary;
  readonly #pairs: Pairs;

  constructor(features: Features, vocabulary: Vocabulary, pairs: Pairs) {
    this.#features = features;
    this.#vocabulary = vocabulary;
    this.#pairs = pairs;
  }

  /** The reference of the node, looked for in the fields of the mask. */
  encode(node: Node, mask: number = fieldMask.both): number {
    switch (node.kind) {
      case 'word':
        return leafOf(this.#vocabulary.featureOf(node.text, node.mode), mask);
      case 'phrase':
        return this.#phrase(node.words, node.mode, mask);
      case 'concept':
        return this.#concept(node.terms, mask);
      case 'near':
        return this.#near(node, mask);
      case 'and':
        return this.#and(node.children.map((child) => this.encode(child, mask)));
      case 'or':
        return this.#any(node.children.map((child) => this.encode(child, mask)));
      case 'of':
        return this.#children(
          operation.of,
          [node.least],
          node.children.map((child) => this.encode(child, mask)),
        );
      case 'not':
        return this.#node([operation.not, this.encode(node.child, mask)]);
      case 'score':
        return this.#score(node.least, node.terms, mask);
      case 'field':
        return this.encode(node.child, fieldMask[node.field]);
      case 'lang':
      case 'source':
        return leafOf(this.named(node.kind, node.value), fieldMask.both);
      case 'figure':
        return this.#figure(node, mask);
      case 'ledger':
        return this.#node([operation.ledger, this.ledger.push(node) - 1]);
    }
  }

  /** The parser gives the same list for the same concept, which is encoded once for each mask. */
  #concept(terms: readonly Term[], mask: number): number {
    const byMask = this.#concepts.get(terms) ?? new Map<number, number>();
    this.#concepts.set(terms, byMask);
    const ref = byMask.get(mask) ?? this.#union(terms, mask);
    byMask.set(mask, ref);
    return ref;
  }

  /** All words of a concept are one feature, and all its pairs: rules that use it cost no more than a word. */
  #union(terms: readonly Term[], mask: number): number {
    const refs = [...new Set(plainTerms(terms).map((term) => this.encode(term, mask)))];
    const leaves = refs.filter(isLeaf).map(featureOf);
    const words = leaves.filter((feature) => this.#features.widthOf(feature) === 1);
    const pairs = leaves.filter((feature) => this.#features.widthOf(feature) === 2);
    const unions = [
      ...(words.length === 0 ? [] : [this.#vocabulary.unionOf(words)]),
      ...(pairs.length === 0 ? [] : [this.#pairs.unionOf(pairs)]),
    ];
    return this.#any([...unions.map((feature) => leafOf(feature, mask)), ...refs.filter((ref) => !isLeaf(ref))]);
  }

  /** The feature of what is no word: `lang ru`, `source reuters com`, `figure killed`. */
  named(kind: 'lang' | 'source' | 'figure', value: string): number {
    const name = `${kind} ${value}`;
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const feature = this.#features.add(1, kind === 'lang' ? 0.5 : 0.05);
    this.#named.set(name, feature);
    return feature;
  }

  /** The feature of that name, if a rule asks for it. */
  findNamed(kind: 'lang' | 'source' | 'figure', value: string): number | null {
    return this.#named.get(`${kind} ${value}`) ?? null;
  }

  #phrase(words: readonly string[], mode: 'inflected' | 'exact', mask: number): number {
    const features = words.map((word) => this.#vocabulary.featureOf(word, mode));
    const place = this.#rarestPair(features);
    const pair = this.#pairs.featureOf(features[place] ?? 0, features[place + 1] ?? 0);
    if (features.length === 2) return leafOf(pair, mask);
    return this.#memoized([operation.phrase, 0, mask, pair, place, features.length, ...features]);
  }

  #rarestPair(features: readonly number[]): number {
    const rates = features.map((feature) => this.#features.rateOf(feature));
    const pairs = rates.slice(1).map((rate, place) => Math.min(rate, rates[place] ?? 1));
    return pairs.indexOf(Math.min(...pairs));
  }

  #near({ left, right, distance, ordered }: Near, mask: number): number {
    const sides = [this.encode(left, mask), this.encode(right, mask)];
    return this.#memoized([operation.near, 0, mask, distance, ordered ? 1 : 0, ...sides]);
  }

  /** Nested ANDs are one; the cheapest to test and the rarest come first, since the first that fails ends it. */
  #and(refs: readonly number[]): number {
    const children = [...new Set(refs.flatMap((ref) => this.#below(ref, operation.and)))];
    const [only] = children;
    if (children.length === 1 && only !== undefined) return only;
    const rank = (ref: number): number => (isLeaf(ref) ? this.#features.rateOf(featureOf(ref)) : 1 + this.#sizeOf(ref));
    return this.#children(operation.and, [], sortedBy(children, rank));
  }

  /** Nested ORs and concepts are one. */
  #any(refs: readonly number[]): number {
    const children = [...new Set(refs.flatMap((ref) => this.#below(ref, operation.or, operation.any)))];
    const [only] = children;
    if (children.length === 1 && only !== undefined) return only;
    const leaves = children.filter(isLeaf);
    if (leaves.length === children.length) return this.#memoized([operation.any, 0, leaves.length, ...leaves]);
    const inner = leaves.length < 2 ? leaves : [this.#memoized([operation.any, 0, leaves.length, ...leaves])];
    return this.#children(operation.or, [], [...inner, ...children.filter((ref) => !isLeaf(ref))]);
  }

  /** The children of a node of that operation; any other node as it is. */
  #below(ref: number, ...operations: readonly number[]): readonly number[] {
    if (isLeaf(ref)) return [ref];
    const at = ref >> 1;
    const found = this.code.at(at);
    if (!operations.includes(found)) return [ref];
    const counted = found === operation.any ? at + 2 : at + 1;
    const children = Array.from({ length: this.code.at(counted) }, (_, index) => this.code.at(counted + 1 + index));
    return found === operation.or ? children.flatMap((child) => this.#below(child, operation.any)) : children;
  }

  #score(least: number, terms: readonly Weighted[], mask: number): number {
    const children = terms.flatMap(({ node, weight }) => [this.encode(node, mask), this.#number(weight)]);
    return this.#node([operation.score, this.#number(least), terms.length, ...children]);
  }

  #figure({ figure, comparison, value }: FigureCondition, mask: number): number {
    this.named('figure', figure);
    const kind = figureKinds.indexOf(figure);
    return this.#node([operation.figure, mask, kind, comparisons.indexOf(comparison), this.#number(value)]);
  }

  #number(value: number): number {
    const known = this.#numberIndex.get(value);
    if (known !== undefined) return known;
    const index = this.numbers.push(value) - 1;
    this.#numberIndex.set(value, index);
    return index;
  }

  #children(kind: number, before: readonly number[], refs: readonly number[]): number {
    return this.#node([kind, ...before, refs.length, ...refs]);
  }

  /** The node, with a memo if it is new; the integer after the operation is its place. */
  #memoized(integers: number[]): number {
    const memo = this.memos;
    return this.#node(integers, () => {
      integers[1] = memo;
      this.memos++;
    });
  }

  #node(integers: readonly number[], onNew: () => void = () => {}): number {
    const key = integers.join();
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    onNew();
    const ref = this.code.length << 1;
    for (const integer of integers) this.code.push(integer);
    this.#nodes.set(key, ref);
    return ref;
  }

  /** Roughly how much work a node is. */
  #sizeOf(ref: number): number {
    const kind = this.code.at(ref >> 1);
    if (kind === operation.not) return 0.5;
    return kind === operation.any ? 1 : kind === operation.near || kind === operation.phrase ? 3 : 2;
  }
}

export const figureKindAt = (index: number): FigureKind => figureKinds[index] ?? 'killed';

const sortedBy = (refs: readonly number[], rank: (ref: number) => number): readonly number[] =>
  refs
    .map((ref) => ({ ref, rank: rank(ref) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ ref }) => ref);
