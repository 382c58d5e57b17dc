import { Hono } from 'hono';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConsoleStore, MessageView } from '../../ports/consoleStore.ts';
import { clearSessionCookie, sessionTokenIn } from '../access/sessionCookie.ts';
import type { ConsoleContext, SignedIn } from '../access/viewer.ts';
import { framedMailPolicy } from '../securityHeaders.ts';
import { changesPage } from './changesPage.ts';
import { type DeskPagesDeps, deskPages } from './desk/deskPages.tsx';
import { feedsPage } from './feedsPage.ts';
import type { Html } from './layout.ts';
import { messagePage } from './messagePage.ts';
import { overviewPage } from './overviewPage.ts';
import { Page, type Place } from './page.tsx';
import { rulesPage } from './rulesPage.ts';
import { headline } from './shownValues.ts';
import { type StoryPagesDeps, storyPages } from './stories/storyPages.tsx';

export interface ConsoleDeps {
  readonly store: ConsoleStore;
  /** The message as its HTML mail shows it, a whole document. */
  readonly mailOf: (view: MessageView) => Promise<string>;
  readonly clock: Clock;
  readonly isSecure: boolean;
  readonly endSession: (tokenHash: Buffer) => Promise<unknown>;
  readonly desk: DeskPagesDeps;
  readonly stories: StoryPagesDeps;
}

const shownMessages = 200;
const shownNotices = 50;
const shownChanges = 50;

/** The pages behind sign-in. */
export function consolePages({ store, mailOf, clock, isSecure, endSession, desk, stories }: ConsoleDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const shown = (context: ConsoleContext, at: Place, title: string, content: Html) =>
    context.html(
      <Page viewer={context.var.viewer} at={at} title={title}>
        {content}
      </Page>,
    );
  pages.route('/', deskPages(desk));
  pages.route('/', storyPages(stories));
  pages.get('/messages', async (context) => {
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
    const overview = {
      ...{ canary, counts, polled, messages, limit: shownMessages },
      ...{ heldUp, quarantined, quarantinedSubscriptions },
    };
    return shown(context, 'messages', 'Messages', overviewPage(overview));
  });
  pages.get('/feeds', async (context) => shown(context, 'feeds', 'Feeds', feedsPage(await store.feeds(clock.now()))));
  pages.get('/rules', async (context) => {
    const [rules, notices] = await Promise.all([store.rules(), store.notices(shownNotices)]);
    return shown(context, 'rules', 'Rules', rulesPage(rules, notices));
  });
  pages.get('/changes', async (context) => {
    const [changes, folded] = await Promise.all([store.changes(shownChanges), store.folded(shownChanges)]);
    return shown(context, 'articles', 'Changes', changesPage(changes, folded));
  });
  pages.get('/messages/:id', async (context) => {
    const view = await found(store, context.req.param('id'));
    return view === null ? context.notFound() : shown(context, 'messages', headline(view.message), messagePage(view));
  });
  pages.get('/messages/:id/mail', async (context) => {
    const view = await found(store, context.req.param('id'));
    if (view === null) return context.notFound();
    return context.html(await mailOf(view), 200, { 'Content-Security-Policy': framedMailPolicy });
  });
  pages.post('/sign-out', async (context) => {
    const token = sessionTokenIn(context, isSecure);
    if (token !== null) await endSession(hashOfToken(token));
    clearSessionCookie(context, isSecure);
    return context.redirect('/sign-in', 303);
  });
  return pages;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const found = async (store: ConsoleStore, id: string): Promise<MessageView | null> =>
  uuid.test(id) ? store.message(id) : null;
