import { formsOf, mayBeKazakh } from '../../src/domain/rules/inflection/forms.ts';
import { type KazakhForms, kazakhForms } from '../../src/domain/rules/inflection/kazakh.ts';
import { stemOf } from '../../src/domain/rules/inflection/stems.ts';
import type { Term } from '../../src/domain/rules/language/syntax.ts';
import type { TextIndex } from './textIndex.ts';

/** A stretch of words: first and last position, both within. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Where a term stands in a text, in order. */
export function findTerm(term: Term, text: TextIndex): readonly Stretch[] {
  switch (term.kind) {
    case 'word':
      return positionsOf(term.text, term.mode, text).map((position) => ({ first: position, last: position }));
    case 'phrase':
      return findPhrase(term.words, term.mode, text);
    case 'concept':
      return inOrder(term.terms.flatMap((each) => findTerm(each, text)));
  }
}

export const inOrder = (stretches: readonly Stretch[]): readonly Stretch[] =>
  [...stretches].sort((a, b) => a.first - b.first || a.last - b.last);

type Mode = Extract<Term, { kind: 'word' }>['mode'];

interface Forms {
  readonly listed: readonly string[];
  readonly kazakh: KazakhForms | null;
}

const knownForms = new Map<string, Forms>();
const mostKnownForms = 50_000;

/** Forms are worked out once a word: rules use the same ones again and again. */
function knownFormsOf(word: string): Forms {
  const known = knownForms.get(word);
  if (known !== undefined) return known;
  if (knownForms.size >= mostKnownForms) knownForms.clear();
  const forms = { listed: formsOf(word), kazakh: mayBeKazakh(word) ? kazakhForms(word) : null };
  knownForms.set(word, forms);
  return forms;
}

function positionsOf(word: string, mode: Mode, text: TextIndex): readonly number[] {
  if (mode === 'exact') return text.byExact(word);
  if (mode === 'prefix') return text.byPrefix(word);
  const stem = mode === 'stem' ? stemOf(word) : null;
  return stem === null ? inflected(word, text) : text.byStem(stem);
}

/** `~` where there is no stemmer means inflection too. */
function inflected(word: string, text: TextIndex): readonly number[] {
  const { listed, kazakh } = knownFormsOf(word);
  const positions = listed.flatMap((form) => text.byFolded(form));
  if (kazakh !== null) positions.push(...text.byKazakhForms(kazakh));
  return [...new Set(positions)].sort((a, b) => a - b);
}

/** The words in a row: each place where the first stands is tried with the others behind it. */
function findPhrase(words: readonly string[], mode: 'inflected' | 'exact', text: TextIndex): readonly Stretch[] {
  const [firstWord, ...others] = words;
  if (firstWord === undefined) return [];
  let starts = positionsOf(firstWord, mode, text);
  others.forEach((word, index) => {
    if (starts.length === 0) return;
    const places = new Set(positionsOf(word, mode, text));
    starts = starts.filter((start) => places.has(start + index + 1));
  });
  return starts.map((start) => ({ first: start, last: start + words.length - 1 }));
}
