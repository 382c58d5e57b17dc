import { z } from 'zod';
import type { AlertPolicy, Concepts } from '../src/domain/rules/rule.ts';
import { type FileFinding, readYaml } from './yamlFile.ts';

export const nameShape = z.string().regex(/^[\p{L}\p{N}-]+$/u, 'a name is letters, digits and hyphens');

const notYet = (what: string) =>
  z.undefined({ error: `${what} needs the figures of articles, which are not read yet; leave it out` }).optional();

const rulesShape = z.strictObject({
  concepts: z.record(nameShape, z.array(z.string().min(1)).min(1, 'a concept needs at least one term')).default({}),
  rules: z
    .array(
      z.strictObject({
        id: nameShape,
        name: z.string().min(1).optional(),
        query: z.string(),
        owner: z.email('an owner is an e-mail address').optional(),
        alert: z
          .strictObject({
            on: z.enum(['change', 'story', 'article']).default('change'),
            when: notYet('alert.when'),
            cooldown: notYet('alert.cooldown'),
          })
          .default({ on: 'change' }),
      }),
    )
    .default([]),
});

export interface RuleInFile {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly owner: string | null;
  readonly alert: AlertPolicy;
  /** Where an offset of the query stands in the file. */
  at(offset: number): { readonly line: number; readonly column: number };
}

export interface RulesFile {
  readonly concepts: Concepts;
  readonly rules: readonly RuleInFile[];
  /** Of the file's shape; what the queries say is for the rule language. */
  readonly findings: readonly FileFinding[];
}

/** Reads a rules file. With errors in its shape it holds no rules. */
export function readRulesFile(text: string, file: string): RulesFile {
  const { value, findings, place } = readYaml(text, file, rulesShape);
  if (value === null) return { concepts: {}, rules: [], findings };
  const rules = value.rules.map((rule, index) => ({
    id: rule.id,
    name: rule.name ?? rule.id,
    query: rule.query,
    owner: rule.owner ?? null,
    alert: { on: rule.alert.on },
    at: (offset: number) => place(['rules', index, 'query'], offset),
  }));
  const doubled = rules.flatMap(({ id }, index) =>
    rules.findIndex((each) => each.id === id) === index ? [] : [doubledRule(file, id, place(['rules', index, 'id']))],
  );
  return doubled.length > 0
    ? { concepts: {}, rules: [], findings: doubled }
    : { concepts: value.concepts, rules, findings: [] };
}

const doubledRule = (file: string, id: string, where: { line: number; column: number }): FileFinding => ({
  file,
  rule: id,
  ...where,
  severity: 'error',
  message: `there are two rules with the id ${id}`,
  suggestion: 'give one of them another id',
});
