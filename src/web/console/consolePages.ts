import { Hono } from 'hono';
import type { Clock } from '../../ports/clock.ts';
import type { ConsoleStore, MessageView } from '../../ports/consoleStore.ts';
import { changesPage } from './changesPage.ts';
import { feedsPage } from './feedsPage.ts';
import { messagePage } from './messagePage.ts';
import { overviewPage } from './overviewPage.ts';
import { rulesPage } from './rulesPage.ts';
import { storiesPage } from './storiesPage.ts';

export interface ConsoleDeps {
  readonly store: ConsoleStore;
  /** The message as its HTML mail shows it, a whole document. */
  readonly mailOf: (view: MessageView) => Promise<string>;
  readonly clock: Clock;
}

const shownMessages = 200;
const shownStories = 20;
const shownNotices = 50;
const shownChanges = 50;

/** The read-only console: who was sent what, how its sending stands, how figures moved, and how the feeds are. */
export function consolePages({ store, mailOf, clock }: ConsoleDeps): Hono {
  const pages = new Hono();
  pages.get('/', async (context) => {
    const [canary, counts, messages, heldUp, quarantined, quarantinedSubscriptions] = await Promise.all([
      store.canary(),
      store.counts(),
      store.messages(shownMessages),
      store.heldUp(),
      store.quarantined(),
      store.quarantinedSubscriptions(),
    ]);
    const isDoubtful = counts.failingFeeds > 0 && 2 * counts.failingFeeds >= counts.feeds;
    const polled = isDoubtful ? await store.lastFailures() : [];
    return context.html(
      overviewPage({
        ...{ canary, counts, polled, messages, limit: shownMessages },
        ...{ heldUp, quarantined, quarantinedSubscriptions },
      }),
    );
  });
  pages.get('/feeds', async (context) => context.html(feedsPage(await store.feeds(clock.now()))));
  pages.get('/rules', async (context) => {
    const [rules, notices] = await Promise.all([store.rules(), store.notices(shownNotices)]);
    return context.html(rulesPage(rules, notices));
  });
  pages.get('/stories', async (context) => context.html(storiesPage(await store.movedLedgers(shownStories))));
  pages.get('/changes', async (context) => {
    const [changes, folded] = await Promise.all([store.changes(shownChanges), store.folded(shownChanges)]);
    return context.html(changesPage(changes, folded));
  });
  pages.get('/messages/:id', async (context) => {
    const view = await found(store, context.req.param('id'));
    return view === null ? context.notFound() : context.html(messagePage(view));
  });
  pages.get('/messages/:id/mail', async (context) => {
    const view = await found(store, context.req.param('id'));
    return view === null ? context.notFound() : context.html(await mailOf(view));
  });
  return pages;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const found = async (store: ConsoleStore, id: string): Promise<MessageView | null> =>
  uuid.test(id) ? store.message(id) : null;
