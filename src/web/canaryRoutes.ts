import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { canaryDocument, canaryPaths, tokensIn } from '../domain/canary/canary.ts';
import type { CanaryStore } from '../pipeline/watch/flyCanary.ts';
import type { Clock } from '../ports/clock.ts';

export interface CanaryPagesDeps {
  readonly canary: { readonly key: string; readonly store: Pick<CanaryStore, 'underWay' | 'arrive'> } | null;
  readonly clock: Clock;
}

const mostBytes = 100_000;

/** Where the canary starts, and where it arrives. Nobody finds either without the key. */
export function canaryPages({ canary, clock }: CanaryPagesDeps): Hono {
  const pages = new Hono();
  if (canary === null) return pages;
  const { feed, inbox } = canaryPaths(canary.key);
  pages.get(feed, async (context) => {
    const underWay = await canary.store.underWay();
    if (underWay === null) return context.notFound();
    const headers = { 'content-type': 'application/rss+xml; charset=utf-8' };
    return context.body(canaryDocument(underWay.token, underWay.sentAt), 200, headers);
  });
  pages.post(inbox, bodyLimit({ maxSize: mostBytes }), async (context) => {
    for (const token of tokensIn(await context.req.text())) await canary.store.arrive(token, clock.now());
    return context.text('thank you');
  });
  return pages;
}
