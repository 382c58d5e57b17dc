import { parseAlertCondition } from './alertCondition.ts';
import type { QueryFinding } from './language/finding.ts';
import { findingsOfQuery } from './language/parser.ts';
import type { Concepts } from './rule.ts';
import type { RuleDefinition } from './ruleDefinition.ts';

export type RuleField = 'id' | 'name' | 'query' | 'owner' | 'when' | 'cooldown' | 'blindBelow' | 'why';

/** What is wrong with a field of a rule, or likely a mistake. The column counts in the query or the condition. */
export interface RuleFault extends QueryFinding {
  readonly field: RuleField;
}

const longest = { id: 100, name: 200, owner: 320, query: 50_000, when: 2000 } as const;

/** All that is wrong with a rule as somebody wants it, and all that is likely a mistake. */
export const checkRule = (rule: RuleDefinition, concepts: Concepts): readonly RuleFault[] => [
  ...shapeFaults(rule),
  ...queryFaults(rule.query, concepts),
  ...conditionFaults(rule.alert.when),
];

export const isError = ({ severity }: Pick<RuleFault, 'severity'>): boolean => severity === 'error';

/** A fault of a whole field. */
export const faultOf = (field: RuleField, message: string, suggestion: string | null = null): RuleFault => ({
  ...{ field, severity: 'error', column: 1, message, suggestion },
});

const address = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

function shapeFaults({ id, name, owner, alert, blindBelow }: RuleDefinition): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if (!/^[\p{L}\p{N}-]+$/u.test(id) || id.length > longest.id)
    faults.push(faultOf('id', `an id has letters, digits and hyphens, at most ${longest.id}`, suggestedId(id)));
  if (name.trim() === '' || name.length > longest.name)
    faults.push(faultOf('name', `a name has at least one character and at most ${longest.name}`));
  if (owner !== null && (!address.test(owner) || owner.length > longest.owner))
    faults.push(faultOf('owner', 'expected an email address like desk@example.org'));
  const { cooldownSeconds } = alert;
  if (cooldownSeconds !== undefined && !(Number.isInteger(cooldownSeconds) && cooldownSeconds >= 0))
    faults.push(faultOf('cooldown', 'expected a duration like 30m'));
  if (blindBelow !== undefined && !(blindBelow >= 0 && blindBelow <= 1))
    faults.push(faultOf('blindBelow', 'expected a percentage like 50%'));
  return faults;
}

/** `Riots in Almaty` → `riots-in-almaty`; null where nothing is left. */
export function suggestedId(text: string): string | null {
  const id = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-/, '')
    .slice(0, longest.id)
    .replace(/-$/, '');
  return id === '' || id === text ? null : id;
}

function queryFaults(query: string, concepts: Concepts): readonly RuleFault[] {
  if (query.length > longest.query) return [faultOf('query', `a query has at most ${longest.query} characters`)];
  return findingsOfQuery(query, { concepts }).map((finding) => ({ field: 'query', ...finding }));
}

function conditionFaults(when: string | undefined): readonly RuleFault[] {
  if (when === undefined) return [];
  if (when.length > longest.when) return [faultOf('when', `a condition has at most ${longest.when} characters`)];
  const parsed = parseAlertCondition(when);
  return parsed.kind === 'refused' ? parsed.findings.map((finding) => ({ field: 'when', ...finding })) : [];
}
