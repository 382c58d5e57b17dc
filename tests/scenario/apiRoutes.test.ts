import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonRole } from '../../src/domain/people/role.ts';
import type { Scope } from '../../src/domain/people/scope.ts';
import { type ApiWorld, createApiWorld } from '../support/apiWorld.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly security: readonly { readonly token: readonly Scope[] }[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

describe('the OpenAPI document', () => {
  let world: ApiWorld;
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: Record<string, object>;
  };
  let operations: readonly Operation[];
  let admin: string;
  beforeAll(async () => {
    world = await createApiWorld();
    admin = await world.token(['admin']);
    document = (await (await world.call(admin, 'GET', '/openapi.json')).json()) as typeof document;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
    );
  });
  afterAll(() => world?.close());

  /** A body with that text wherever a text may stand, and numbers that are too large. */
  const strangeBody = ({ requestBody }: Operation, text: string): unknown => {
    const filled = ({ type, properties = {}, items, anyOf }: Schema): unknown => {
      if (anyOf !== undefined) return filled(anyOf[0] ?? {});
      if (type === 'object')
        return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, filled(each)]));
      if (type === 'array') return [filled(items ?? {})];
      if (type === 'boolean') return true;
      return type === 'integer' || type === 'number' ? 2 ** 53 - 1 : text;
    };
    return filled(requestBody?.content['application/json']?.schema ?? {});
  };

  /** An address of the operation: of things that are there, where something is to be read. */
  const addressOf = async ({ path }: Operation): Promise<string> => {
    const [message] = await world.db.query<{ id: string }>('SELECT id FROM messages ORDER BY created_at LIMIT 1');
    const [story] = await world.db.query<{ id: number }>('SELECT id FROM listed_stories ORDER BY id LIMIT 1');
    const [subscriber] = await world.db.query<{ id: number }>('SELECT id FROM listed_subscribers ORDER BY id LIMIT 1');
    const [feed] = await world.db.query<{ id: number }>('SELECT id FROM listed_feeds ORDER BY id LIMIT 1');
    const ids: Record<string, unknown> = {
      rules: 'riot',
      concepts: 'city',
      articles: 1,
      ...{ stories: story?.id, messages: message?.id, subscribers: subscriber?.id, feeds: feed?.id },
    };
    const kind = path.split('/')[1] ?? '';
    return `/api/v1${path.replace(/\{\w+\}/g, String(ids[kind] ?? 1))}`;
  };

  it('is OpenAPI 3.1, and every reference leads somewhere', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(operations.length).toBeGreaterThan(10);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const schemas = Object.keys(document.components.schemas ?? {});
    expect(references.filter(([, name]) => !schemas.includes(name ?? ''))).toEqual([]);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names the parts of each path, one scope, and a problem for each way to fail', () => {
    for (const { path, operationId, parameters = [], security, responses } of operations) {
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = parameters.filter((each) => each.in === 'path' && each.required).map(({ name }) => name);
      expect([operationId, named]).toEqual([operationId, parts]);
      expect([operationId, security[0]?.token.length]).toEqual([operationId, 1]);
      for (const status of Object.keys(responses).filter((each) => Number(each) >= 400))
        expect(Object.keys(responses[status]?.content ?? {})).toEqual(['application/problem+json']);
    }
  });

  it('holds nothing open: whatever is an object names all that it can hold', () => {
    const open: string[] = [];
    const walk = (at: string, schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('properties' in schema && !('additionalProperties' in schema && schema.additionalProperties === false))
        open.push(at);
      for (const [name, part] of Object.entries(schema)) walk(`${at}/${name}`, part);
    };
    walk('', document.components.schemas);
    for (const { operationId, responses } of operations) walk(operationId, responses);
    expect(open).toEqual([]);
  });

  it('describes what is answered', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'openapi', components: document.components });
    const checked: string[] = [];
    for (const operation of operations.filter(
      ({ method, responses }) => method === 'GET' && responses['200']?.content['application/json'] !== undefined,
    )) {
      const response = await world.call(admin, 'GET', await addressOf(operation));
      const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
      const schema = operation.responses[response.status]?.content[type]?.schema;
      expect([operation.operationId, response.status, schema === undefined]).toEqual([
        operation.operationId,
        200,
        false,
      ]);
      const inDocument = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components'));
      const validate = ajv.compile(inDocument);
      const isValid = validate(await response.json());
      expect([operation.operationId, isValid ? null : validate.errors]).toEqual([operation.operationId, null]);
      checked.push(operation.operationId);
    }
    expect(checked).toContain('getStory');
  });

  describe('of every operation', () => {
    const strange = ['a\u0000b', '\ud800', "'; DROP TABLE rules; --", '9'.repeat(16)];

    it('answers strange addresses and bodies as somebody’s mistake, never as ours', async () => {
      const token = await world.token(['admin']);
      const askAll = async (operation: Operation) => {
        const { method, path, operationId, parameters = [] } = operation;
        const known = await addressOf(operation);
        const inQuery = parameters.filter((each) => each.in === 'query').map(({ name }) => name);
        const calls = strange.flatMap((text, place) => {
          const inAddress = encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
          const body = method === 'GET' || method === 'DELETE' ? {} : { body: strangeBody(operation, text) };
          const headers = { 'if-match': '"1"', 'idempotency-key': `${operationId} ${place}` };
          const elsewhere = `/api/v1${path.replace(/\{\w+\}/g, inAddress)}`;
          const addresses = [known, elsewhere, ...inQuery.map((name) => `${known}?${name}=${inAddress}`)];
          return addresses.map(async (address) => {
            const response = await world.call(token, method, address, { ...body, headers });
            await response.body?.cancel();
            return response.status >= 500 ? [[operationId, address, text, response.status]] : [];
          });
        });
        return (await Promise.all(calls)).flat();
      };
      const broken: unknown[] = [];
      for (const operation of operations) broken.push(...(await askAll(operation)));
      expect(broken).toEqual([]);
    });

    it('takes no cursor that somebody made, whatever stands in it', async () => {
      const token = await world.token(['admin']);
      const broken: unknown[] = [];
      for (const { method, path, operationId, parameters = [] } of operations) {
        if (!parameters.some(({ name }) => name === 'cursor')) continue;
        for (const place of [
          ['a\u0000b'],
          [2 ** 53 - 1],
          [-1],
          ['0000-01-01T00:00:00Z', 2 ** 53 - 1],
          [-8e15, 1, 1],
          [{}],
          [],
        ]) {
          const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
          const address = `/api/v1${path.replace('{id}', 'riot')}?cursor=${cursor}`;
          const response = await world.call(token, method, address);
          if (response.status >= 500) broken.push([operationId, place, response.status]);
        }
      }
      expect(broken).toEqual([]);
    });

    const cases: readonly (readonly [Scope[], PersonRole])[] = [
      [['read'], 'viewer'],
      [['read', 'write'], 'editor'],
      [['admin'], 'admin'],
      [['metrics'], 'admin'],
    ];
    const ranks: Readonly<Record<Scope, number>> = { metrics: 0, read: 1, write: 2, admin: 3 };

    it('asks for its scope, and takes no more for it', async () => {
      for (const [scopes, role] of cases) {
        const token = await world.token(scopes, { role });
        const rank = Math.max(...scopes.map((scope) => ranks[scope]));
        for (const operation of operations) {
          const wanted = operation.security[0]?.token[0] ?? 'admin';
          const options = operation.method === 'GET' ? {} : { body: {} };
          const { status } = await world.call(token, operation.method, await addressOf(operation), options);
          const isRefused = status === 403;
          expect([operation.operationId, scopes, isRefused, status === 401]).toEqual([
            ...[operation.operationId, scopes],
            ...[rank < ranks[wanted], false],
          ]);
        }
      }
    });

    it('refuses strangers, strange tokens, and tokens whose owner may less than they say', async () => {
      const demoted = await world.token(['read', 'write', 'admin']);
      const left = await world.token(['admin']);
      await world.db.execute(
        `UPDATE people SET role = 'viewer' WHERE id = (SELECT person_id FROM api_tokens ORDER BY id DESC OFFSET 1 LIMIT 1)`,
      );
      await world.db.execute(
        'UPDATE people SET disabled_at = $1 WHERE id = (SELECT person_id FROM api_tokens ORDER BY id DESC LIMIT 1)',
        [world.now],
      );
      for (const operation of operations) {
        const address = await addressOf(operation);
        const options = operation.method === 'GET' ? {} : { body: {} };
        const anonymous = await fetch(`${world.url}${address}`, { method: operation.method });
        const strange = await world.call(`${admin}x`, operation.method, address, options);
        const ofNobody = await world.call(left, operation.method, address, options);
        expect([operation.operationId, anonymous.status, strange.status, ofNobody.status]).toEqual([
          ...[operation.operationId, 401, 401, 401],
        ]);
        const { status } = await world.call(demoted, operation.method, address, options);
        const wanted = operation.security[0]?.token[0] ?? 'admin';
        expect([operation.operationId, status === 403]).toEqual([operation.operationId, ranks[wanted] > ranks.read]);
      }
    });
  });
});
