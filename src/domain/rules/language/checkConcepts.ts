import type { Concepts } from '../rule.ts';
import { QueryError, type QueryFinding } from './finding.ts';
import { conceptNamedBy, unknownConcept, writtenTerm } from './terms.ts';

/** What is wrong with a term of a concept, whether a rule uses the concept or not. The column counts in the term. */
export interface ConceptFinding extends QueryFinding {
  readonly concept: string;
  /** The place of the term in the concept's list, from 0. */
  readonly term: number;
}

/** The terms that the language refuses, each once, where it stands: a concept is not blamed for those of one that it names. */
export function brokenTerms(concepts: Concepts): readonly ConceptFinding[] {
  return Object.entries(concepts).flatMap(([concept, terms]) =>
    terms.flatMap((text, term) => {
      const finding = faultOf(text, concept, concepts);
      return finding === null ? [] : [{ ...finding, concept, term }];
    }),
  );
}

function faultOf(text: string, concept: string, concepts: Concepts): QueryFinding | null {
  const at = { from: 0, to: text.length };
  try {
    const other = conceptNamedBy(text);
    if (other === null) writtenTerm(text, at);
    else refuseName(other, concept, concepts);
    return null;
  } catch (error) {
    if (error instanceof QueryError) return error.finding;
    throw error;
  }
}

function refuseName(other: string, concept: string, concepts: Concepts): void {
  if (!Object.hasOwn(concepts, other)) throw unknownConcept(other, concepts, { from: 0, to: other.length + 1 });
  if (other !== concept && !conceptsNamedIn(other, concepts).has(concept)) return;
  throw new QueryError(0, other === concept ? 'it names itself' : `@${other} names this concept in turn`);
}

/** All concepts that a concept names, and those that these name. Each is looked into once, so that circles end. */
export function conceptsNamedIn(name: string, concepts: Concepts): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [name];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    for (const term of Object.hasOwn(concepts, each) ? (concepts[each] ?? []) : []) {
      const other = conceptNamedBy(term);
      if (other === null || found.has(other)) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}
