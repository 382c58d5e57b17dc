import { z } from '@hono/zod-openapi';
import { type AddPersonStore, addPerson } from '../../desk/people/addPerson.ts';
import { type ChangeRoleStore, changeRole } from '../../desk/people/changeRole.ts';
import { type AccessOutcome, type AccessStore, disablePerson, enablePerson } from '../../desk/people/disablePerson.ts';
import type { LinkDeps } from '../../desk/people/signInLink.ts';
import { longestTokenDays, type MakeTokenStore, makeToken } from '../../desk/tokens/makeToken.ts';
import { type RevokeTokenStore, revokeToken } from '../../desk/tokens/revokeToken.ts';
import type { ListedToken } from '../../domain/people/apiToken.ts';
import type { ListedPerson } from '../../domain/people/listedPerson.ts';
import { type PersonRole, roles } from '../../domain/people/role.ts';
import { scopes } from '../../domain/people/scope.ts';
import { deedBy } from './apiCaller.ts';
import { closed, instant, instantOrNull, nothing, numberParameter, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation, type Reply } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';
import { editedMeanwhile, etagOf } from './preconditions.ts';
import type { Problem } from './problem.ts';

export interface PeopleOperationsDeps {
  readonly people: (page: {
    readonly after: string | null;
    readonly limit: number;
  }) => Promise<readonly ListedPerson[]>;
  readonly person: (id: number) => Promise<ListedPerson | null>;
  readonly tokens: () => Promise<readonly ListedToken[]>;
  readonly peopleStore: AddPersonStore & ChangeRoleStore & AccessStore;
  readonly tokenStore: MakeTokenStore & RevokeTokenStore;
  readonly links: LinkDeps;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

const tag = 'People and tokens';

const personShape = closed({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  timezone: z.string(),
  createdAt: instant,
  disabledAt: instantOrNull,
  lastSeenAt: instantOrNull,
}).openapi('Person');

const tokenShape = closed({
  id: z.int(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  ownerId: z.int(),
  ownerName: z.string(),
  createdAt: instant,
  expiresAt: instantOrNull,
  lastUsedAt: instantOrNull,
}).openapi('Token');

const params = z.object({ id: numberParameter });

export const peopleOperations = (deps: PeopleOperationsDeps): readonly ApiRoute[] => [
  ...personOperations(deps),
  ...tokenOperations(deps),
];

const personOperations = ({ people, person, peopleStore, links, publicUrl }: PeopleOperationsDeps) => [
  operation({
    ...{
      id: 'listPeople',
      method: 'get',
      path: '/people',
      tag,
      scope: 'admin',
      summary: 'Who may sign in, by address',
    },
    query: z.object(pageQuery),
    reply: pageOf(personShape),
    async run({ query }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.string()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const found = await people({ after: after.place?.[0] ?? null, limit: limit + 1 });
      return { value: pageFrom(found, limit, ({ email }) => [email]) };
    },
  }),
  operation({
    ...{
      id: 'getPerson',
      method: 'get',
      path: '/people/{id}',
      tag,
      scope: 'admin',
      summary: 'Somebody who may sign in',
    },
    params,
    reply: personShape,
    async run({ params: { id } }) {
      const found = await person(id);
      return found === null ? { problem: notFound } : { value: found, etag: etagOf(found.role) };
    },
  }),
  operation({
    ...{ id: 'addPerson', method: 'post', path: '/people', tag, scope: 'admin', status: 201 },
    summary: 'Adds somebody who may sign in, with a link to do so the first time',
    description:
      'Takes no Idempotency-Key: the link is a secret, and secrets are kept nowhere. An address is added once.',
    body: z.strictObject({
      email: z.string(),
      name: z.string(),
      role: z.enum(roles),
      timezone: z.string().default('UTC'),
      why: reason,
    }),
    reply: closed({
      id: z.int(),
      link: z.string().openapi({ description: 'Signs in once. Shown now and never again.' }),
    }),
    problems: ['conflict'],
    async run({ body: { why, ...wanted }, caller, at }) {
      const outcome = await addPerson({ store: peopleStore, links }, deedBy(caller, at, why), wanted);
      if (outcome.kind === 'taken') return { problem: takenAddress };
      if (outcome.kind === 'refused') return { problem: refusedField(outcome) };
      const { id } = outcome.person;
      const value = { id, link: `${publicUrl}/link/${outcome.linkToken}` };
      return { value, location: `/api/v1/people/${id}` };
    },
  }),
  operation({
    ...{ id: 'changeRole', method: 'put', path: '/people/{id}/role', tag, scope: 'admin', isEdit: true },
    summary: 'Gives somebody another role, from their next request on',
    params,
    body: z.strictObject({ role: z.enum(roles), why: reason }),
    reply: closed({ role: z.enum(roles) }),
    problems: ['conflict'],
    async run({ params: { id }, body: { role, why }, caller, at, version }) {
      const found = await person(id);
      if (found === null) return { problem: notFound };
      const basedOn = version === null ? found.role : roleNamed(version);
      if (basedOn === null) return { problem: editedMeanwhile({ role: found.role }, { role }) };
      const outcome = await changeRole(peopleStore, deedBy(caller, at, why), { personId: id, basedOn, role });
      if (outcome.kind === 'not found') return { problem: notFound };
      if (outcome.kind === 'last admin') return { problem: lastAdmin };
      if (outcome.kind === 'conflict') return { problem: editedMeanwhile({ role: outcome.current.role }, { role }) };
      return { value: { role: outcome.person.role }, etag: etagOf(outcome.person.role) };
    },
  }),
  operation({
    ...{ id: 'disablePerson', method: 'post', path: '/people/{id}/disable', tag, scope: 'admin' },
    summary: 'Keeps somebody out at once, tokens included; what they did stays theirs',
    ...{ params, body: z.strictObject({ why: reason }), status: 204, reply: nothing, problems: ['conflict'] },
    run: async ({ params: { id }, body, caller, at }) =>
      accessReply(await disablePerson(peopleStore, deedBy(caller, at, body.why), id)),
  }),
  operation({
    ...{ id: 'enablePerson', method: 'post', path: '/people/{id}/enable', tag, scope: 'admin' },
    summary: 'Lets somebody in again',
    ...{ params, body: z.strictObject({ why: reason }), status: 204, reply: nothing },
    run: async ({ params: { id }, body, caller, at }) =>
      accessReply(await enablePerson(peopleStore, deedBy(caller, at, body.why), id)),
  }),
];

const tokenOperations = ({ tokens, tokenStore, links, person }: PeopleOperationsDeps) => [
  operation({
    ...{ id: 'listTokens', method: 'get', path: '/tokens', tag, scope: 'admin' },
    summary: 'The tokens that work, the newest first',
    reply: closed({ items: z.array(tokenShape) }),
    run: async () => ({ value: { items: await tokens() } }),
  }),
  operation({
    ...{ id: 'makeToken', method: 'post', path: '/tokens', tag, scope: 'admin', status: 201 },
    summary: 'Makes a token; it is shown once',
    description:
      'Takes no Idempotency-Key: the token is a secret, and secrets are kept nowhere. Revoke the ones that you do not need.',
    body: z.strictObject({
      ownerId: z.int().optional().openapi({ description: 'Yourself where it is left out.' }),
      name: z.string(),
      scopes: z.array(z.enum(scopes)),
      days: z
        .int()
        .nullable()
        .default(90)
        .openapi({ description: `1 to ${longestTokenDays}; null: it does not expire.` }),
      why: reason,
    }),
    reply: closed({ id: z.int(), token: z.string().openapi({ description: 'Shown now and never again.' }) }),
    async run({ body: { ownerId, why, ...wanted }, caller, at }) {
      const owner = ownerId === undefined ? caller.person : await person(ownerId);
      if (owner === null) return { problem: noSuchOwner };
      const deps = { store: tokenStore, secrets: links.secrets };
      const outcome = await makeToken(deps, deedBy(caller, at, why), { owner, ...wanted });
      if (outcome.kind === 'made') return { value: { id: outcome.id, token: outcome.token } };
      return { problem: refusedField(outcome) };
    },
  }),
  operation({
    ...{
      id: 'revokeToken',
      method: 'delete',
      path: '/tokens/{id}',
      tag,
      scope: 'admin',
      summary: 'Ends a token at once',
    },
    ...{ params, status: 204, reply: nothing },
    async run({ params: { id }, caller, at }) {
      const outcome = await revokeToken(tokenStore, deedBy(caller, at, ''), { id, ownerId: null });
      return outcome.kind === 'revoked' ? { value: null } : { problem: notFound };
    },
  }),
];

const roleNamed = (name: string): PersonRole | null => roles.find((each) => each === name) ?? null;

function accessReply(outcome: AccessOutcome): Reply<null> {
  if (outcome.kind === 'not found') return { problem: notFound };
  return outcome.kind === 'last admin' ? { problem: lastAdmin } : { value: null };
}

const refusedField = ({ field, reason: detail }: { readonly field: string; readonly reason: string }): Problem => ({
  ...{ kind: 'invalid', detail },
  errors: [{ pointer: `/${field}`, detail }],
});

const takenAddress: Problem = {
  kind: 'conflict',
  detail: 'Somebody has this address already.',
  errors: [{ pointer: '/email', detail: 'It is taken.' }],
};

const lastAdmin: Problem = {
  kind: 'conflict',
  detail: 'They are the last administrator: nobody could decide about people any more.',
};

const noSuchOwner: Problem = {
  kind: 'invalid',
  detail: 'There is nobody of that number.',
  errors: [{ pointer: '/ownerId', detail: 'There is nobody of that number.' }],
};
