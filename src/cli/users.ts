import { Argument, Command, InvalidArgumentError } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { systemSecrets } from '../adapters/secrets/systemSecrets.ts';
import type { Database } from '../adapters/store/database.ts';
import { createPeopleStore } from '../adapters/store/desk/people.ts';
import { listPeople, personByEmail } from '../adapters/store/desk/peopleViews.ts';
import { createLinkStore } from '../adapters/store/desk/signInLinks.ts';
import { addPerson } from '../desk/people/addPerson.ts';
import { changeRole } from '../desk/people/changeRole.ts';
import { type AccessOutcome, disablePerson, enablePerson, signOutEverywhere } from '../desk/people/disablePerson.ts';
import { passwordLinkFor } from '../desk/people/passwordLink.ts';
import { emailFault } from '../domain/people/emailFault.ts';
import type { ListedPerson } from '../domain/people/listedPerson.ts';
import { type PersonRole, roles } from '../domain/people/role.ts';
import { commandDeed } from './commandDeed.ts';
import { onStore, refuse } from './onStore.ts';

export const usersCommand = (): Command =>
  new Command('users')
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(roleCommand())
    .addCommand(onPerson('disable', 'Keeps somebody out at once, with their tokens.', disable))
    .addCommand(onPerson('enable', 'Lets somebody in again.', enable))
    .addCommand(onPerson('password', 'Prints a link that sets a new password once.', newPassword))
    .addCommand(onPerson('sign-out', 'Signs somebody out on all devices.', signOut));

const pageOfPeople = 200;

const listCommand = (): Command =>
  new Command('list').description('Lists who may sign in, with role and last use.').action(() =>
    onStore(async (db) => {
      let people = await listPeople(db, { after: null, limit: pageOfPeople });
      if (people.length === 0) process.stdout.write('Nobody can sign in yet.\n');
      while (people.length > 0) {
        for (const person of people) process.stdout.write(`${lineOf(person)}\n`);
        people = await listPeople(db, { after: people.at(-1)?.email ?? null, limit: pageOfPeople });
      }
    }),
  );

const lineOf = ({ email, role, name, disabledAt, lastSeenAt }: ListedPerson): string =>
  [email, role, name, disabledAt === null ? (lastSeenAt?.toISOString() ?? 'never signed in') : 'disabled'].join('\t');

interface AddOptions {
  readonly name?: string;
  readonly role: PersonRole;
  readonly timezone: string;
}

const addCommand = (): Command =>
  new Command('add')
    .description('Adds somebody who may sign in, and prints a link that does so once.')
    .argument('<email>', 'their address', emailArgument)
    .option('--name <name>', 'as others see them; the address if none is given')
    .addOption(new Command().createOption('--role <role>', 'what they may do').choices(roles).default('viewer'))
    .option('--timezone <zone>', 'in which times are shown', 'UTC')
    .action((email: string, { name = email, role, timezone }: AddOptions) =>
      onStore(async (db) => {
        const deps = { store: createPeopleStore(db), links: linkDeps(db) };
        const outcome = await addPerson(deps, commandDeed({ by: undefined, why: '' }), { email, name, role, timezone });
        if (outcome.kind === 'taken') return refuse(`${email} has an account already.`);
        if (outcome.kind === 'refused') return refuse(outcome.reason);
        process.stdout.write(
          `${placeOfLink(`/link/${outcome.linkToken}`)}\nsigns ${email} in once, within seven days.\n`,
        );
      }),
    );

const roleCommand = (): Command =>
  new Command('role')
    .description('Gives somebody another role.')
    .argument('<email>', 'their address', emailArgument)
    .addArgument(new Argument('<role>', 'what they may do').choices(roles))
    .action((email: string, role: PersonRole) =>
      onStore(async (db) => {
        const person = await known(db, email);
        if (person === null) return;
        const change = { personId: person.id, basedOn: person.role, role };
        const outcome = await changeRole(createPeopleStore(db), commandDeed({ by: undefined, why: '' }), change);
        if (outcome.kind === 'last admin') return refuse(lastAdmin);
        if (outcome.kind !== 'changed') return refuse(`Somebody else changed ${email} at the same time. Try again.`);
        process.stdout.write(`${email} is ${role} now.\n`);
      }),
    );

const lastAdmin = 'Nobody else is an administrator: make somebody one first.';

type OnPerson = (db: Database, person: ListedPerson) => Promise<void>;

const onPerson = (name: string, description: string, run: OnPerson): Command =>
  new Command(name)
    .description(description)
    .argument('<email>', 'their address', emailArgument)
    .action((email: string) =>
      onStore(async (db) => {
        const person = await known(db, email);
        if (person !== null) await run(db, person);
      }),
    );

async function known(db: Database, email: string): Promise<ListedPerson | null> {
  const person = await personByEmail(db, email);
  if (person === null) refuse(`Nobody has the address ${email}. tocsin users list shows who there is.`);
  return person;
}

const disable: OnPerson = async (db, { id, email }) =>
  say(await disablePerson(createPeopleStore(db), commandDeed({ by: undefined, why: '' }), id), `${email} is disabled.`);

const enable: OnPerson = async (db, { id, email }) =>
  say(
    await enablePerson(createPeopleStore(db), commandDeed({ by: undefined, why: '' }), id),
    `${email} may sign in again.`,
  );

const say = ({ kind }: AccessOutcome, done: string): void =>
  kind === 'last admin' ? refuse(lastAdmin) : void process.stdout.write(`${done}\n`);

const newPassword: OnPerson = async (db, { id, email }) => {
  const outcome = await passwordLinkFor(
    { store: createPeopleStore(db), links: linkDeps(db) },
    commandDeed({ by: undefined, why: '' }),
    id,
  );
  if (outcome.kind === 'not found') return refuse(`${email} is disabled; tocsin users enable lets them in again.`);
  const link = placeOfLink(`/password/${outcome.linkToken}`);
  process.stdout.write(`${link}\nsets a new password for ${email} once, within two hours.\n`);
};

const signOut: OnPerson = async (db, { id, email }) => {
  const ended = await signOutEverywhere(createPeopleStore(db), commandDeed({ by: undefined, why: '' }), {
    personId: id,
  });
  process.stdout.write(`${email}: ${ended ?? 0} sessions ended.\n`);
};

const linkDeps = (db: Database) => ({ store: createLinkStore(db), secrets: systemSecrets });

const placeOfLink = (path: string): string => `${settingsFromEnvironment().publicUrl}${path}`;

function emailArgument(text: string): string {
  const fault = emailFault(text.trim());
  if (fault !== null) throw new InvalidArgumentError(fault);
  return text.trim();
}
