import type { RulesFile } from '../../config/rulesFile.ts';
import { formsOf, mayBeKazakh } from '../domain/rules/inflection/forms.ts';
import { stemOf } from '../domain/rules/inflection/stems.ts';
import { parseQuery } from '../domain/rules/language/parser.ts';
import { childrenOf, type Node } from '../domain/rules/language/syntax.ts';

/** Under which forms a word of a rule or of a concept is looked for. */
export interface WordForms {
  /** The rule, or `@` and the concept, that has the word. */
  readonly of: string;
  readonly word: string;
  readonly forms: readonly string[];
  /** What else is found, in words; null where the forms are all. */
  readonly also: string | null;
}

/** Every word of the rules, then of the concepts that they use, once each. Rules that are refused are left out. */
export function formsIn({ concepts, rules }: RulesFile): readonly WordForms[] {
  const ofConcepts = new Map<string, readonly WordForms[]>();
  const ofRules = rules.flatMap(({ id, query }) => {
    const parsed = parseQuery(query, { concepts });
    return parsed.kind === 'query' ? unique(wordsIn(parsed.node, id, ofConcepts)) : [];
  });
  return [...ofRules, ...[...ofConcepts.values()].flatMap(unique)];
}

function wordsIn(node: Node, of: string, ofConcepts: Map<string, readonly WordForms[]>): readonly WordForms[] {
  if (node.kind === 'word') return shownForms(node, of);
  if (node.kind === 'phrase')
    return node.words.flatMap((text) => shownForms({ kind: 'word', text, mode: node.mode, at: node.at }, of));
  const within = (parent: string) => childrenOf(node).flatMap((child) => wordsIn(child, parent, ofConcepts));
  if (node.kind !== 'concept') return within(of);
  if (!ofConcepts.has(node.name)) ofConcepts.set(node.name, within(`@${node.name}`));
  return [];
}

function shownForms({ text, mode }: Extract<Node, { kind: 'word' }>, of: string): readonly WordForms[] {
  const stem = mode === 'stem' ? stemOf(text) : null;
  if (mode === 'exact' || mode === 'prefix') return [];
  if (stem !== null) return [{ of, word: `${text}~`, forms: [], also: `every word with the stem ${stem}` }];
  const also = mayBeKazakh(text) ? 'Kazakh suffixes' : null;
  return [{ of, word: text, forms: formsOf(text), also }];
}

const unique = (words: readonly WordForms[]): readonly WordForms[] => [
  ...new Map(words.map((each) => [each.word, each])).values(),
];
