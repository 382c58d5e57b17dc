import { Hono } from 'hono';
import { BarePage } from './console/barePage.tsx';
import { words } from './console/words/words.ts';

const texts = words.unsubscribe;

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
    if (deps.subscriptionOf(context.req.param('token')) === null) return context.html(unknownLink(), 404);
    return context.html(confirmation(context.req.param('token')));
  });
  const posting = (
    path: string,
    change: (subscriptionId: number) => Promise<boolean>,
    done: (token: string) => ReturnType<typeof left>,
  ) =>
    pages.post(path, async (context) => {
      const token = context.req.param('token') ?? '';
      const subscriptionId = deps.subscriptionOf(token);
      if (subscriptionId === null || !(await change(subscriptionId))) return context.html(unknownLink(), 404);
      return context.html(done(token));
    });
  posting('/:token', deps.unsubscribe, left);
  posting('/:token/all', (id) => deps.unsubscribeFromAll(id), leftAll);
  posting('/:token/undo', (id) => deps.resubscribe(id), back);
  return pages;
}

/** Relative, since a proxy may serve these pages below another path. */
const Action = ({ href, label }: { readonly href: string; readonly label: string }) => (
  <form method="post" action={href}>
    <button type="submit">{label}</button>
  </form>
);

const confirmation = (token: string) => (
  <BarePage title={texts.title}>
    <h1>{texts.title}</h1>
    <p>{texts.lead}</p>
    <form method="post">
      <button type="submit" class="primary">
        {texts.button}
      </button>
    </form>
    <h2>{texts.all.heading}</h2>
    <p>{texts.all.lead}</p>
    <Action href={`${token}/all`} label={texts.all.button} />
    <h2>{texts.again.heading}</h2>
    <Action href={`${token}/undo`} label={texts.again.button} />
  </BarePage>
);

const left = (token: string) => (
  <BarePage title={texts.left.title}>
    <h1>{texts.left.title}</h1>
    <p>{texts.left.says}</p>
    <Action href={`${token}/undo`} label={texts.again.button} />
  </BarePage>
);

const leftAll = () => (
  <BarePage title={texts.leftAll.title}>
    <h1>{texts.leftAll.title}</h1>
    <p>{texts.leftAll.says}</p>
    <Action href="undo" label={texts.again.button} />
  </BarePage>
);

const saying = ({ title, says }: { readonly title: string; readonly says: string }) => (
  <BarePage title={title}>
    <h1>{title}</h1>
    <p>{says}</p>
  </BarePage>
);

const back = () => saying(texts.back);

const unknownLink = () => saying(texts.unknown);
