import { join } from 'node:path';
import type { RenderMail } from '../adapters/channels/mail/renderMail.ts';
import { packageRoot } from '../adapters/packageRoot.ts';
import { systemSecrets } from '../adapters/secrets/systemSecrets.ts';
import { createProviderStore, personOfProxy } from '../adapters/store/desk/linkedIdentities.ts';
import { endSession, personOfSession } from '../adapters/store/desk/sessions.ts';
import { createLinkStore } from '../adapters/store/desk/signInLinks.ts';
import { createSignInStore } from '../adapters/store/desk/signInStore.ts';
import { createHubCallbackStore } from '../adapters/store/hubs/hubPushes.ts';
import { createSubscriberList } from '../adapters/store/subscribers/subscriberList.ts';
import { createCanaryStore } from '../adapters/store/watch/canaries.ts';
import { readHealthCounts } from '../adapters/store/watch/healthCounts.ts';
import type { UnsubscribeLinks } from '../domain/digests/unsubscribeToken.ts';
import { createHubCallbacks } from '../pipeline/hubs/hubCallbacks.ts';
import { serviceHealth } from '../pipeline/watch/serviceHealth.ts';
import { startWeb, type WebServer } from '../web/startWeb.tsx';
import type { AppContext } from './context.ts';
import { sendResetMail } from './linkMail.ts';
import type { OpenedStore } from './openStore.ts';
import { accountPageParts } from './pages/accountPageParts.ts';
import { apiParts } from './pages/apiParts.ts';
import { articlePageParts } from './pages/articlePageParts.ts';
import { conceptPageParts } from './pages/conceptPageParts.ts';
import { deskPageParts } from './pages/deskPageParts.ts';
import { feedPageParts } from './pages/feedPageParts.ts';
import { mcpParts } from './pages/mcpParts.ts';
import { messagesPageParts } from './pages/messagesPageParts.ts';
import { rulePageParts } from './pages/rulePageParts.ts';
import { settingsPageParts } from './pages/settingsPageParts.ts';
import { subscriberPageParts } from './pages/subscriberPageParts.ts';
import { openIdProvider } from './signInProvider.ts';

export interface PageParts {
  readonly links: UnsubscribeLinks;
  readonly renderMail: RenderMail;
  readonly opened: OpenedStore;
  /** Why the store's own server is not there at the moment; null where it is. */
  readonly storeTrouble: () => string | null;
}

/** The console, the unsubscribe pages and what hubs call, on HOST and PORT. */
export function startPages(
  context: AppContext,
  { links, renderMail, storeTrouble, opened }: PageParts,
): Promise<WebServer> {
  const { settings, db, queue, clock, random, parse, wake, log, canaryKey, sendNotice, secretKey, agent } = context;
  const subscribers = createSubscriberList(db);
  const signInStore = createSignInStore(db);
  return startWeb({
    host: settings.host,
    port: settings.port,
    assetsFolder: join(packageRoot(), 'dist/src/web/assets'),
    signInStore,
    passwordStore: signInStore,
    linkStore: createLinkStore(db),
    secrets: systemSecrets,
    ...{ secretKey, publicUrl: settings.publicUrl, trustedProxies: settings.trustedProxies },
    authProxyHeader: settings.authProxyHeader,
    personOfProxy: (email, at) => personOfProxy(db, email, at),
    identityProvider: openIdProvider({ settings, agent, log }),
    providerStore: createProviderStore(db),
    sendResetMail: sendResetMail({ sendNotice, random, log }),
    personOfSession: (tokenHash, when) => personOfSession(db, tokenHash, when),
    endSession: (tokenHash) => endSession(db, tokenHash),
    log,
    clock,
    health: briefly(() =>
      serviceHealth({
        counts: () => readHealthCounts(db),
        // A wake-up without need costs nothing, and goes the whole way to the queue.
        pingQueue: () => queue.wake('plan'),
        ...{ storeTrouble, hasCanary: settings.canaryMinutes > 0, clock },
      }),
    ),
    rules: rulePageParts(context),
    subscribers: subscriberPageParts(context),
    api: apiParts(context),
    mcp: mcpParts(db, clock),
    account: accountPageParts(context),
    settings: settingsPageParts(context, opened),
    feeds: feedPageParts(context),
    articles: articlePageParts(context),
    concepts: conceptPageParts(context),
    ...deskPageParts(context),
    canary: settings.canaryMinutes > 0 ? { key: canaryKey, store: createCanaryStore(db) } : null,
    messages: messagesPageParts(context, { links, renderMail }),
    subscriptionOf: links.subscriptionOf,
    hubCallbacks: createHubCallbacks({ store: createHubCallbackStore(db), parse, clock, random, wake, log }),
    unsubscribe: (subscriptionId) => subscribers.unsubscribe(subscriptionId, clock.now()),
    unsubscribeFromAll: (subscriptionId) => subscribers.unsubscribeFromAll(subscriptionId, clock.now()),
    resubscribe: (subscriptionId) => subscribers.resubscribe(subscriptionId),
  });
}

const keptMs = 5000;

/** One look answers whoever asks within five seconds: strangers may ask as often as they like. */
function briefly<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly seen: Promise<T> } | null = null;
  return () => {
    if (last === null || performance.now() - last.at > keptMs) last = { at: performance.now(), seen: look() };
    return last.seen;
  };
}
