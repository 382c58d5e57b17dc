import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { describe, expect, it } from 'vitest';
import type { ApiEnv, Caller } from '../../../src/web/api/apiCaller.ts';
import { closed } from '../../../src/web/api/apiShapes.ts';
import { type ApiRoute, operation, type Reply } from '../../../src/web/api/operation.ts';

describe('a reply of the API', () => {
  const caller: Caller = {
    person: { id: 1, email: 'a@example.org', name: 'A', role: 'admin', timezone: 'UTC' },
    actor: { kind: 'person', id: 1, name: 'A' },
    ...{ role: 'admin', mayReadMetrics: false },
  };
  const requests = { begin: async () => ({ kind: 'first' }) as const, settle: async () => undefined };

  const ask = (route: ApiRoute) => {
    const api = new OpenAPIHono<ApiEnv>();
    const known: MiddlewareHandler<ApiEnv> = async (context, next) => {
      context.set('caller', caller);
      return next();
    };
    api.use(known);
    api.onError((_, context) => context.text('broken', 500));
    route.register(api, { clock: { now: () => new Date(0) }, requests });
    return api.request('/things');
  };
  const shape = closed({ items: z.array(closed({ id: z.int() })), next: z.null() });
  const head = { id: 'listThings', method: 'get', path: '/things', tag: 'Things', scope: 'read', summary: '' } as const;
  const leaking = (value: unknown) =>
    operation({ ...head, reply: shape, run: async () => ({ value }) as Reply<z.input<typeof shape>> });

  it('holds what its shape names, and no column that somebody added later', async () => {
    const value = { items: [{ id: 1, passwordHash: 'secret' }], next: null, total: 'secret' };
    expect(await (await ask(leaking(value))).json()).toEqual({ items: [{ id: 1 }], next: null });
  });

  it('is never sent where it lacks what the document promises', async () => {
    expect((await ask(leaking({ items: [{}], next: null }))).status).toBe(500);
  });
});
