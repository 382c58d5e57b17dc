import { sameValue } from '../../domain/configuration/changes.ts';
import { checkRule, faultOf, isError, type RuleFault } from '../../domain/rules/checkRule.ts';
import { definitionOf, type KeptRevision } from '../../domain/rules/keptRevision.ts';
import { type CaseResult, runCases } from '../../domain/rules/ruleCase.ts';
import type { RuleDefinition } from '../../domain/rules/ruleDefinition.ts';
import { audited, type Deed } from '../deed.ts';
import { inForceOf, type LockedRules } from './lockedRules.ts';

/** A rule as somebody wants it. */
export interface RuleEdit {
  readonly rule: RuleDefinition;
  /** The revision that its editor saw; null: there was no such rule. */
  readonly basedOn: number | null;
  /** Save it although some of its test cases fail. */
  readonly savesAnyway: boolean;
}

export type RuleChangeOutcome =
  | { readonly kind: 'saved'; readonly revision: number }
  /** The rule is so already. */
  | { readonly kind: 'unchanged'; readonly revision: number }
  | { readonly kind: 'refused'; readonly faults: readonly RuleFault[] }
  /** Somebody else changed it meanwhile; null: it was taken out. */
  | { readonly kind: 'conflict'; readonly current: KeptRevision | null }
  | { readonly kind: 'failing'; readonly results: readonly CaseResult[] };

export type Objection = Exclude<RuleChangeOutcome, { readonly kind: 'saved' }>;

/** What speaks against an edit; null: nothing does. */
export async function objectionTo(rules: LockedRules, deed: Deed, edit: RuleEdit): Promise<Objection | null> {
  const { rule, basedOn, savesAnyway } = edit;
  const { concepts } = await rules.read();
  const faults = [...checkRule(rule, concepts).filter(isError), ...reasonFaults(deed)];
  if (faults.length > 0) return { kind: 'refused', faults };
  const revisions = await rules.revisions(rule.id);
  const current = inForceOf(revisions);
  if (isStale(revisions, current, basedOn)) return { kind: 'conflict', current };
  if (current !== null && sameValue(definitionOf(current), rule))
    return { kind: 'unchanged', revision: current.revision };
  const results = runCases(rule.query, concepts, await rules.casesOf(rule.id));
  const isFailing = results.some(({ passes }) => !passes);
  return isFailing && !savesAnyway ? { kind: 'failing', results } : null;
}

const reasonFaults = ({ why }: Deed): readonly RuleFault[] =>
  why === '' ? [faultOf('why', 'say why: the history shows it to everybody')] : [];

/** An edit of a concept revises the rules that use it, and is no edit of theirs. */
function isStale(revisions: readonly KeptRevision[], current: KeptRevision | null, basedOn: number | null): boolean {
  if (current === null || basedOn === null) return (current?.revision ?? null) !== basedOn;
  if (current.revision === basedOn) return false;
  const seen = revisions.find(({ revision }) => revision === basedOn);
  return seen === undefined || !sameValue(definitionOf(seen), definitionOf(current));
}

/** Puts the rule in force, with its audit row. Gives the new revision. */
export async function putInForce(
  rules: LockedRules,
  deed: Deed,
  rule: RuleDefinition,
  what: { readonly action: string; readonly author?: string },
): Promise<number> {
  const before = inForceOf(await rules.revisions(rule.id));
  const { rules: others, concepts } = await rules.read();
  const next = [...others.filter(({ id }) => id !== rule.id), rule];
  await rules.replace({ concepts, rules: next }, deed);
  const after = inForceOf(await rules.revisions(rule.id));
  if (after === null) throw new Error(`the rule ${rule.id} was saved and is not there`);
  const { action, author } = what;
  await rules.record(
    audited(deed, {
      ...{ action, subject: { kind: 'rule', id: rule.id } },
      before: before === null ? null : { revision: before.revision, ...definitionOf(before) },
      after: { revision: after.revision, ...rule, ...(author === undefined ? {} : { author }) },
    }),
  );
  return after.revision;
}
