import type { Database } from '../../adapters/store/database.ts';
import { createRuleHistory, definitionOf, type KeptRevision } from '../../adapters/store/rules/ruleHistory.ts';
import type { Authorship } from '../../adapters/store/rules/ruleStore.ts';
import { lockConfiguration } from '../../adapters/store/shared/lockConfiguration.ts';
import { within } from '../../adapters/store/transactional.ts';
import { conceptDifferences } from '../../domain/configuration/ruleDifferences.ts';
import { parseAlertCondition } from '../../domain/rules/alertCondition.ts';
import { conceptsUsed } from '../../domain/rules/language/conceptsUsed.ts';
import { nearest } from '../../domain/rules/language/nearestName.ts';
import { parseQuery } from '../../domain/rules/language/parser.ts';
import type { AlertPolicy } from '../../domain/rules/rule.ts';
import type { RuleDefinitions } from '../../domain/rules/ruleDefinition.ts';
import type { PlannedChange } from './configKind.ts';
import { rulesKind } from './rulesKind.ts';

export interface RestoreRequest {
  readonly ruleId: string;
  readonly revision: number;
  readonly isDryRun: boolean;
}

export type Restoration =
  | {
      readonly kind: 'planned' | 'restored';
      readonly changes: readonly PlannedChange[];
      readonly notes: readonly string[];
    }
  | { readonly kind: 'in force' }
  /** The reason, and what to do. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Makes a new revision of a rule with an old one's name, query, owner and alert, and the concepts as they are now. Under
 * the lock of apply, all or nothing; a rule that was taken out comes back.
 */
export const restoreRule = (db: Database, request: RestoreRequest, who: Authorship): Promise<Restoration> =>
  db.transaction(async (tx) => {
    await lockConfiguration(tx);
    const history = createRuleHistory(tx);
    const revisions = await history.revisions(request.ruleId);
    const wanted = revisions.find(({ revision }) => revision === request.revision);
    if (wanted === undefined) return { kind: 'refused', reason: notThere(request, revisions, await history.ruleIds()) };
    const current = await rulesKind.current(within(tx));
    const notes = conceptNotes(wanted, current);
    if (notes.kind === 'refused') return notes;
    const whenRefused = refusedWhen(wanted.alert);
    if (whenRefused !== null) return { kind: 'refused', reason: whenRefused };
    const next = withRule(current, wanted);
    const changes = rulesKind.changes(current, next);
    if (changes.length === 0) return { kind: 'in force' };
    if (!request.isDryRun) await rulesKind.apply(within(tx), next, who);
    return { kind: request.isDryRun ? 'planned' : 'restored', changes, notes: notes.notes };
  });

function notThere(
  { ruleId, revision }: RestoreRequest,
  revisions: readonly KeptRevision[],
  ids: readonly string[],
): string {
  const [last] = revisions;
  if (last === undefined) return noSuchRule(ruleId, ids);
  return `${ruleId} has no revision ${revision}, only 1 to ${last.revision}; \`tocsin rules history ${ruleId}\` lists them`;
}

export function noSuchRule(ruleId: string, ids: readonly string[]): string {
  const meant = nearest(ruleId, ids);
  return `there has never been a rule ${ruleId}${meant === null ? '' : `; did you mean ${meant}?`}`;
}

type ConceptNotes =
  | { readonly kind: 'notes'; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Which concepts have other terms now than then; refused where the query can't be used with those of now. */
function conceptNotes({ query, concepts: then }: KeptRevision, { concepts }: RuleDefinitions): ConceptNotes {
  const parsed = parseQuery(query, { concepts });
  if (parsed.kind === 'refused') {
    const [finding] = parsed.findings;
    const advice = finding?.suggestion == null ? '' : ` (try: ${finding.suggestion})`;
    const reason = `its query is no longer valid: ${finding?.message}${advice}\n    ${query}\nAdd what is missing or change the query in a file (\`tocsin rules export\`), then apply the file`;
    return { kind: 'refused', reason };
  }
  const differences = conceptDifferences(then, conceptsUsed(parsed.node, concepts));
  const notes = differences.map(({ concept, removed, added }) => {
    const terms = [...removed.map((term) => `-${term}`), ...added.map((term) => `+${term}`)].join(', ');
    return `@${concept} has changed since that revision and keeps its current terms: ${terms}`;
  });
  return { kind: 'notes', notes };
}

/** Why an old `alert.when` can't be used now, or null. */
function refusedWhen({ when }: AlertPolicy): string | null {
  const parsed = when === undefined ? null : parseAlertCondition(when);
  return parsed?.kind === 'refused'
    ? `its alert.when is no longer valid: ${parsed.findings[0]?.message}\n    ${when}`
    : null;
}

function withRule({ rules, concepts }: RuleDefinitions, wanted: KeptRevision): RuleDefinitions {
  const restored = definitionOf(wanted);
  return { concepts, rules: [...rules.filter(({ id }) => id !== restored.id), restored] };
}
