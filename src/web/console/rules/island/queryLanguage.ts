import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Diagnostic, linter } from '@codemirror/lint';
import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { figureKinds } from '../../../../domain/figures/figure.ts';
import { placeOfFinding } from '../../../../domain/rules/language/findingPlace.ts';
import { mendsOf } from '../../../../domain/rules/language/mends.ts';
import { findingsOfQuery } from '../../../../domain/rules/language/parser.ts';
import { queryPieces } from '../../../../domain/rules/language/queryPieces.ts';
import type { Concepts } from '../../../../domain/rules/rule.ts';

/** Colours, completion, and errors under the very characters with their mends as buttons. */
export const queryLanguage = (concepts: Concepts): Extension => [
  colours,
  linter((view) => diagnosticsOf(view.state.doc.toString(), concepts), { delay: 200 }),
  autocompletion({ override: [completionOf(concepts)], icons: false }),
];

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = coloured(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = coloured(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function coloured({ state }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, kind } of queryPieces(state.doc.toString()))
    builder.add(from, to, Decoration.mark({ class: `q-${kind}` }));
  return builder.finish();
}

function diagnosticsOf(text: string, concepts: Concepts): readonly Diagnostic[] {
  if (text.trim() === '') return [];
  const findIn = (query: string) => findingsOfQuery(query, { concepts });
  return findIn(text).map((finding) => {
    const { from, to } = placeOfFinding(text, finding);
    const actions = mendsOf(text, finding, findIn).map(({ label, ...mend }) => ({
      name: label,
      apply: (view: EditorView) => view.dispatch({ changes: mend }),
    }));
    return { from, to, severity: finding.severity, message: finding.message, actions };
  });
}

const operators: readonly Completion[] = [
  ...['AND', 'OR', 'NOT', 'NEAR/5', 'BEFORE/5'].map((label) => ({ label, type: 'keyword' })),
  { label: '2 OF (', type: 'keyword', detail: 'at least two of' },
  { label: 'SCORE 10 (', type: 'keyword', detail: 'weighted sum' },
];

const fields: readonly Completion[] = ['title', 'body', 'url', 'author', 'source', 'lang'].map((name) => ({
  ...{ label: `${name}:`, type: 'property' },
}));

const figures: readonly Completion[] = figureKinds.flatMap((kind) => [
  { label: `${kind} >= `, type: 'type', detail: 'a figure that the article states' },
  { label: `changed(${kind})`, type: 'type', detail: 'the story’s figure moved' },
]);

const completionOf =
  (concepts: Concepts) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/@?[\p{L}\p{N}_/-]*/u);
    if (word === null || (word.from === word.to && !context.explicit)) return null;
    const named = Object.entries(concepts).map(([name, terms]) => ({
      ...{ label: `@${name}`, type: 'variable', detail: terms.join(', ').slice(0, 60) },
    }));
    const options = word.text.startsWith('@') ? named : [...operators, ...fields, ...figures, ...named];
    return { from: word.from, options, validFor: /^@?[\p{L}\p{N}_/-]*$/u };
  };
