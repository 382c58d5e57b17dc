import { Hono } from 'hono';
import { html } from 'hono/html';
import { page } from './console/layout.ts';

export interface UnsubscribeDeps {
  /** The subscription that a link's token names, or null when its signature is not ours. */
  readonly subscriptionOf: (token: string) => number | null;
  /** Ends the subscription; false when there is none. Repeating it changes nothing. */
  readonly unsubscribe: (subscriptionId: number) => Promise<boolean>;
}

/**
 * The link of a mail's List-Unsubscribe. A GET only asks: mail scanners follow links. A POST does it, whether it comes
 * from the page's button or from a mail program's one click (RFC 8058 §3.2).
 */
export function unsubscribePages(deps: UnsubscribeDeps): Hono {
  const pages = new Hono();
  pages.get('/:token', (context) => {
    if (deps.subscriptionOf(context.req.param('token')) === null) return context.html(unknownLink, 404);
    return context.html(confirmation);
  });
  pages.post('/:token', async (context) => {
    const subscriptionId = deps.subscriptionOf(context.req.param('token'));
    if (subscriptionId === null || !(await deps.unsubscribe(subscriptionId))) return context.html(unknownLink, 404);
    return context.html(done);
  });
  return pages;
}

const confirmation = page(
  'Unsubscribe',
  html`<h1>Unsubscribe</h1>
    <p>You will get no more messages from this subscription. Your other subscriptions stay as they are.</p>
    <form method="post"><button>Unsubscribe</button></form>`,
);

const done = page(
  'Unsubscribed',
  html`<h1>You are unsubscribed</h1>
    <p>You will get no more messages from this subscription. Messages that are already on their way may still arrive.</p>`,
);

const unknownLink = page(
  'Invalid link',
  html`<h1>This link is not valid</h1>
    <p>Your mail program may have cut it off. Copy the whole link from the message, or reply to the sender.</p>`,
);
