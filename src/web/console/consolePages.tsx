import { Hono } from 'hono';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import type { ConsoleStore } from '../../ports/consoleStore.ts';
import { clearSessionCookie, sessionTokenIn } from '../access/sessionCookie.ts';
import type { ConsoleContext, SignedIn } from '../access/viewer.ts';
import { type AccountDeps, accountPages } from './account/accountPages.tsx';
import { type ArticlesDeps, articlesPages } from './articles/articlesPages.tsx';
import { type FeedsDeps, feedsPages } from './feeds/feedsPages.tsx';
import type { Html } from './layout.ts';
import { type MessagesPagesDeps, messagesPages } from './messages/messagesPages.tsx';
import { overviewPage } from './overviewPage.ts';
import { Page, type Place } from './page.tsx';
import { rulesPage } from './rulesPage.ts';
import { type SettingsDeps, settingsPages } from './settings/settingsPages.tsx';
import { storiesPage } from './storiesPage.ts';

/** What the pages of each area need, and what they share. */
export interface ConsoleDeps {
  readonly account: AccountDeps;
  readonly articles: ArticlesDeps;
  readonly feeds: FeedsDeps;
  readonly messages: MessagesPagesDeps;
  readonly settings: SettingsDeps;
  readonly store: ConsoleStore;
  readonly isSecure: (context: ConsoleContext) => boolean;
  readonly endSession: (tokenHash: Buffer) => Promise<unknown>;
}

const shownMessages = 200;
const shownStories = 20;
const shownNotices = 50;

/** The pages behind sign-in, an area a line. */
export function consolePages(deps: ConsoleDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.route('/', accountPages(deps.account));
  pages.route('/', articlesPages(deps.articles));
  pages.route('/', feedsPages(deps.feeds));
  pages.route('/messages', messagesPages(deps.messages));
  pages.route('/', settingsPages(deps.settings));
  pages.route('/', plainPages(deps));
  return pages;
}

function plainPages({ store, isSecure, endSession }: ConsoleDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const shown = (context: ConsoleContext, at: Place, title: string, content: Html) =>
    context.html(
      <Page viewer={context.var.viewer} at={at} title={title}>
        {content}
      </Page>,
    );
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
    const overview = {
      ...{ canary, counts, polled, messages, limit: shownMessages },
      ...{ heldUp, quarantined, quarantinedSubscriptions },
    };
    return shown(context, 'desk', 'Messages', overviewPage(overview));
  });
  pages.get('/rules', async (context) => {
    const [rules, notices] = await Promise.all([store.rules(), store.notices(shownNotices)]);
    return shown(context, 'rules', 'Rules', rulesPage(rules, notices));
  });
  pages.get('/stories', async (context) =>
    shown(context, 'stories', 'Stories', storiesPage(await store.movedLedgers(shownStories))),
  );
  pages.post('/sign-out', async (context) => {
    const token = sessionTokenIn(context, isSecure(context));
    if (token !== null) await endSession(hashOfToken(token));
    clearSessionCookie(context, isSecure(context));
    return context.redirect('/sign-in', 303);
  });
  return pages;
}
