import { Hono } from 'hono';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import { clearSessionCookie, sessionTokenIn } from '../access/sessionCookie.ts';
import type { ConsoleContext, SignedIn } from '../access/viewer.ts';
import { type AccountDeps, accountPages } from './account/accountPages.tsx';
import { type ArticlesDeps, articlesPages } from './articles/articlesPages.tsx';
import type { ConceptsDeps } from './concepts/conceptsDeps.ts';
import { conceptsPages } from './concepts/conceptsPages.tsx';
import { type DeskPagesDeps, deskPages } from './desk/deskPages.tsx';
import { type FeedsDeps, feedsPages } from './feeds/feedsPages.tsx';
import { type MessagesPagesDeps, messagesPages } from './messages/messagesPages.tsx';
import type { RulesPagesDeps } from './rules/rulesDeps.ts';
import { rulesPages } from './rules/rulesPages.tsx';
import { type SettingsDeps, settingsPages } from './settings/settingsPages.tsx';
import { type StoryPagesDeps, storyPages } from './stories/storyPages.tsx';
import { type SubscribersPagesDeps, subscribersPages } from './subscribers/subscribersPages.tsx';

/** What the pages of each area need, and what they share. */
export interface ConsoleDeps {
  readonly account: AccountDeps;
  readonly articles: ArticlesDeps;
  readonly concepts: ConceptsDeps;
  readonly desk: DeskPagesDeps;
  readonly feeds: FeedsDeps;
  readonly messages: MessagesPagesDeps;
  readonly rules: RulesPagesDeps;
  readonly settings: SettingsDeps;
  readonly stories: StoryPagesDeps;
  readonly subscribers: SubscribersPagesDeps;
  readonly isSecure: (context: ConsoleContext) => boolean;
  readonly endSession: (tokenHash: Buffer) => Promise<unknown>;
}

/** The pages behind sign-in, an area a line. */
export function consolePages(deps: ConsoleDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.route('/', accountPages(deps.account));
  pages.route('/', articlesPages(deps.articles));
  pages.route('/', conceptsPages(deps.concepts));
  pages.route('/', deskPages(deps.desk));
  pages.route('/', feedsPages(deps.feeds));
  pages.route('/messages', messagesPages(deps.messages));
  pages.route('/', rulesPages(deps.rules));
  pages.route('/', settingsPages(deps.settings));
  pages.route('/', storyPages(deps.stories));
  pages.route('/subscribers', subscribersPages(deps.subscribers));
  pages.route('/', plainPages(deps));
  return pages;
}

function plainPages({ isSecure, endSession }: ConsoleDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.post('/sign-out', async (context) => {
    const token = sessionTokenIn(context, isSecure(context));
    if (token !== null) await endSession(hashOfToken(token));
    clearSessionCookie(context, isSecure(context));
    return context.redirect('/sign-in', 303);
  });
  return pages;
}
