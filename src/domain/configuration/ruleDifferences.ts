import type { Concepts } from '../rules/rule.ts';
import type { RuleDefinition } from '../rules/ruleDefinition.ts';
import { sameValue } from './changes.ts';

const fields = ['name', 'query', 'owner', 'alert', 'blindBelow'] as const;

/** A field of a rule that two versions of it have otherwise. */
export interface FieldDifference {
  readonly field: (typeof fields)[number];
  readonly before: string;
  readonly after: string;
}

export const fieldDifferences = (before: RuleDefinition, after: RuleDefinition): readonly FieldDifference[] =>
  fields
    .filter((field) => !sameValue(before[field], after[field]))
    .map((field) => ({ field, before: shown(before[field]), after: shown(after[field]) }));

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'as by default');

/** The terms that a concept lost and gained. A concept that is not there has none. */
export interface ConceptDifference {
  readonly concept: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export function conceptDifferences(before: Concepts, after: Concepts): readonly ConceptDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .map((concept) => ({ concept, ...termDifference(before[concept] ?? [], after[concept] ?? []) }))
    .filter(({ removed, added }) => removed.length + added.length > 0);
}

export const termDifference = (before: readonly string[], after: readonly string[]) => ({
  removed: before.filter((term) => !after.includes(term)),
  added: after.filter((term) => !before.includes(term)),
});
