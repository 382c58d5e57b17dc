import { formsOf, mayBeKazakh } from './inflection/forms.ts';
import { QueryError } from './language/finding.ts';
import type { Term } from './language/syntax.ts';
import { conceptNamedBy, writtenTerm } from './language/terms.ts';
import { type Script, scriptOf } from './termCensus.ts';

/** How a term of a concept is read. */
export interface ReadTerm {
  readonly kind: 'word' | 'phrase' | 'concept' | 'broken';
  /** Null of a concept, and of what cannot be read. */
  readonly mode: Exclude<Term, { kind: 'concept' }>['mode'] | null;
  readonly script: Script | null;
  /** The forms under which a single word is found, folded, itself first; empty of all else. */
  readonly forms: readonly string[];
  /** Besides them, with whatever endings Kazakh allows: these are tested, not listed. */
  readonly takesKazakhEndings: boolean;
}

/** What a term of a concept stands for. Never throws. */
export function readTermOf(text: string): ReadTerm {
  const script = scriptOf(text);
  const plain = { script, forms: [], takesKazakhEndings: false };
  if (conceptNamedBy(text) !== null) return { ...plain, kind: 'concept', mode: null, script: null };
  const term = termOf(text);
  if (term === null) return { ...plain, kind: 'broken', mode: null };
  if (term.kind !== 'word' || term.mode !== 'inflected') return { ...plain, kind: term.kind, mode: term.mode };
  return {
    ...{ kind: 'word', mode: term.mode, script, forms: formsOf(term.text) },
    takesKazakhEndings: mayBeKazakh(term.text),
  };
}

function termOf(text: string): Exclude<Term, { kind: 'concept' }> | null {
  try {
    const term = writtenTerm(text, { from: 0, to: text.length });
    return term.kind === 'concept' ? null : term;
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}
