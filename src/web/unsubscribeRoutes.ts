import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, page } from './console/layout.ts';

export interface UnsubscribeDeps {
  /** The subscription that a link's token names, or null when its signature is not ours. */
  readonly subscriptionOf: (token: string) => number | null;
  /** Ends the subscription, and its rules on its channel; false when there is none. Repeating it changes nothing. */
  readonly unsubscribe: (subscriptionId: number) => Promise<boolean>;
  /** Ends everything that its subscriber gets. */
  readonly unsubscribeFromAll: (subscriptionId: number) => Promise<boolean>;
  /** Takes either back. */
  readonly resubscribe: (subscriptionId: number) => Promise<boolean>;
}

/**
 * The link of a mail's List-Unsubscribe. A GET only asks: mail scanners follow links. A POST does it, whether it comes
 * from the page's button or from a mail program's one click (RFC 8058 §3.2).
 */
export function unsubscribePages(deps: UnsubscribeDeps): Hono {
  const pages = new Hono();
  pages.get('/:token', (context) => {
    if (deps.subscriptionOf(context.req.param('token')) === null) return context.html(unknownLink, 404);
    return context.html(confirmation(context.req.param('token')));
  });
  const posting = (path: string, change: (subscriptionId: number) => Promise<boolean>, done: (token: string) => Html) =>
    pages.post(path, async (context) => {
      const token = context.req.param('token') ?? '';
      const subscriptionId = deps.subscriptionOf(token);
      if (subscriptionId === null || !(await change(subscriptionId))) return context.html(unknownLink, 404);
      return context.html(done(token));
    });
  posting('/:token', deps.unsubscribe, left);
  posting('/:token/all', (id) => deps.unsubscribeFromAll(id), leftAll);
  posting(
    '/:token/undo',
    (id) => deps.resubscribe(id),
    () => back,
  );
  return pages;
}

/** Relative, since a proxy may serve these pages below another path. */
const action = (href: string, label: string): Html =>
  html`<form method="post" action="${href}"><button>${label}</button></form>`;

const confirmation = (token: string): Html =>
  page(
    'Unsubscribe',
    html`<h1>Unsubscribe</h1>
    <p>You will get no more messages from this subscription, and none from a new one with the same rules on this channel. Your other subscriptions stay as they are.</p>
    <form method="post"><button>Unsubscribe</button></form>
    <p>Or end all your subscriptions, and get none that are added later.</p>
    ${action(`${token}/all`, 'End all my subscriptions')}
    <p>Did you unsubscribe before, and want messages again?</p>
    ${action(`${token}/undo`, 'Subscribe again')}`,
  );

const left = (token: string): Html =>
  page(
    'Unsubscribed',
    html`<h1>You are unsubscribed</h1>
    <p>You will get no more messages from this subscription, and none from a new one with the same rules. Messages that are already on their way may still arrive. Nobody but you can undo this.</p>
    ${action(`${token}/undo`, 'Subscribe again')}`,
  );

const leftAll = (): Html =>
  page(
    'Unsubscribed',
    html`<h1>You are unsubscribed from everything</h1>
    <p>You will get no more messages. Nobody but you can undo this.</p>
    ${action('undo', 'Subscribe again')}`,
  );

const back = page(
  'Subscribed',
  html`<h1>You are subscribed again</h1>
    <p>You will get messages from this subscription as before.</p>`,
);

const unknownLink = page(
  'Invalid link',
  html`<h1>This link is not valid</h1>
    <p>Your mail program may have cut it off. Copy the whole link from the message, or reply to the sender.</p>`,
);
