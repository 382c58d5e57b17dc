import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Scope } from '../../domain/people/scope.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdempotentRequests } from '../../ports/idempotentRequests.ts';
import { type ApiEnv, type Caller, mayUse, scopeMissing } from './apiCaller.ts';
import { problemShape } from './apiShapes.ts';
import { keyHeader, onceForKey } from './idempotency.ts';
import { basedOn } from './preconditions.ts';
import {
  bodyFaults,
  type Problem,
  type ProblemKind,
  parameterFaults,
  problemKinds,
  problemResponse,
} from './problem.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  /** What the edit is based on, out of If-Match; null: whatever is there. Of edits only. */
  readonly version: string | null;
  readonly at: Date;
  readonly signal: AbortSignal;
}

/** What the operations give is not changed on its way. */
type Given<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Given<T[Key]> }
      : T;

/** What came of a call: a value of the operation's shape, or what is wrong. */
export type Reply<T> =
  | {
      readonly value: T;
      readonly etag?: string | undefined;
      readonly location?: string;
      readonly status?: 200 | 201 | 202 | 204;
    }
  /** Of operations that answer line by line. */
  | { readonly lines: AsyncIterable<T> }
  | { readonly problem: Problem };

export interface Operation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly id: string;
  readonly method: Method;
  /** Below /api/v1; `{id}` is a part. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly scope: Scope;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  readonly status?: 200 | 201 | 202 | 204;
  /** Answers JSON Lines as they are found; `reply` is the shape of one. */
  readonly isStream?: boolean;
  /** Wants If-Match, and takes nobody by surprise. */
  readonly isEdit?: boolean;
  /** Takes an Idempotency-Key. */
  readonly makesSomething?: boolean;
  /** Other than what every operation of its kind may answer. */
  readonly problems?: readonly ProblemKind[];
  readonly run: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Reply<Given<z.input<R>>>>;
}

export interface OperationDeps {
  readonly clock: Clock;
  readonly requests: IdempotentRequests;
}

/** An operation as it is put among the routes, whatever its shapes. */
export interface ApiRoute {
  readonly method: Method;
  readonly path: string;
  readonly register: (api: OpenAPIHono<ApiEnv>, deps: OperationDeps) => void;
}

/** One thing that the API does: its route, its checks and its part of the OpenAPI document, out of the same shapes. */
export const operation = <
  P extends z.ZodType = z.ZodObject,
  Q extends z.ZodType = z.ZodObject,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodType,
>(
  what: Operation<P, Q, B, R>,
): ApiRoute => ({
  method: what.method,
  path: what.path,
  register(api, deps) {
    api.openAPIRegistry.registerPath(documented(what));
    api.on(what.method.toUpperCase(), what.path.replaceAll(/\{(\w+)\}/g, ':$1'), (context) =>
      answer(what, deps, context),
    );
  },
});

type AnyOperation = Operation<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

async function answer<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  what: Operation<P, Q, B, R>,
  { clock, requests }: OperationDeps,
  context: Context<ApiEnv>,
): Promise<Response> {
  const { caller } = context.var;
  if (!mayUse(caller, what.scope)) return scopeMissing(what.scope);
  const text = what.body === undefined ? '' : await context.req.text();
  const at = clock.now();
  const run = () => called(what, context, { text, at });
  const key = context.req.header(keyHeader);
  if (what.makesSomething !== true || key === undefined) return run();
  const { pathname, search } = new URL(context.req.url);
  const { kind, id } = caller.actor;
  const call = { key, at, body: text, method: what.method, address: pathname + search, caller: `${kind} ${id}` };
  return onceForKey(requests, call, run);
}

async function called<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  what: Operation<P, Q, B, R>,
  context: Context<ApiEnv>,
  { text, at }: { readonly text: string; readonly at: Date },
): Promise<Response> {
  const params = (what.params ?? noParts).safeParse(context.req.param());
  if (!params.success || !isStorable(params.data)) return problemResponse(notFound);
  const query = (what.query ?? noParts).safeParse(queryOf(context));
  if (!query.success)
    return problemResponse({
      kind: 'malformed-request',
      detail: 'A parameter of the address is not what it should be.',
      errors: parameterFaults(query.error),
    });
  if (!isStorable(query.data)) return problemResponse(notText);
  const body = bodyOf(what.body, text);
  if ('problem' in body) return problemResponse(body.problem);
  const based = what.isEdit === true ? basedOn(context.req.header('if-match')) : { version: null };
  if ('kind' in based) return problemResponse(based);
  const reply = await what.run({
    // Parsed by the operation's own shapes.
    params: params.data as z.output<P>,
    query: query.data as z.output<Q>,
    body: body.value as z.output<B>,
    ...{ caller: context.var.caller, version: based.version, at, signal: context.req.raw.signal },
  });
  if ('problem' in reply) return problemResponse(reply.problem);
  return 'lines' in reply ? streamOf(what.reply, reply.lines) : responseFor(what, context, reply);
}

const noParts = z.object({});

const notText: Problem = {
  kind: 'malformed-request',
  detail: 'A text holds what no text may: the character U+0000, or half of a pair of UTF-16 code units.',
};

/** Whether the store can keep every text in it, the names of keys included. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorable(part));
}

export const notFound: Problem = { kind: 'not-found', detail: 'There is nothing at this address.' };

/** One value each: a parameter that stands twice is a mistake, not a list. */
const queryOf = (context: Context): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(context.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );

function bodyOf(
  shape: z.ZodType | undefined,
  text: string,
): { readonly value: unknown } | { readonly problem: Problem } {
  if (shape === undefined) return { value: undefined };
  const read = readJson(text);
  if (read === null) return { problem: { kind: 'malformed-request', detail: 'The body is no JSON.' } };
  if (!isStorable(read.value)) return { problem: notText };
  const parsed = shape.safeParse(read.value);
  if (parsed.success) return { value: parsed.data };
  const errors = bodyFaults(parsed.error);
  const detail = 'The body does not hold what it should; `errors` says where.';
  return { problem: { kind: 'invalid', detail, errors } };
}

function readJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function responseFor(
  { reply: shape, status }: Pick<AnyOperation, 'reply' | 'status'>,
  context: Context,
  { value, etag, location, status: found }: Extract<Reply<unknown>, { value: unknown }>,
): Response {
  const content = shape.parse(value);
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (etag !== undefined) headers.set('ETag', etag);
  if (location !== undefined) headers.set('Location', location);
  const next = nextOf(content);
  if (next !== null) headers.set('Link', `<${nextAddress(context.req.url, next)}>; rel="next"`);
  if (
    etag !== undefined &&
    context.req.header('if-none-match')?.includes(etag) === true &&
    context.req.method === 'GET'
  )
    return new Response(null, { status: 304, headers });
  const answered = found ?? status ?? 200;
  if (answered === 204) {
    headers.delete('Content-Type');
    return new Response(null, { status: 204, headers });
  }
  return new Response(JSON.stringify(content), { status: answered, headers });
}

const linesType = 'application/x-ndjson';

/** Ends the work when nobody reads any more. */
function streamOf(shape: z.ZodType, lines: AsyncIterable<unknown>): Response {
  const [iterator, encoder] = [lines[Symbol.asyncIterator](), new TextEncoder()];
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(shape.parse(value))}\n`));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(stream, { headers: { 'Content-Type': linesType } });
}

const nextOf = (content: unknown): string | null =>
  typeof content === 'object' && content !== null && 'next' in content && typeof content.next === 'string'
    ? content.next
    : null;

/** Relative to the host: what a proxy calls us is its business (RFC 8288 §3.1). */
function nextAddress(here: string, cursor: string): string {
  const url = new URL(here);
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}

function documented(what: AnyOperation): RouteConfig {
  const {
    id,
    method,
    path,
    tag,
    summary,
    description,
    scope,
    params,
    query,
    body,
    reply,
    status,
    isStream = false,
  } = what;
  const headers = z.object({
    ...(what.isEdit === true && {
      'If-Match': z.string().openapi({ description: 'The ETag that the edit is based on; `*`: whatever is there.' }),
    }),
    ...(what.makesSomething === true && {
      'Idempotency-Key': z.string().max(255).optional().openapi({
        description: 'Makes it safe to send again: for a day, the same key gets the same response.',
      }),
    }),
  });
  return {
    ...{ method, path, operationId: id, tags: [tag], summary },
    ...(description !== undefined && { description }),
    security: [{ token: [scope] }],
    request: {
      ...(params !== undefined && { params: asObject(params) }),
      ...(query !== undefined && { query: asObject(query) }),
      ...(Object.keys(headers.shape).length > 0 && { headers }),
      ...(body !== undefined && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      [status ?? 200]:
        status === 204
          ? { description: summary }
          : { description: summary, content: { [isStream ? linesType : 'application/json']: { schema: reply } } },
      ...Object.fromEntries(problemsOf(what).map((each) => [problemKinds[each].status, problemResponseOf(each)])),
    },
  };
}

const asObject = (shape: z.ZodType): z.ZodObject => {
  if (shape instanceof z.ZodObject) return shape;
  throw new Error('the parts of an address are an object');
};

const problemResponseOf = (kind: ProblemKind) => ({
  description: problemKinds[kind].title,
  content: { 'application/problem+json': { schema: problemShape } },
});

const problemsOf = (what: AnyOperation): readonly ProblemKind[] => [
  ...(['not-signed-in', 'not-allowed', 'broken'] as const),
  ...(what.query === undefined && what.body === undefined ? [] : (['malformed-request'] as const)),
  ...(what.params === undefined ? [] : (['not-found'] as const)),
  ...(what.body === undefined ? [] : (['invalid', 'too-large', 'not-json'] as const)),
  ...(what.isEdit === true ? (['version-needed', 'edited-meanwhile'] as const) : []),
  ...(what.makesSomething === true ? (['conflict'] as const) : []),
  ...(what.problems ?? []),
];
