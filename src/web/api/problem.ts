import type { z } from '@hono/zod-openapi';

/** What can go wrong, by the last part of the problem's type. Each has one status and one title. */
export const problemKinds = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'not-signed-in': { status: 401, title: 'A token is needed' },
  'not-allowed': { status: 403, title: 'This token may not do that' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  conflict: { status: 409, title: 'This cannot be done as things stand' },
  'request-in-progress': { status: 409, title: 'The same request is being worked on' },
  'edited-meanwhile': { status: 412, title: 'Somebody else edited it meanwhile' },
  'too-large': { status: 413, title: 'The request is too large' },
  'not-json': { status: 415, title: 'The body has to be JSON' },
  invalid: { status: 422, title: 'The request does not hold what it should' },
  'key-used-before': { status: 422, title: 'This Idempotency-Key was used for another request' },
  'version-needed': { status: 428, title: 'An edit has to say what it is based on' },
  broken: { status: 500, title: 'Something broke on our side' },
  'not-available': { status: 503, title: 'This is not available at the moment' },
} as const;

export type ProblemKind = keyof typeof problemKinds;

/** What is wrong with one part of the request: of the body by a JSON pointer (RFC 6901), else by its name. */
export interface PartFault {
  readonly detail: string;
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
}

/** Problem details (RFC 9457). */
export interface Problem {
  readonly kind: ProblemKind;
  readonly detail: string;
  readonly errors?: readonly PartFault[];
  /** Of an edit that was too late: the thing as it is now, and what was sent. */
  readonly current?: unknown;
  readonly sent?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const problemType = (kind: ProblemKind): string => `urn:tocsin:problem:${kind}`;

export function problemResponse({ kind, detail, headers, errors, current, sent }: Problem): Response {
  const { status, title } = problemKinds[kind];
  const body = { type: problemType(kind), title, status, detail, errors, current, sent };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}

/** What a schema finds wrong with the body. */
export const bodyFaults = (error: z.ZodError): readonly PartFault[] =>
  issuesOf(error).map(({ path, message }) => ({ pointer: pointerOf(path), detail: message }));

/** What a schema finds wrong with the parts of the address. */
export const parameterFaults = (error: z.ZodError): readonly PartFault[] =>
  issuesOf(error).map(({ path, message }) => ({ parameter: String(path[0] ?? ''), detail: message }));

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** An unknown key is a fault of that key, not of the object around it. */
const issuesOf = (error: z.ZodError): readonly Issue[] =>
  error.issues.flatMap((issue): Issue[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'This is not known here.' }))
      : [issue],
  );

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
