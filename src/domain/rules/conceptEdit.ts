import { createHash } from 'node:crypto';
import { brokenTerms, type ConceptFinding, conceptsNamedIn } from './language/checkConcepts.ts';
import { conceptsOfQuery } from './language/conceptsOfQuery.ts';
import { reasonIn } from './language/finding.ts';
import { tokensOf } from './language/lexer.ts';
import { parseQuery } from './language/parser.ts';
import { conceptNamedBy } from './language/terms.ts';
import type { Concepts } from './rule.ts';
import type { RuleDefinition, RuleDefinitions } from './ruleDefinition.ts';

/** What is taken out of a list of terms, and what is put in. */
export interface TermEdit {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Of a concept's terms: another one after every change of them. */
export const conceptVersion = (terms: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(terms)).digest('hex').slice(0, 12);

/** The terms in their order, without those removed; new ones at the end. */
export function editedTerms(terms: readonly string[], { added, removed }: TermEdit): readonly string[] {
  const kept = terms.filter((term) => !removed.includes(term));
  return [...kept, ...new Set(added.filter((term) => !kept.includes(term)))];
}

/** Terms as somebody types them: one a line. */
export const typedTerms = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.normalize('NFC').trim())
    .filter((line) => line !== '');

const longestTerm = 200;
const mostTerms = 10_000;

/** What keeps the terms of one concept from being used; `concepts` holds it as it would be. */
export function termFaults(name: string, concepts: Concepts): readonly ConceptFinding[] {
  const terms = concepts[name] ?? [];
  const whole = (term: number, message: string): ConceptFinding => ({
    ...{ concept: name, term, severity: 'error', column: 1, message, suggestion: null },
  });
  if (terms.length === 0) return [whole(0, 'a concept needs at least one term')];
  if (terms.length > mostTerms) return [whole(mostTerms, `a concept has at most ${mostTerms} terms`)];
  const long = terms.flatMap((term, place) =>
    term.length > longestTerm ? [whole(place, `a term has at most ${longestTerm} characters`)] : [],
  );
  return [...long, ...brokenTerms(concepts).filter(({ concept }) => concept === name)];
}

export const isConceptName = (name: string): boolean => /^[\p{L}\p{N}_-]{1,100}$/u.test(name);

/** The rules whose query uses a concept, be it through another one. */
export const rulesUsing = (name: string, { rules, concepts }: RuleDefinitions): readonly RuleDefinition[] =>
  rules.filter(({ query }) => Object.hasOwn(conceptsOfQuery(query, concepts), name));

/** The concepts that name a concept, be it through another one. */
export const conceptsUsing = (name: string, concepts: Concepts): readonly string[] =>
  Object.keys(concepts).filter((other) => other !== name && conceptsNamedIn(other, concepts).has(name));

/** A rule that an edit of concepts would leave without a query that can be used. */
export interface BrokenRule {
  readonly ruleId: string;
  readonly name: string;
  readonly message: string;
}

/** Rules that can be used with the concepts as they are, and not as they would be. */
export const brokenRules = ({ rules, concepts }: RuleDefinitions, wanted: Concepts): readonly BrokenRule[] =>
  rules.flatMap(({ id, name, query }) => {
    const after = parseQuery(query, { concepts: wanted });
    if (after.kind === 'query' || parseQuery(query, { concepts }).kind === 'refused') return [];
    return [{ ruleId: id, name, message: reasonIn(after.findings) }];
  });

/** The same rules and concepts, with one concept under another name wherever it is named. */
export function renamedConcept({ rules, concepts }: RuleDefinitions, from: string, to: string): RuleDefinitions {
  const renamedTerm = (term: string) => (conceptNamedBy(term) === from ? `@${to}` : term);
  return {
    rules: rules.map((rule) => ({ ...rule, query: renamedInQuery(rule.query, from, to) })),
    concepts: Object.fromEntries(
      Object.entries(concepts).map(([name, terms]) => [name === from ? to : name, terms.map(renamedTerm)]),
    ),
  };
}

/** A query that cannot be read stays as it is. */
function renamedInQuery(query: string, from: string, to: string): string {
  if (!query.includes(`@${from}`) || parseQuery(query, { concepts: namedIn(query) }).kind === 'refused') return query;
  const named = tokensOf(query).filter((token) => token.kind === 'concept' && token.name === from);
  return named.reduceRight((text, token) => `${text.slice(0, token.from)}@${to}${text.slice(token.to)}`, query);
}

/** Concepts enough to read a query for its places. */
const namedIn = (query: string): Concepts =>
  Object.fromEntries([...query.matchAll(/@([\p{L}\p{N}_-]+)/gu)].map(([, name = '']) => [name, ['placeholder']]));
