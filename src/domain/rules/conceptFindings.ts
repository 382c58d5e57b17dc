import { brokenTerms, type ConceptFinding } from './language/checkConcepts.ts';
import { coveredTerms } from './matcher/coveredTerms.ts';
import type { Concepts } from './rule.ts';

/** All that is wrong, or likely a mistake, in the terms of concepts. What is needless is looked for once all are right. */
export function conceptFindings(concepts: Concepts): readonly ConceptFinding[] {
  const broken = brokenTerms(concepts);
  return broken.length > 0 ? broken : coveredTerms(concepts);
}
