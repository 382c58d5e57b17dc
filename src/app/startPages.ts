import type { RenderMail } from '../adapters/channels/mail/renderMail.ts';
import { createConsoleStore } from '../adapters/store/consoleStore.ts';
import { createHubCallbackStore } from '../adapters/store/hubCallbackStore.ts';
import { createSubscriberList } from '../adapters/store/subscriberList.ts';
import type { UnsubscribeLinks } from '../domain/digests/unsubscribeToken.ts';
import { createHubCallbacks } from '../pipeline/hubCallbacks.ts';
import { startWeb, type WebServer } from '../web/server.ts';
import type { AppContext } from './context.ts';

/** The console, the unsubscribe pages and what hubs call, on HOST and PORT. */
export function startPages(
  { settings, db, clock, random, parse, wake, log }: AppContext,
  { links, renderMail }: { readonly links: UnsubscribeLinks; readonly renderMail: RenderMail },
): Promise<WebServer> {
  const subscribers = createSubscriberList(db);
  return startWeb({
    host: settings.host,
    port: settings.port,
    log,
    clock,
    store: createConsoleStore(db),
    mailOf: async ({ message, subscription }) => (await renderMail(message, subscription)).html,
    subscriptionOf: links.subscriptionOf,
    hubCallbacks: createHubCallbacks({ store: createHubCallbackStore(db), parse, clock, random, wake, log }),
    unsubscribe: (subscriptionId) => subscribers.unsubscribe(subscriptionId, clock.now()),
  });
}
