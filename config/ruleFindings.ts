import { parseAlertCondition } from '../src/domain/rules/alertCondition.ts';
import type { QueryFinding } from '../src/domain/rules/language/finding.ts';
import { findingsOfQuery } from '../src/domain/rules/language/parser.ts';
import type { RuleInFile, RulesFile } from './rulesFile.ts';
import type { FileFinding, FilePlace } from './yamlFile.ts';

/** A finding in a rule's query or its `alert.when`, with its place in the file and in that text. */
export interface RuleFinding extends FileFinding {
  /** 1-based, in the text; null where the finding is about the file. */
  readonly queryColumn: number | null;
  /** The text, a query or a condition. */
  readonly query: string | null;
}

/** All that is wrong, or likely a mistake, in a rules file: its shape first, then its concepts, then each rule. */
export const findingsIn = (file: string, read: RulesFile): readonly RuleFinding[] => [
  ...[...read.findings, ...read.needlessTerms()].map(ofFile),
  ...read.rules.flatMap((rule) => findingsOfRule(file, rule, read)),
];

/** All that keeps rules of a file from being used. */
export const errorsIn = (file: string, read: RulesFile): readonly RuleFinding[] => [
  ...read.findings.map(ofFile),
  ...read.rules.flatMap((rule) => findingsOfRule(file, rule, read)).filter(({ severity }) => severity === 'error'),
];

export const ofFile = (finding: FileFinding): RuleFinding => ({ ...finding, queryColumn: null, query: null });

/** The errors and the warnings of one rule. */
export function findingsOfRule(file: string, rule: RuleInFile, { concepts }: RulesFile): readonly RuleFinding[] {
  const found = findingsOfQuery(rule.query, { concepts });
  return [...found.map((finding) => inQuery(file, rule, finding)), ...whenErrors(file, rule)];
}

function whenErrors(file: string, rule: RuleInFile): readonly RuleFinding[] {
  const { when } = rule.alert;
  const parsed = when === undefined ? null : parseAlertCondition(when);
  if (when === undefined || parsed?.kind !== 'refused') return [];
  return parsed.findings.map((finding) => ({
    ...placed(file, rule, finding, rule.whenAt(finding.column - 1), when),
    message: `alert.when: ${finding.message}`,
  }));
}

const inQuery = (file: string, rule: RuleInFile, finding: QueryFinding): RuleFinding =>
  placed(file, rule, finding, rule.at(finding.column - 1), rule.query);

const placed = (
  file: string,
  { id }: RuleInFile,
  { column, ...finding }: QueryFinding,
  place: FilePlace,
  query: string,
): RuleFinding => ({ file, rule: id, ...place, ...finding, queryColumn: column, query });
