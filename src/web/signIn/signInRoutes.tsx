import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type RequestPasswordStore, requestPassword, type SendResetMail } from '../../desk/people/requestPassword.ts';
import { type SignInStore, signIn } from '../../desk/people/signIn.ts';
import {
  type LinkOutcome,
  type LinkStore,
  makeFirstAdmin,
  setPassword,
  signInByLink,
} from '../../desk/people/signInLink.ts';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import type { StepLog } from '../../ports/log.ts';
import { clientAddress } from '../access/clientAddress.ts';
import { isFromOurPages } from '../access/csrf.ts';
import type { PublicPlace } from '../access/publicOrigin.ts';
import { returnPath } from '../access/returnPath.ts';
import { sessionTokenIn, setSessionCookie } from '../access/sessionCookie.ts';
import { timeIn } from '../console/shownTime.tsx';
import { words } from '../console/words/words.ts';
import { type ProviderDeps, providerRoutes } from './providerRoutes.tsx';
import { LinkPage, NewPasswordPage, ResetPage, SaidPage, SignInPage, WelcomePage } from './signInPages.tsx';

export interface SignInDeps extends PublicPlace, ProviderDeps {
  readonly signInStore: SignInStore;
  readonly linkStore: LinkStore;
  readonly passwordStore: RequestPasswordStore;
  readonly log: StepLog;
  readonly sendResetMail: SendResetMail;
  readonly endSession: (tokenHash: Buffer) => Promise<unknown>;
}

/** The pages for whoever is not signed in yet. A form here changes nothing but who is signed in on this browser. */
export function signInRoutes(deps: SignInDeps): Hono {
  const pages = new Hono();
  for (const path of paths)
    pages.use(path, fromOurPagesOnly(deps), bodyLimit({ maxSize: mostBytes, onError: tooMuch }));
  const provider = deps.identityProvider?.name ?? null;
  const linkDeps = { store: deps.linkStore, secrets: deps.secrets };
  const use = (context: Context, token: string) => ({ token, from: originOf(deps, context), at: deps.clock.now() });

  pages.get('/sign-in', async (context) => {
    const said = (await deps.linkStore.hasPeople()) ? null : words.signIn.noPeople;
    return context.html(<SignInPage to={returnPath(context.req.query('to'))} said={said} provider={provider} />);
  });
  pages.post('/sign-in', async (context) => {
    const form = await formOf(context);
    const to = returnPath(form.to);
    const now = deps.clock.now();
    const request = { email: form.email.trim(), password: form.password, from: originOf(deps, context), at: now };
    const outcome = await signIn({ store: deps.signInStore, secrets: deps.secrets }, request);
    if (outcome.kind === 'signed in') return enter(deps, context, outcome.token, to);
    const isPaused = outcome.kind === 'paused';
    if (isPaused) context.header('Retry-After', String(secondsBetween(now, outcome.until)));
    const said = isPaused ? words.signIn.paused(`${timeIn('UTC', outcome.until, now)} UTC`) : words.signIn.wrong;
    return context.html(
      <SignInPage to={to} said={said} email={form.email} provider={provider} isFault />,
      isPaused ? 429 : 401,
    );
  });

  pages.get('/welcome/:token', async (context) => {
    const link = await deps.linkStore.openLink(hashOfToken(context.req.param('token')), deps.clock.now());
    if (link?.purpose !== 'first-admin') return context.html(<SaidPage {...gone(words.welcome)} />, 404);
    return context.html(<WelcomePage />);
  });
  pages.post('/welcome/:token', async (context) => {
    const { email, name, password, timezone } = await formOf(context);
    const wanted = { email: email.trim(), name: nameOr(name, email), password, timezone: zoneOf(timezone) };
    const outcome = await makeFirstAdmin(linkDeps, use(context, context.req.param('token')), wanted);
    const again = (said: string) => <WelcomePage said={said} {...{ email, name }} />;
    return answered(deps, context, outcome, { gone: words.welcome, again });
  });

  pages.get('/link/:token', async (context) => {
    const link = await deps.linkStore.openLink(hashOfToken(context.req.param('token')), deps.clock.now());
    if (link?.purpose !== 'sign-in') return context.html(<SaidPage {...gone(words.link)} />, 404);
    return context.html(<LinkPage />);
  });
  pages.post('/link/:token', async (context) => {
    const outcome = await signInByLink(linkDeps, use(context, context.req.param('token')));
    return answered(deps, context, outcome, { gone: words.link, again: () => <LinkPage /> });
  });

  pages.get('/password', (context) => context.html(<ResetPage />));
  pages.post('/password', async (context) => {
    const { email } = await formOf(context);
    // Not waited for: how long it takes would tell who has an account.
    requestPassword(
      { store: deps.passwordStore, links: linkDeps, sendResetMail: deps.sendResetMail, publicUrl: deps.publicUrl },
      { email: email.trim(), from: originOf(deps, context), at: deps.clock.now() },
    ).catch((err: unknown) => deps.log.error({ err }, 'a link for a new password was not made'));
    return context.html(<SaidPage title={words.reset.title} says={words.reset.sent} />);
  });
  pages.get('/password/:token', async (context) => {
    const link = await deps.linkStore.openLink(hashOfToken(context.req.param('token')), deps.clock.now());
    if (link?.purpose !== 'password' || link.person === null)
      return context.html(<SaidPage {...gone(words.newPassword)} />, 404);
    return context.html(<NewPasswordPage email={link.person.email} />);
  });
  pages.post('/password/:token', async (context) => {
    const { password } = await formOf(context);
    const outcome = await setPassword(linkDeps, use(context, context.req.param('token')), password);
    const again = (said: string) => <NewPasswordPage email="" said={said} />;
    return answered(deps, context, outcome, { gone: words.newPassword, again });
  });
  const entering = {
    originOf: (context: Context) => originOf(deps, context),
    enter: (context: Context, token: string, to: string) => enter(deps, context, token, to),
  };
  pages.route('/', providerRoutes(deps, entering));
  return pages;
}

interface Answers {
  readonly gone: { readonly title: string; readonly gone: string };
  readonly again: (said: string) => ReturnType<typeof LinkPage>;
}

function answered(deps: SignInDeps, context: Context, outcome: LinkOutcome, answers: Answers) {
  if (outcome.kind === 'signed in') return enter(deps, context, outcome.token, '/');
  if (outcome.kind === 'gone') return context.html(<SaidPage {...gone(answers.gone)} />, 404);
  return context.html(answers.again(outcome.reason), 422);
}

/** A session that the browser held before ends: nobody who knew it gets in with it (fixation). */
async function enter(deps: SignInDeps, context: Context, token: string, to: string): Promise<Response> {
  const isSecure = deps.isSecure(context);
  const before = sessionTokenIn(context, isSecure);
  if (before !== null) await deps.endSession(hashOfToken(before));
  setSessionCookie(context, token, isSecure);
  return context.redirect(to, 303);
}

const gone = ({ title, gone: says }: Answers['gone']) => ({ title, says });

const originOf = (deps: SignInDeps, context: Context) => ({
  address: clientAddress(context, deps.trustedProxies),
  userAgent: context.req.header('user-agent') ?? '',
});

const paths = ['/sign-in', '/welcome/*', '/link/*', '/password', '/password/*'] as const;

/** More than any form here has. */
const mostBytes = 64 * 2 ** 10;

const tooMuch = (context: Context) => context.html(<SaidPage {...words.problems.tooMuch} />, 413);

/** Another site must not sign its visitors in as somebody else. */
const fromOurPagesOnly =
  (place: PublicPlace): MiddlewareHandler =>
  async (context, next) => {
    if (context.req.method === 'POST' && !isFromOurPages(context, place))
      return context.html(<SaidPage {...words.problems.strange} />, 403);
    return next();
  };

type FormName = 'email' | 'name' | 'password' | 'timezone' | 'to';

/** Fields that are missing, or files, are empty. */
async function formOf(context: Context): Promise<Readonly<Record<FormName, string>>> {
  const body = await context.req.parseBody();
  const text = (name: FormName): string => {
    const value = body[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    ...{ email: text('email'), name: text('name'), password: text('password') },
    ...{ timezone: text('timezone'), to: text('to') },
  };
}

const nameOr = (name: string, email: string): string => name.trim().slice(0, 100) || email.trim();

/** UTC for what is no zone of IANA's. */
function zoneOf(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

const secondsBetween = (from: Date, to: Date): number => Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 1000));
