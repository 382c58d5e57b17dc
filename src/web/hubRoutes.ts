import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HubCallbacks } from '../pipeline/hubs/hubCallbacks.ts';
import type { StepLog } from '../ports/log.ts';

export interface WebSubPageDeps {
  readonly hubCallbacks: HubCallbacks;
  readonly log: StepLog;
}

/** As large as a feed may be that is polled. */
const mostBytes = 10_000_000;

const tooLarge = (context: Context) => context.text('The request body is too large.', 413);

/** What the hubs of feeds call: GET to verify or deny (WebSub §5), POST with what is new (§7). */
export function websubPages({ hubCallbacks, log }: WebSubPageDeps): Hono {
  const pages = new Hono();
  pages.get('/:token', async (context) => {
    const query = (name: string) => context.req.query(`hub.${name}`) ?? null;
    const response = await hubCallbacks.notice(context.req.param('token'), {
      ...{ mode: query('mode'), topic: query('topic'), challenge: query('challenge') },
      ...{ leaseSeconds: query('lease_seconds'), reason: query('reason') },
    });
    return response === null ? context.text('This service did not request that.', 404) : context.text(response);
  });
  pages.post('/:token', bodyLimit({ maxSize: mostBytes, onError: tooLarge }), async (context) => {
    const outcome = await hubCallbacks.push(context.req.param('token'), {
      read: async () => new Uint8Array(await context.req.arrayBuffer()),
      contentType: context.req.header('content-type') ?? null,
      signature: context.req.header('x-hub-signature') ?? null,
    });
    if (outcome === 'taken') return context.body(null, 204);
    if (outcome === 'too many') return context.text('Too many requests.', 429, { 'retry-after': '60' });
    // 410 tells the hub to end the subscription (WebSub §7).
    return context.text('There is no subscription here.', 410);
  });
  pages.onError((error, context) => {
    // Without the path: the callback's address is known to the hub alone.
    log.error({ err: error }, 'failed to accept a push from a hub; the hub will send it again');
    return context.text('Please send it again.', 500);
  });
  return pages;
}
