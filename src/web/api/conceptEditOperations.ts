import { z } from '@hono/zod-openapi';
import { type ChangeTermsOutcome, changeTerms } from '../../desk/concepts/changeTerms.ts';
import { newConcept } from '../../desk/concepts/newConcept.ts';
import { removeConcept } from '../../desk/concepts/removeConcept.ts';
import { renameConcept } from '../../desk/concepts/renameConcept.ts';
import type { LockedRulesStore } from '../../desk/rules/lockedRules.ts';
import { conceptVersion } from '../../domain/rules/conceptEdit.ts';
import type { ConceptFinding } from '../../domain/rules/language/checkConcepts.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import { deedBy } from './apiCaller.ts';
import { closed, nameParameter, nothing, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { editedMeanwhile, etagOf } from './preconditions.ts';
import type { Problem } from './problem.ts';

export interface ConceptEditDeps {
  readonly views: Pick<ApiViews, 'concept'>;
  readonly ruleDeeds: LockedRulesStore;
}

const tag = 'Concepts';
const params = z.object({ name: nameParameter });
const terms = z.array(z.string()).max(10_000);

const savedShape = closed({
  name: z.string(),
  terms: z.array(z.string()),
  rules: z.array(z.string()).openapi({ description: 'The rules that have a new revision by it.' }),
}).openapi('SavedConcept');

export const conceptEditOperations = ({ views, ruleDeeds: store }: ConceptEditDeps): readonly ApiRoute[] => {
  /** What an edit is based on; the terms that there are where the caller says so. Null: there is no such concept. */
  const basedOn = async (name: string, version: string | null): Promise<string | null> => {
    if (version !== null) return version;
    const concept = await views.concept(name);
    return concept === null ? null : conceptVersion(concept.terms);
  };
  const saved = async (name: string, rules: readonly string[]) => {
    const now = (await views.concept(name))?.terms ?? [];
    return { value: { name, terms: now, rules }, etag: etagOf(conceptVersion(now)) };
  };
  return [
    operation({
      ...{ id: 'createConcept', method: 'post', path: '/concepts', tag, scope: 'write', summary: 'Makes a word list' },
      ...{ makesSomething: true, status: 201, reply: savedShape },
      body: z.strictObject({ name: z.string(), terms, why: reason }),
      async run({ body: { name, terms: wanted, why }, caller, at }) {
        const outcome = await newConcept({ store }, deedBy(caller, at, why), { name, terms: wanted });
        if (outcome.kind === 'wrong name') return { problem: wrongName('/name') };
        if (outcome.kind === 'taken') return { problem: taken(name, '/name') };
        if (outcome.kind === 'no reason') return { problem: whyMissing };
        if (outcome.kind === 'refused') return { problem: refusedTerms(outcome.faults, '/terms') };
        return { ...(await saved(name, [])), location: `/api/v1/concepts/${encodeURIComponent(name)}` };
      },
    }),
    operation({
      ...{ id: 'changeTerms', method: 'patch', path: '/concepts/{name}', tag, scope: 'write', isEdit: true, params },
      summary: 'Adds terms and takes terms out; each rule that uses the list gets a new revision',
      body: z.strictObject({
        added: terms.default([]),
        removed: terms.default([]),
        savesAnyway: z.boolean().default(false).openapi({ description: 'Although test cases of rules would fail.' }),
        why: reason,
      }),
      reply: savedShape,
      problems: ['conflict'],
      async run({ params: { name }, body: { why, ...edit }, caller, at, version }) {
        const based = await basedOn(name, version);
        if (based === null) return { problem: notFound };
        const outcome = await changeTerms({ store }, deedBy(caller, at, why), { ...edit, name, basedOn: based });
        if (outcome.kind === 'saved') return saved(name, outcome.rules);
        if (outcome.kind === 'unchanged') return saved(name, []);
        return { problem: objection(outcome, edit) };
      },
    }),
    operation({
      ...{
        id: 'renameConcept',
        method: 'post',
        path: '/concepts/{name}/rename',
        tag,
        scope: 'write',
        isEdit: true,
        params,
      },
      summary: 'Gives a word list another name, in every query that names it',
      body: z.strictObject({ newName: z.string(), why: reason }),
      reply: savedShape,
      problems: ['conflict'],
      async run({ params: { name }, body: { newName, why }, caller, at, version }) {
        const based = await basedOn(name, version);
        if (based === null) return { problem: notFound };
        const outcome = await renameConcept({ store }, deedBy(caller, at, why), { name, newName, basedOn: based });
        if (outcome.kind === 'gone') return { problem: notFound };
        if (outcome.kind === 'wrong name') return { problem: wrongName('/newName') };
        if (outcome.kind === 'taken') return { problem: taken(newName, '/newName') };
        if (outcome.kind === 'no reason') return { problem: whyMissing };
        if (outcome.kind === 'conflict') return { problem: editedMeanwhile({ terms: outcome.current }, { newName }) };
        return saved(newName, outcome.kind === 'renamed' ? outcome.rules : []);
      },
    }),
    operation({
      ...{ id: 'removeConcept', method: 'delete', path: '/concepts/{name}', tag, scope: 'write', isEdit: true, params },
      summary: 'Takes out a word list that no rule and no other list uses',
      ...{ query: z.object({ why: reason }), status: 204, reply: nothing, problems: ['conflict', 'invalid'] },
      async run({ params: { name }, query, caller, at, version }) {
        const based = await basedOn(name, version);
        if (based === null) return { problem: notFound };
        const outcome = await removeConcept({ store }, deedBy(caller, at, query.why), { name, basedOn: based });
        if (outcome.kind === 'gone') return { problem: notFound };
        if (outcome.kind === 'no reason') return { problem: whyMissing };
        if (outcome.kind === 'used') return { problem: used([...outcome.rules, ...outcome.concepts]) };
        if (outcome.kind === 'conflict') return { problem: editedMeanwhile({ terms: outcome.current }, null) };
        return { value: null };
      },
    }),
  ];
};

type Objection = Exclude<ChangeTermsOutcome, { kind: 'saved' | 'unchanged' }>;

function objection(outcome: Objection, sent: unknown): Problem {
  switch (outcome.kind) {
    case 'gone':
      return notFound;
    case 'no reason':
      return whyMissing;
    case 'conflict':
      return editedMeanwhile({ terms: outcome.current }, sent);
    case 'refused':
      return refusedTerms(outcome.faults, '/added');
    case 'breaks':
      return { kind: 'conflict', detail: 'The queries of some rules could not be used any more.' };
    case 'failing':
      return {
        kind: 'conflict',
        detail: `${outcome.cases.length} test cases of rules would fail. Send savesAnyway to save it all the same.`,
      };
  }
}

const refusedTerms = (faults: readonly ConceptFinding[], pointer: string): Problem => ({
  kind: 'invalid',
  detail: 'Some terms cannot be used.',
  errors: faults.map(({ message, suggestion }) => ({
    pointer,
    detail: `${message}${suggestion === null ? '' : `; did you mean ${suggestion}?`}`,
  })),
});

const wrongName = (pointer: string): Problem => ({
  kind: 'invalid',
  detail: 'A name has letters, digits, hyphens and underscores.',
  errors: [{ pointer, detail: 'This is no name.' }],
});

const taken = (name: string, pointer: string): Problem => ({
  kind: 'conflict',
  detail: `There is a word list ${name} already.`,
  errors: [{ pointer, detail: 'It is taken.' }],
});

const used = (by: readonly string[]): Problem => ({ kind: 'conflict', detail: `It is used by ${by.join(', ')}.` });

const whyMissing: Problem = {
  kind: 'invalid',
  detail: 'Say why: the history shows it to everybody.',
  errors: [{ pointer: '/why', parameter: 'why', detail: 'It is missing.' }],
};
