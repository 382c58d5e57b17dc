import { stringify } from 'yaml';
import { errorsIn } from '../../../config/ruleFindings.ts';
import { readRulesFile } from '../../../config/rulesFile.ts';
import { createRuleHistory } from '../../adapters/store/rules/ruleHistory.ts';
import { createRuleStore } from '../../adapters/store/rules/ruleStore.ts';
import { createSubscriberList } from '../../adapters/store/subscribers/subscriberList.ts';
import type { Transactional } from '../../adapters/store/transactional.ts';
import { formatDuration } from '../../domain/basics/duration.ts';
import { type Change, changesBetween, sameValue } from '../../domain/configuration/changes.ts';
import { fieldDifferences, termDifference } from '../../domain/configuration/ruleDifferences.ts';
import { conceptsOfQuery } from '../../domain/rules/language/conceptsOfQuery.ts';
import { parseQuery } from '../../domain/rules/language/parser.ts';
import type { Concepts } from '../../domain/rules/rule.ts';
import type { RuleDefinition, RuleDefinitions } from '../../domain/rules/ruleDefinition.ts';
import type { CensusRule } from '../../domain/rules/termCensus.ts';
import type { ConfigKind, PlannedChange, WantedState } from './configKind.ts';
import { surveyNotes } from './surveyNotes.ts';

export const rulesKind: ConfigKind<RuleDefinitions> = {
  name: 'rules',
  keepsAuthors: true,
  versionWord: 'set',
  read: async (_db, text, file) => readRules(text, file),
  current: (db) => createRuleStore(db).read(),
  version: async (db) => String((await createRuleHistory(db).changes(1))[0]?.set ?? 0),
  changes: ({ rules, concepts }, wanted) => [
    ...changesBetween(rules, wanted.rules, ({ id }) => id).map(ruleChange),
    ...changesBetween(conceptList(concepts), conceptList(wanted.concepts), ({ name }) => name).map((change) =>
      conceptChange(change, wanted),
    ),
  ],
  inventory: ({ rules, concepts }) => ({
    rules: rules.map(({ id }) => ruleName(id)),
    concepts: Object.keys(concepts).map(conceptName),
  }),
  notes: async (db, wanted, now) => [
    ...(await lostRules(db, wanted)),
    ...(await surveyNotes(db, await changedQueries(db, wanted), now)),
  ],
  apply: (db, { rules, concepts }, authorship) => {
    const withConcepts = rules.map((rule) => ({ ...rule, concepts: conceptsOfQuery(rule.query, concepts) }));
    return createRuleStore(db).replace(withConcepts, concepts, authorship);
  },
  toYaml: ({ rules, concepts }) => stringify({ concepts, rules: rules.map(asWritten) }, { lineWidth: 120 }),
};

function readRules(text: string, file: string): WantedState<RuleDefinitions> {
  const read = readRulesFile(text, file);
  const errors = errorsIn(file, read);
  if (errors.length > 0) return { value: null, findings: errors };
  const { concepts, rules } = read;
  const definitions = rules.map(({ at: _at, whenAt: _whenAt, ...definition }): RuleDefinition => definition);
  return { value: { concepts, rules: definitions }, findings: [] };
}

/** Subscriptions that name a rule which is no longer there: they stay, and hear nothing of it. */
async function lostRules(db: Transactional, { rules }: RuleDefinitions): Promise<readonly string[]> {
  const kept = rules.map(({ id }) => id);
  const subscribers = await createSubscriberList(db).read();
  return subscribers.flatMap(({ email, subscriptions }) => {
    const lost = new Set(subscriptions.flatMap((each) => each.rules.filter((rule) => !kept.includes(rule))));
    return [...lost].map((rule) => `${email} subscribes to ${rule} and gets no messages for it without the rule`);
  });
}

/** The rules that look for something else than now, be it by a concept only. */
async function changedQueries(db: Transactional, { rules, concepts }: RuleDefinitions): Promise<readonly CensusRule[]> {
  const current = await createRuleStore(db).read();
  const before = new Map(current.rules.map(({ id, query }) => [id, [query, conceptsOfQuery(query, current.concepts)]]));
  return rules.flatMap(({ id, query }) => {
    const parsed = parseQuery(query, { concepts });
    const isSame = sameValue(before.get(id), [query, conceptsOfQuery(query, concepts)]);
    return isSame || parsed.kind === 'refused' ? [] : [{ id, query, node: parsed.node, concepts }];
  });
}

/** The lines of a plan that makes one rule another, or brings it back. */
export const plannedRuleChanges = (before: RuleDefinition | null, after: RuleDefinition): readonly PlannedChange[] =>
  changesBetween(before === null ? [] : [before], [after], ({ id }) => id).map(ruleChange);

const ruleName = (id: string): string => `rule ${id}`;

const conceptName = (name: string): string => `concept @${name}`;

const conceptList = (concepts: Concepts) => Object.entries(concepts).map(([name, terms]) => ({ name, terms }));

function ruleChange(change: Change<RuleDefinition>): PlannedChange {
  const details = {
    added: () => (change.kind === 'added' ? [`+ ${change.after.query}`] : []),
    removed: () => (change.kind === 'removed' ? [`- ${change.before.query}`] : []),
    changed: () => (change.kind === 'changed' ? differences(change.before, change.after) : []),
  };
  return { kind: change.kind, what: ruleName(change.key), details: details[change.kind]() };
}

const differences = (before: RuleDefinition, after: RuleDefinition): readonly string[] =>
  fieldDifferences(before, after).flatMap((each) => [
    `- ${each.field}: ${each.before}`,
    `+ ${each.field}: ${each.after}`,
  ]);

type ConceptChange = Change<{ readonly name: string; readonly terms: readonly string[] }>;

function conceptChange(change: ConceptChange, { rules, concepts }: RuleDefinitions): PlannedChange {
  const before = change.kind === 'added' ? [] : change.before.terms;
  const after = change.kind === 'removed' ? [] : change.after.terms;
  const { removed, added } = termDifference(before, after);
  const terms = [...removed.map((term) => `- ${term}`), ...added.map((term) => `+ ${term}`)];
  const users = rules
    .filter(({ query }) => Object.hasOwn(conceptsOfQuery(query, concepts), change.key))
    .map(({ id }) => id);
  const revised = users.length === 0 ? [] : [`a new revision of ${users.join(', ')}`];
  return { kind: change.kind, what: conceptName(change.key), details: [...terms, ...revised] };
}

/** Without what is the default anyway. */
function asWritten({ id, name, query, owner, alert, blindBelow }: RuleDefinition) {
  const { on, when, cooldownSeconds } = alert;
  const written = {
    ...(on === 'change' ? {} : { on }),
    ...(when === undefined ? {} : { when }),
    ...(cooldownSeconds === undefined ? {} : { cooldown: formatDuration(cooldownSeconds) }),
  };
  return {
    id,
    ...(name === id ? {} : { name }),
    query,
    ...(owner === null ? {} : { owner }),
    ...(Object.keys(written).length === 0 ? {} : { alert: written }),
    ...(blindBelow === undefined ? {} : { blindBelow: `${Math.round(blindBelow * 100)}%` }),
  };
}
