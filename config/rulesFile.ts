import { z } from 'zod';
import { brokenTerms, type ConceptFinding } from '../src/domain/rules/language/checkConcepts.ts';
import { coveredTerms } from '../src/domain/rules/matcher/coveredTerms.ts';
import type { AlertPolicy, Concepts } from '../src/domain/rules/rule.ts';
import { durationShape } from './durations.ts';
import { type FileFinding, type FilePlace, readYaml } from './yamlFile.ts';

export const nameShape = z.string().regex(/^[\p{L}\p{N}-]+$/u, 'a name may hold only letters, digits and hyphens');

const termsShape = z.array(z.string().min(1, 'a term is empty')).min(1, 'a concept needs at least one term');

/** `50%`, as a share of one. */
const shareShape = z
  .string()
  .regex(/^(\d{1,2}|100)%$/, 'expected a percentage like 50%')
  .transform((text) => Number.parseInt(text, 10) / 100);

const ruleShape = z.strictObject({
  id: nameShape,
  name: z.string().min(1, 'is empty; leave it out to show the id instead').optional(),
  query: z.string(),
  owner: z.email('expected an email address like desk@example.org').optional(),
  alert: z
    .strictObject({
      on: z.enum(['change', 'story', 'article']).default('change'),
      when: z.string().optional(),
      cooldown: durationShape.optional(),
    })
    .default({ on: 'change' }),
  blindBelow: shareShape.optional(),
});

const rulesShape = z.strictObject({
  concepts: z.record(nameShape, termsShape).default({}),
  rules: z.array(ruleShape),
});

export interface RuleInFile {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly owner: string | null;
  readonly alert: AlertPolicy;
  readonly blindBelow?: number;
  /** Where an offset of the query stands in the file. */
  at(offset: number): FilePlace;
  /** Where an offset of `alert.when` does. */
  whenAt(offset: number): FilePlace;
}

export interface RulesFile {
  readonly concepts: Concepts;
  /** Those whose shape is right; of several with one id, the first. */
  readonly rules: readonly RuleInFile[];
  /** Of the file's shape, and of the terms of its concepts; what the queries say is for the rule language. */
  readonly findings: readonly FileFinding[];
  /** Warnings of terms that another of their concept finds already. Worked out when asked for, since that takes a second. */
  needlessTerms(): readonly FileFinding[];
}

export function readRulesFile(text: string, file: string): RulesFile {
  const { value, raw, findings, place, error } = readYaml(text, file, rulesShape);
  const { concepts, unusable, rules } =
    value === null ? usablePart(raw) : { ...value, unusable: {}, rules: [...value.rules.entries()] };
  const isDoubled = (id: string, index: number) => rules.findIndex(([, each]) => each.id === id) !== index;
  const doubled = rules.flatMap(([position, { id }], index) => {
    const message = `there are two rules with the id ${id}`;
    return isDoubled(id, index) ? [error(['rules', position, 'id'], message, 'give one of them another id')] : [];
  });
  const inConcept = ({ concept, term, column, message, ...finding }: ConceptFinding): FileFinding => ({
    ...{ file, rule: null, message: `concept @${concept}: ${message}` },
    ...finding,
    ...place(['concepts', concept, term], column - 1),
  });
  const allConcepts = { ...unusable, ...concepts };
  const broken = brokenTerms(allConcepts);
  const kept = rules.filter(([, { id }], index) => !isDoubled(id, index));
  return {
    concepts,
    rules: kept.map(([position, rule]) => ({
      ...ruleOf(rule),
      at: (offset: number) => place(['rules', position, 'query'], offset),
      whenAt: (offset: number) => place(['rules', position, 'alert', 'when'], offset),
    })),
    findings: [...findings, ...broken.map(inConcept), ...doubled],
    needlessTerms: () => (broken.length > 0 ? [] : coveredTerms(allConcepts).map(inConcept)),
  };
}

const ruleOf = ({ id, name, query, owner, alert, blindBelow }: z.output<typeof ruleShape>) => ({
  id,
  name: name ?? id,
  query,
  owner: owner ?? null,
  alert: alertOf(alert),
  ...(blindBelow === undefined ? {} : { blindBelow }),
});

const alertOf = ({ on, when, cooldown }: z.output<typeof ruleShape>['alert']): AlertPolicy => ({
  on,
  ...(when === undefined ? {} : { when }),
  ...(cooldown === undefined ? {} : { cooldownSeconds: cooldown }),
});

const looseShape = z.object({
  concepts: z.record(z.string(), z.unknown()).catch({}),
  rules: z.array(z.unknown()).catch([]),
});

/** What is right in a file with errors, so that one bad rule hides no other. Rules come with their place in the list. */
function usablePart(raw: unknown) {
  const loose = looseShape.safeParse(raw);
  const { concepts, rules } = loose.success ? loose.data : { concepts: {}, rules: [] };
  const usableTerms = Object.entries(concepts).map(
    ([name, terms]) => [name, termsShape.safeParse(terms).data] as const,
  );
  return {
    /** By name, without their terms: that they are there is known. */
    unusable: Object.fromEntries(usableTerms.flatMap(([name, terms]) => (terms ? [] : [[name, []] as const]))),
    concepts: Object.fromEntries(usableTerms.flatMap(([name, terms]) => (terms ? [[name, terms] as const] : []))),
    rules: [...rules.entries()].flatMap(([position, rule]) => {
      const { data } = ruleShape.safeParse(rule);
      return data ? [[position, data] as const] : [];
    }),
  };
}
