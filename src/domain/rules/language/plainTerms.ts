import type { Term } from './syntax.ts';

/** The words and phrases of a concept and of the concepts that it names; a list that is named again is not walked again. */
export function plainTerms(terms: readonly Term[]): readonly Term[] {
  const walked = new Set<readonly Term[]>();
  const visit = (list: readonly Term[]): readonly Term[] => {
    if (walked.has(list)) return [];
    walked.add(list);
    return list.flatMap((term) => (term.kind === 'concept' ? visit(term.terms) : [term]));
  };
  return visit(terms);
}
