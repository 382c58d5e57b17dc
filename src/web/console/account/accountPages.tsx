import { Hono } from 'hono';
import { type AccessStore, signOutEverywhere } from '../../../desk/people/disablePerson.ts';
import { changePassword, changeProfile, type OwnAccountStore } from '../../../desk/people/ownAccount.ts';
import { type MakeTokenStore, makeToken } from '../../../desk/tokens/makeToken.ts';
import { type RevokeTokenStore, revokeToken } from '../../../desk/tokens/revokeToken.ts';
import type { ListedToken } from '../../../domain/people/apiToken.ts';
import type { ListedSession } from '../../../domain/people/listedPerson.ts';
import { scopes } from '../../../domain/people/scope.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Secrets } from '../../../ports/secrets.ts';
import { doneAt } from '../../access/flash.ts';
import { type ConsoleContext, deedOf, type SignedIn } from '../../access/viewer.ts';
import { timeIn } from '../shownTime.tsx';
import { AccountPage, type Refused } from './accountPage.tsx';
import { SecretPage } from './secretPage.tsx';

export interface AccountDeps {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly ownStore: OwnAccountStore;
  readonly accessStore: AccessStore;
  readonly tokenStore: MakeTokenStore & RevokeTokenStore;
  readonly sessionsOf: (personId: number, at: Date) => Promise<readonly ListedSession[]>;
  readonly endOwnSession: (personId: number, id: string) => Promise<number>;
  readonly tokensOf: (personId: number) => Promise<readonly ListedToken[]>;
}

/** One's own name, password, sessions and tokens. */
export function accountPages(deps: AccountDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const { clock, secrets, ownStore, tokenStore } = deps;
  const shown = async (context: ConsoleContext, refused: Refused | null = null) => {
    const { viewer } = context.var;
    const { id, email } = viewer.person;
    const now = clock.now();
    const [account, sessions, tokens] = await Promise.all([
      ownStore.account(email),
      deps.sessionsOf(id, now),
      deps.tokensOf(id),
    ]);
    const view = { hasPassword: (account?.passwordHash ?? null) !== null, sessions, tokens, now };
    return context.html(<AccountPage {...{ viewer, refused, ...view }} />, refused === null ? 200 : 422);
  };

  pages.get('/account', (context) => shown(context));
  pages.post('/account/profile', async (context) => {
    const { person, words } = context.var.viewer;
    const given = await fieldsOf(context, ['name', 'timezone']);
    const outcome = await changeProfile(ownStore, deedOf(context, clock.now()), person, given);
    if (outcome.kind === 'refused') return shown(context, { form: 'profile', ...outcome, given });
    return doneAt(context, '/account', words.account.profile.saved);
  });
  pages.post('/account/password', async (context) => {
    const { person, words, session } = context.var.viewer;
    const now = clock.now();
    const { old, password } = await fieldsOf(context, ['old', 'password']);
    const change = { old, wanted: password, kept: session };
    const outcome = await changePassword({ store: ownStore, secrets }, deedOf(context, now), person, change);
    const refuse = (field: string, reason: string) => shown(context, { form: 'password', field, reason, given: {} });
    if (outcome.kind === 'refused') return refuse('password', outcome.reason);
    if (outcome.kind === 'wrong') return refuse('old', words.account.password.wrong);
    if (outcome.kind === 'paused')
      return refuse('old', words.account.password.paused(timeIn(person.timezone, outcome.until, now)));
    return doneAt(context, '/account', words.account.password.changed);
  });
  pages.post('/account/sessions/end-others', async (context) => {
    const { person, session, words } = context.var.viewer;
    const which = { personId: person.id, kept: session };
    const ended = await signOutEverywhere(deps.accessStore, deedOf(context, clock.now()), which);
    return doneAt(context, '/account', words.account.sessions.endedOthers(ended ?? 0));
  });
  pages.post('/account/sessions/:id/end', async (context) => {
    const { person, words } = context.var.viewer;
    await deps.endOwnSession(person.id, context.req.param('id'));
    return doneAt(context, '/account', words.account.sessions.ended);
  });
  pages.post('/account/tokens', async (context) => {
    const { viewer } = context.var;
    const { name, days } = await fieldsOf(context, ['name', 'days']);
    const body = await context.req.parseBody({ all: true });
    const chosen = scopes.filter((scope) => [body.scopes].flat().includes(scope));
    const wanted = { owner: viewer.person, name, scopes: chosen, days: days === '0' ? null : Number(days) };
    const outcome = await makeToken({ store: tokenStore, secrets }, deedOf(context, clock.now()), wanted);
    if (outcome.kind === 'refused')
      return shown(context, { form: 'token', ...outcome, given: { name, days, scopes: chosen } });
    const { made } = viewer.words.account.tokens;
    const back = { path: '/account#tokens', text: made.back };
    const secret = { title: made.title, leads: [made.lead], label: made.token, secret: outcome.token, back };
    return context.html(<SecretPage viewer={viewer} at={null} {...secret} />, 201);
  });
  pages.post('/account/tokens/:id/revoke', async (context) => {
    const { person, words } = context.var.viewer;
    const which = { id: Number(context.req.param('id')), ownerId: person.id };
    const isNumber = Number.isSafeInteger(which.id);
    const outcome = isNumber ? await revokeToken(tokenStore, deedOf(context, clock.now()), which) : null;
    const { revoked, gone } = words.account.tokens;
    return doneAt(context, '/account#tokens', outcome?.kind === 'revoked' ? revoked(outcome.token.name) : gone);
  });
  return pages;
}

/** Fields that are missing, or files, are empty. */
export async function fieldsOf<Name extends string>(
  context: ConsoleContext,
  names: readonly Name[],
): Promise<Readonly<Record<Name, string>>> {
  const body = await context.req.parseBody();
  const entries = names.map((name) => [name, typeof body[name] === 'string' ? body[name] : '']);
  return Object.fromEntries(entries);
}
