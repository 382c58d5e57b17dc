import type { FigureKind } from '../../figures/figure.ts';
import type { ChangeCondition } from '../../ledger/condition.ts';
import type { TextField } from '../span.ts';

/** Where in the query a node stands: UTF-16 offsets, end exclusive. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** How a word is compared: in any inflected form, by stem, to the letter, or by how it begins. */
export type WordMode = 'inflected' | 'stem' | 'exact' | 'prefix';

export type Term =
  | { readonly kind: 'word'; readonly text: string; readonly mode: WordMode; readonly at: Place }
  | {
      readonly kind: 'phrase';
      readonly words: readonly string[];
      readonly mode: 'inflected' | 'exact';
      readonly at: Place;
    }
  | { readonly kind: 'concept'; readonly name: string; readonly terms: readonly Term[]; readonly at: Place };

/** A query as a tree. */
export type Node =
  | Term
  | { readonly kind: 'and' | 'or'; readonly children: readonly Node[]; readonly at: Place }
  | { readonly kind: 'not'; readonly child: Node; readonly at: Place }
  | {
      readonly kind: 'near';
      readonly left: Node;
      readonly right: Node;
      /** Words in between, at most. */
      readonly distance: number;
      readonly ordered: boolean;
      readonly at: Place;
    }
  | { readonly kind: 'of'; readonly least: number; readonly children: readonly Node[]; readonly at: Place }
  | { readonly kind: 'score'; readonly least: number; readonly terms: readonly Weighted[]; readonly at: Place }
  | { readonly kind: 'field'; readonly field: TextField; readonly child: Node; readonly at: Place }
  | { readonly kind: 'source' | 'lang'; readonly value: string; readonly at: Place }
  | FigureCondition
  | LedgerCondition;

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** `killed >= 10`: the article states such a figure. */
export interface FigureCondition {
  readonly kind: 'figure';
  readonly figure: FigureKind;
  readonly comparison: Comparison;
  readonly value: number;
  readonly at: Place;
}

/** `changed(killed)`, `rise(killed) >= 20%`: the story's ledger moved with this article. Decided in the story step. */
export interface LedgerCondition extends ChangeCondition {
  readonly kind: 'ledger';
  readonly figure: FigureKind;
  readonly at: Place;
}

export interface Weighted {
  readonly node: Node;
  readonly weight: number;
}

/** The nodes directly below. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'of':
      return node.children;
    case 'concept':
      return node.terms;
    case 'not':
    case 'field':
      return [node.child];
    case 'near':
      return [node.left, node.right];
    case 'score':
      return node.terms.map((term) => term.node);
    default:
      return [];
  }
}
