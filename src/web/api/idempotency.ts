import { createHash } from 'node:crypto';
import type { IdempotentRequests, KeptResponse, KeyedRequest } from '../../ports/idempotentRequests.ts';
import { problemResponse } from './problem.ts';

export const keyHeader = 'idempotency-key';

const longestKey = 255;

export interface KeyedCall {
  readonly caller: string;
  readonly key: string;
  readonly method: string;
  /** Path and query. */
  readonly address: string;
  readonly body: string;
  readonly at: Date;
}

/**
 * Runs a request once for its key (draft-ietf-httpapi-idempotency-key-header): whoever sends it again within a day gets the
 * same response, and nothing is done. What failed on our side may be sent again.
 */
export async function onceForKey(
  store: IdempotentRequests,
  { caller, key, method, address, body, at }: KeyedCall,
  run: () => Promise<Response>,
): Promise<Response> {
  if (key === '' || key.length > longestKey) return problemResponse(badKey);
  const requestHash = createHash('sha256').update(`${method} ${address}\n${body}`).digest();
  const request = { caller, key, requestHash, at };
  const outcome = await store.begin(request);
  if (outcome.kind === 'other request') return problemResponse(usedBefore);
  if (outcome.kind === 'in progress') return problemResponse(inProgress);
  if (outcome.kind === 'answered') return again(outcome.response);
  return settled(store, request, run);
}

async function settled(
  store: IdempotentRequests,
  request: KeyedRequest,
  run: () => Promise<Response>,
): Promise<Response> {
  try {
    const response = await run();
    const kept = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
    await store.settle(request, response.status >= 500 ? null : kept);
    return responseOf(kept);
  } catch (error) {
    await store.settle(request, null);
    throw error;
  }
}

const again = ({ headers, ...kept }: KeptResponse): Response =>
  responseOf({ ...kept, headers: { ...headers, 'Idempotency-Replayed': 'true' } });

const responseOf = ({ status, headers, body }: KeptResponse): Response =>
  new Response(status === 204 ? null : body, { status, headers });

const badKey = {
  kind: 'malformed-request',
  detail: `An Idempotency-Key has 1 to ${longestKey} characters; a UUID is a good one.`,
  errors: [{ header: 'Idempotency-Key', detail: `1 to ${longestKey} characters` }],
} as const;

const usedBefore = {
  kind: 'key-used-before',
  detail: 'You sent this key with another request within the last day. Take a new key for a new request.',
} as const;

const inProgress = {
  kind: 'request-in-progress',
  detail: 'The first request with this key has no response yet. Send it again in a second.',
  headers: { 'Retry-After': '1' },
} as const;
