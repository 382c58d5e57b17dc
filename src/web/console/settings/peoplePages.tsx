import { Hono } from 'hono';
import { type AddPersonStore, addPerson } from '../../../desk/people/addPerson.ts';
import { type ChangeRoleStore, changeRole } from '../../../desk/people/changeRole.ts';
import {
  type AccessStore,
  disablePerson,
  enablePerson,
  signOutEverywhere,
} from '../../../desk/people/disablePerson.ts';
import { type PasswordLinkStore, passwordLinkFor } from '../../../desk/people/passwordLink.ts';
import type { LinkStore } from '../../../desk/people/signInLink.ts';
import type { ListedPerson } from '../../../domain/people/listedPerson.ts';
import { type PersonRole, roles } from '../../../domain/people/role.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Secrets } from '../../../ports/secrets.ts';
import { doneAt } from '../../access/flash.ts';
import { type ConsoleContext, deedOf, type SignedIn } from '../../access/viewer.ts';
import { fieldsOf } from '../account/accountPages.tsx';
import { SecretPage } from '../account/secretPage.tsx';
import { type Added, PeoplePage } from './peoplePage.tsx';
import { PersonPage } from './personPage.tsx';

export interface PeopleDeps {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly peopleStore: AddPersonStore & ChangeRoleStore & AccessStore & PasswordLinkStore;
  readonly linkStore: LinkStore;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly people: (page: {
    readonly after: string | null;
    readonly limit: number;
  }) => Promise<readonly ListedPerson[]>;
  readonly person: (id: number) => Promise<ListedPerson | null>;
  /** Null: no mail server is set. */
  readonly sendInvitation: ((to: Invited) => void) | null;
}

/** Who is told of their new account. */
export interface Invited {
  readonly email: string;
  readonly name: string;
  readonly by: string;
  readonly link: string;
}

const shownAtOnce = 100;

/** Who may sign in, and what they may do. */
export function peoplePages(deps: PeopleDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const { clock, peopleStore: store } = deps;
  const links = { store: deps.linkStore, secrets: deps.secrets };

  const listed = async (context: ConsoleContext, refused: Added | null = null) => {
    const after = context.req.query('after') ?? null;
    const found = await deps.people({ after, limit: shownAtOnce + 1 });
    const people = found.slice(0, shownAtOnce);
    const next = found.length > shownAtOnce ? (people.at(-1)?.email ?? null) : null;
    const props = { viewer: context.var.viewer, people, next, refused, now: clock.now() };
    return context.html(<PeoplePage {...props} />, refused === null ? 200 : 422);
  };
  pages.get('/settings/people', (context) => listed(context));
  pages.post('/settings/people', async (context) => {
    const { viewer } = context.var;
    const { people: words } = viewer.words.settings;
    const given = await fieldsOf(context, ['email', 'name', 'role']);
    const [email, name] = [given.email.trim(), given.name.trim() || given.email.trim()];
    const wanted = { email, name, role: roleOf(given.role), timezone: viewer.person.timezone };
    const outcome = await addPerson({ store, links }, deedOf(context, clock.now()), wanted);
    if (outcome.kind === 'taken') return listed(context, { given, field: 'email', reason: words.taken });
    if (outcome.kind === 'refused') return listed(context, { given, field: outcome.field, reason: outcome.reason });
    const link = `${deps.publicUrl}/link/${outcome.linkToken}`;
    deps.sendInvitation?.({ email, name, by: viewer.person.name, link });
    const { title, mailed, handOver, once, label, back } = { ...words.added, label: words.added.link };
    const leads = [deps.sendInvitation === null ? handOver : mailed(email), once];
    const shown = { title: title(name), leads, label, secret: link, back: { path: '/settings/people', text: back } };
    return context.html(<SecretPage viewer={viewer} at="settings" {...shown} />, 201);
  });

  /** A person's page, or what is done there; a number that is nobody's is no page. */
  const onPerson =
    (run: (context: ConsoleContext, person: ListedPerson, path: string) => Promise<Response>) =>
    async (context: ConsoleContext) => {
      const id = Number(context.req.param('id'));
      const person = Number.isSafeInteger(id) ? await deps.person(id) : null;
      return person === null ? context.notFound() : run(context, person, `/settings/people/${person.id}`);
    };
  const onePerson = async (context: ConsoleContext, person: ListedPerson, fault: string | null, status: 200 | 409) =>
    context.html(<PersonPage viewer={context.var.viewer} now={clock.now()} {...{ person, fault }} />, status);

  pages.get(
    '/settings/people/:id',
    onPerson((context, person) => onePerson(context, person, null, 200)),
  );
  pages.post(
    '/settings/people/:id/role',
    onPerson(async (context, person, path) => {
      const { account, settings } = context.var.viewer.words;
      const { role, basedOn } = await fieldsOf(context, ['role', 'basedOn']);
      const change = { personId: person.id, basedOn: roleOf(basedOn), role: roleOf(role) };
      const outcome = await changeRole(store, deedOf(context, clock.now()), change);
      if (outcome.kind === 'not found') return context.notFound();
      if (outcome.kind === 'changed')
        return doneAt(context, path, settings.person.roleChanged(person.name, account.role[change.role]));
      const current = { ...person, ...outcome.current };
      const { conflict, lastAdmin } = settings.person;
      const fault = outcome.kind === 'conflict' ? conflict(account.role[current.role]) : lastAdmin;
      return onePerson(context, current, fault, 409);
    }),
  );
  pages.post(
    '/settings/people/:id/disable',
    onPerson(async (context, person, path) => {
      const { disabled, lastAdmin } = context.var.viewer.words.settings.person;
      const outcome = await disablePerson(store, deedOf(context, clock.now()), person.id);
      if (outcome.kind === 'last admin') return onePerson(context, person, lastAdmin, 409);
      return doneAt(context, path, disabled(person.name));
    }),
  );
  pages.post(
    '/settings/people/:id/enable',
    onPerson(async (context, person, path) => {
      await enablePerson(store, deedOf(context, clock.now()), person.id);
      return doneAt(context, path, context.var.viewer.words.settings.person.enabled(person.name));
    }),
  );
  pages.post(
    '/settings/people/:id/sign-out',
    onPerson(async (context, person, path) => {
      await signOutEverywhere(store, deedOf(context, clock.now()), { personId: person.id });
      return doneAt(context, path, context.var.viewer.words.settings.person.signedOut(person.name));
    }),
  );
  pages.post(
    '/settings/people/:id/password-link',
    onPerson(async (context, person, path) => {
      const { viewer } = context.var;
      const { linkMade } = viewer.words.settings.person;
      const { link, back } = viewer.words.settings.people.added;
      const outcome = await passwordLinkFor({ store, links }, deedOf(context, clock.now()), person.id);
      if (outcome.kind === 'not found') return context.notFound();
      const secret = `${deps.publicUrl}/password/${outcome.linkToken}`;
      const shown = { title: linkMade.title(person.name), leads: [linkMade.lead], label: link, secret };
      return context.html(<SecretPage viewer={viewer} at="settings" {...shown} back={{ path, text: back }} />, 201);
    }),
  );
  return pages;
}

/** The least for what is no role. */
const roleOf = (text: string): PersonRole => roles.find((role) => role === text) ?? 'viewer';
